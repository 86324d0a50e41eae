/** Why a role's trust policy does not let its caller in, where the policy may be read: asked of the engine that AWS's grammar has. */
import {
  type ContextValue,
  compilePolicy,
  type EvaluationRequest,
  evaluate,
  explain,
  type PrincipalFacts,
  parsePrincipal,
  principalContext,
} from "../../policy/index.ts";
import type { Facts, SignerFacts } from "../facts.ts";
import { type Denial, roleOfSession } from "../symptom/index.ts";
import { documentOf } from "./lines.ts";
import { sentCall } from "./sent-call.ts";
import { statementsOf } from "./statements.ts";
import { isRefusedWith } from "./words.ts";

export type TrustLack =
  /** The trust policy lets the caller in: it is refused elsewhere. */
  | { readonly kind: "nothing" }
  | { readonly kind: "external-id"; readonly wanted: string | undefined }
  | { readonly kind: "mfa" }
  /** No statement names the caller. */
  | { readonly kind: "caller" }
  /** A condition on what is not known here. */
  | { readonly kind: "other"; readonly key: string | undefined };

/** Who may do all: so that the trust policy alone decides. */
const anything = compilePolicy(documentOf({ Effect: "Allow", Action: "*", Resource: "*" }), "identity");

/** What AssumeRole needs, with tags and with a source identity. AWS: IAM user guide, "Pass session tags in AWS STS". */
const roleActions: readonly string[] = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];

/** The refusal of an AssumeRole, or of what goes with it; undefined for every other failure. */
export function assumeRoleDenial(facts: Facts): Denial | undefined {
  const denial = facts.symptom?.denial;
  return isRefusedWith(facts, "AccessDenied") && denial !== undefined && isOfRole(denial)
    ? denial
    : undefined;
}

/** Whether the role's trust policy has a say in it. */
export function isOfRole({ action, resource }: Denial): boolean {
  return (
    action === "sts:AssumeRole" || (roleActions.includes(action) && resource?.includes(":role/") === true)
  );
}

/** undefined where no AssumeRole was refused, or where the policy could not be read. */
export function whatTrustLacks(facts: Facts): TrustLack | undefined {
  const denial = assumeRoleDenial(facts);
  const role = facts.endpoint?.role;
  const principal = denial && principalOf(facts, denial);
  if (denial === undefined || role?.trustPolicy === undefined || principal === undefined) return undefined;
  if (denial.resource !== undefined && denial.resource !== role.arn) return undefined;
  const trust = compilePolicy(role.trustPolicy, "trust");
  if (trust.unreadable || trust.problems.length > 0) return undefined;
  const request: EvaluationRequest = {
    principal,
    action: denial.action,
    resource: role.arn,
    context: new Map([...principalContext(principal), ...givenContext(facts)]),
    layers: { identity: [anything], trust },
  };
  const { decision, changes, nearMisses } = explain(request);
  if (decision.allowed) return { kind: "nothing" };
  if (decision.outcome === "implicitDeny" && !namesCaller(facts, request)) return { kind: "caller" };
  const sent = changes
    .find(({ steps }) => steps.every(({ type }) => type === "context"))
    ?.steps.find((step) => step.type === "context");
  const key = (
    sent?.key ?? nearMisses.find(({ failed }) => failed.key !== undefined)?.failed.key
  )?.toLowerCase();
  if (key === "sts:externalid") return { kind: "external-id", wanted: textOf(sent?.value) };
  if (key?.startsWith("aws:multifactorauth")) return { kind: "mfa" };
  return { kind: "other", key };
}

/** Whether a statement lets the caller in where its conditions are met: who is named with conditions is not named anew without. */
function namesCaller(facts: Facts, request: EvaluationRequest): boolean {
  const text = facts.endpoint?.role?.trustPolicy;
  const allows = statementsOf(text).flatMap(({ Condition, ...statement }) =>
    statement.Effect === "Allow" ? [statement] : [],
  );
  const trust = compilePolicy(documentOf(...allows), "trust");
  const isNamed = evaluate({ ...request, layers: { ...request.layers, trust } }).allowed;
  return isNamed || mayNameCaller(facts);
}

/** The caller, with its role's path where IAM told it: a session's ARN does not. */
export function principalOf({ endpoint }: Facts, { user }: Denial): PrincipalFacts | undefined {
  const principal = parsePrincipal(user);
  const roleArn = endpoint?.caller?.arn === roleOfSession(user) ? endpoint.caller.arnWithPath : undefined;
  return principal?.type === "role" && roleArn !== undefined ? { ...principal, roleArn } : principal;
}

/** A role of the caller's name with a path may be the caller, where nobody knows its path. */
function mayNameCaller({ endpoint, symptom }: Facts): boolean {
  const user = symptom?.denial?.user ?? "";
  if (!user.includes(":assumed-role/") || endpoint?.caller?.arnWithPath !== undefined) return false;
  const name = roleOfSession(user).split("/").at(-1);
  const named = endpoint?.role?.trustPolicy?.matchAll(/:role\/[^"]+\/([^"/]+)"/g) ?? [];
  return [...named].some(([, other]) => other === name);
}

/** What is known of the refused call's condition keys: of an AssumeRole what was sent, of any other what its session has. */
export function givenContext(facts: Facts): readonly (readonly [string, ContextValue])[] {
  const { symptom, signer } = facts;
  if (symptom?.denial === undefined || !isOfRole(symptom.denial)) return signerContext(signer);
  const call = sentCall(facts);
  return [
    ...(call?.externalId === undefined ? [] : [["sts:externalid", call.externalId] as const]),
    ...mfaContext(call?.hasMfa === true),
  ];
}

/** AWS: sessions bring it always, long-lived keys never. */
function signerContext(signer: SignerFacts | undefined): ReturnType<typeof mfaContext> {
  const isKey = signer?.kind === "user-key" || signer?.kind === "root-key";
  if (signer?.hasMfa !== false || isKey) return mfaContext(signer?.hasMfa === true);
  return [["aws:multifactorauthpresent", "false"]];
}

export function mfaContext(isPresent: boolean): readonly (readonly [string, ContextValue])[] {
  return isPresent
    ? [
        ["aws:multifactorauthpresent", "true"],
        ["aws:multifactorauthage", "0"],
      ]
    : [];
}

function textOf(value: ContextValue | undefined): string | undefined {
  return typeof value === "string" ? value : value?.[0];
}
