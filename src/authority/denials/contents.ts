/**
 * What a sealed message says, in the form that AWS gives decoded messages (STS API reference,
 * DecodeAuthorizationMessage), with our explanation beside it.
 */
import {
  type AppliedStatement,
  type ContextValue,
  type EvaluationRequest,
  type Explanation,
  explain,
  findApplied,
  type Layer,
  type PrincipalFacts,
  type RequestContext,
} from "../../policy/index.ts";

interface Items<T> {
  readonly items: readonly T[];
}

interface Condition {
  readonly key: string;
  readonly values: Items<{ readonly value: string }>;
}

export interface DecodedMessage {
  readonly allowed: false;
  readonly explicitDeny: boolean;
  readonly matchedStatements: Items<object>;
  /** Policies that could not be read. */
  readonly failures: Items<object>;
  readonly context: {
    readonly principal: { readonly id: string; readonly name: string; readonly arn: string };
    readonly action: string;
    readonly resource: string;
    readonly conditions: Items<Condition>;
  };
  readonly requestId: string;
  readonly explanation: Partial<Pick<Explanation, "layers" | "nearMisses" | "changes">>;
}

/** Keys shown whether or not a policy asked for them, as AWS writes them. */
const shownKeys = [
  "aws:PrincipalArn",
  "aws:PrincipalAccount",
  "aws:PrincipalType",
  "aws:userid",
  "aws:username",
  "aws:MultiFactorAuthPresent",
  "aws:MultiFactorAuthAge",
  "aws:TokenIssueTime",
  "aws:CurrentTime",
  "aws:SourceIp",
  "aws:UserAgent",
  "aws:RequestedRegion",
  "aws:SecureTransport",
] as const;

/** Layers whose policies belong to the organisation's management account. */
const organizationLayers: ReadonlySet<Layer> = new Set(["scp", "rcp"]);
/** Layers whose policies belong to the resource's account. */
const resourceLayers: ReadonlySet<Layer> = new Set(["rcp", "resource", "trust", "vpce"]);

/**
 * Explains a refusal to the administrators of the caller's account.
 * SECURITY: of another account's policies and resources nothing is told, nor of what the organisation's policies say
 * beyond which of their statements applied.
 */
export function explainDenial(
  asked: EvaluationRequest,
  requestId: string,
  mayGoOn: () => boolean = () => true,
): DecodedMessage {
  // SECURITY: what the organisation's policies want would come out as a value to change, or as a key that was asked for.
  const explanation = explain(asked, { veiled: organizationLayers, mayGoOn });
  const context = new ConsultedContext(asked.context);
  findApplied({ ...asked, context, layers: { ...asked.layers, scp: undefined, rcp: undefined } });
  const { decision, layers, nearMisses, changes } = explanation;
  const hidden = decision.crossAccount ? resourceLayers : new Set<Layer>();
  const isOpen = (layer: Layer): boolean => !hidden.has(layer) && !organizationLayers.has(layer);
  const isAboutNobody = hasNoRole(asked);
  const shown = layers
    .filter(({ layer }) => !hidden.has(layer))
    .map((one) => (one.layer === "trust" && isAboutNobody ? { ...one, policies: 0 } : one));
  const applied = shown.flatMap(({ statements }) => statements);
  return {
    allowed: false,
    explicitDeny: decision.outcome === "explicitDeny" && applied.some(({ effect }) => effect === "Deny"),
    matchedStatements: { items: applied.map(describeMatch) },
    failures: { items: [] },
    context: {
      principal: describePrincipal(asked.principal),
      action: asked.action,
      resource: asked.resource,
      // SECURITY: which further keys were asked for tells what the other account's policies are about.
      conditions: { items: decision.crossAccount ? context.usual() : context.all() },
    },
    requestId,
    explanation: {
      layers: shown,
      nearMisses: nearMisses.filter(({ statement }) => isOpen(statement.layer)),
      // SECURITY: what is enough to be let in tells what the hidden policies say.
      changes:
        decision.crossAccount || decision.layer === undefined || !isOpen(decision.layer) || isAboutNobody
          ? []
          : changes,
    },
  };
}

/** A role that does not exist: no change of its trust policy would let anybody in. AWS: every trust policy has a statement. */
function hasNoRole({ layers: { trust } }: EvaluationRequest): boolean {
  return trust !== undefined && !trust.unreadable && trust.statements.all.length === 0;
}

function describeMatch({ sid, effect, layer, source, index, position }: AppliedStatement): object {
  return {
    statementId: sid ?? "",
    effect: effect.toUpperCase(),
    policyType: layer,
    ...(source !== undefined && { sourcePolicy: source }),
    statement: index + 1,
    line: position.line,
    column: position.column,
  };
}

function describePrincipal(facts: PrincipalFacts): DecodedMessage["context"]["principal"] {
  if (!("arn" in facts)) return { id: "", name: facts.type, arn: "" };
  const id = "uniqueId" in facts ? facts.uniqueId : facts.accountId;
  return { id, name: facts.arn.slice(facts.arn.search(/[^/:]*$/)), arn: facts.arn };
}

/** Remembers which keys policies asked for. */
class ConsultedContext implements RequestContext {
  readonly #context: RequestContext;
  readonly #consulted = new Map<string, ContextValue>();

  constructor(context: RequestContext) {
    this.#context = context;
  }

  get(lowerCaseKey: string): ContextValue | undefined {
    const value = this.#context.get(lowerCaseKey);
    if (value !== undefined) this.#consulted.set(lowerCaseKey, value);
    return value;
  }

  usual(): readonly Condition[] {
    return shownKeys.flatMap((key) => {
      const value = this.#context.get(key.toLowerCase());
      return value === undefined ? [] : [conditionOf(key, value)];
    });
  }

  all(): readonly Condition[] {
    const usual = new Set<string>(shownKeys.map((key) => key.toLowerCase()));
    const others = [...this.#consulted].filter(([key]) => !usual.has(key));
    return [...this.usual(), ...others.map(([key, value]) => conditionOf(key, value))];
  }
}

function conditionOf(key: string, value: ContextValue): Condition {
  const values = typeof value === "string" ? [value] : value;
  return { key, values: { items: values.map((text) => ({ value: text })) } };
}
