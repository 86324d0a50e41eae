import {
  exitCodes,
  formatInstant,
  isAccountId,
  parseArn,
  printable,
  systemClock,
  TegataError,
} from "../../../base/index.ts";
import {
  type CompiledPolicy,
  type ContextValue,
  compilePolicy,
  type Decision,
  describeExplanation,
  type EvaluationRequest,
  explain,
  type PolicyKind,
  type PrincipalFacts,
  parsePrincipal,
  principalContext,
} from "../../../policy/index.ts";
import { demandOneStandardInput, readPolicyFile } from "./files.ts";

export interface ExplainSettings {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly policy?: readonly string[];
  readonly boundary?: string;
  readonly sessionPolicy?: readonly string[];
  readonly resourcePolicy?: readonly string[];
  readonly trust?: string;
  readonly scp?: readonly string[];
  readonly rcp?: readonly string[];
  readonly vpcePolicy?: readonly string[];
  readonly resourceAccount?: string;
  readonly resourceMustAllow?: boolean;
  readonly context?: readonly string[];
  readonly expect?: "allow" | "deny";
  readonly json?: boolean;
}

/** Prints the explanation; what is wrong with a policy goes to standard error and does not stop it. */
export function explainPolicies(settings: ExplainSettings): void {
  demandOneStandardInput(filesOf(settings));
  const request = requestOf(settings);
  const explanation = explain(request);
  process.stdout.write(
    settings.json ? `${JSON.stringify(explanation, null, 2)}\n` : describeExplanation(explanation),
  );
  if (settings.expect !== undefined && !isMet(settings.expect, explanation.decision))
    process.exitCode = exitCodes.failed;
}

/** Nobody knows what a policy that cannot be read would have denied, so that it meets no expectation. */
function isMet(expected: "allow" | "deny", { allowed, unreadable }: Decision): boolean {
  return unreadable.length === 0 && allowed === (expected === "allow");
}

function filesOf({ policy = [], boundary, trust, ...settings }: ExplainSettings): readonly string[] {
  const { sessionPolicy = [], resourcePolicy = [], scp = [], rcp = [], vpcePolicy = [] } = settings;
  const single = [boundary, trust].filter((file) => file !== undefined);
  return [...policy, ...single, ...sessionPolicy, ...resourcePolicy, ...scp, ...rcp, ...vpcePolicy];
}

function requestOf(settings: ExplainSettings): EvaluationRequest {
  const principal = parsePrincipal(settings.principal);
  if (principal === undefined)
    throw misuse(
      "PrincipalMalformed",
      `"${settings.principal}" names no principal`,
      "--principal arn:aws:iam::111122223333:user/ann",
    );
  if (!/^[^:\s]+:[^:\s]+$/.test(settings.action))
    throw misuse("ActionMalformed", `"${settings.action}" is no action`, "--action s3:GetObject");
  if (settings.resource !== "*" && parseArn(settings.resource) === undefined)
    throw misuse(
      "ResourceMalformed",
      `"${settings.resource}" is no ARN`,
      "--resource arn:aws:s3:::bucket/key",
    );
  const { resourceAccount } = settings;
  if (resourceAccount !== undefined && !isAccountId(resourceAccount))
    throw misuse("AccountMalformed", `"${resourceAccount}" is no account`, "--resource-account 111122223333");
  return {
    principal,
    action: settings.action,
    resource: settings.resource,
    resourceAccountId: resourceAccount,
    resourceMustAllow: settings.resourceMustAllow,
    context: contextOf(principal, settings.context ?? []),
    layers: layersOf(settings),
  };
}

function layersOf(settings: ExplainSettings): EvaluationRequest["layers"] {
  const one = (file: string | undefined, kind: PolicyKind) =>
    file === undefined ? undefined : compileFile(file, kind);
  const all = (files: readonly string[] | undefined, kind: PolicyKind) =>
    files?.map((file) => compileFile(file, kind));
  return {
    identity: all(settings.policy, "identity") ?? [],
    boundary: one(settings.boundary, "boundary"),
    session: all(settings.sessionPolicy, "session"),
    resource: all(settings.resourcePolicy, "resource"),
    trust: one(settings.trust, "trust"),
    vpce: all(settings.vpcePolicy, "vpce"),
    scp: settings.scp?.map((file) => [compileFile(file, "scp")]),
    rcp: settings.rcp?.map((file) => [compileFile(file, "rcp")]),
  };
}

function compileFile(file: string, kind: PolicyKind): CompiledPolicy {
  const policy = compilePolicy(readPolicyFile(file), kind, file === "-" ? "(standard input)" : file);
  for (const { position, detail } of policy.problems)
    process.stderr.write(`${printable(`${policy.source}:${position.line}:${position.column}: ${detail}`)}\n`);
  return policy;
}

/** What follows from the caller and the clock, then what was given. */
function contextOf(principal: PrincipalFacts, given: readonly string[]): ReadonlyMap<string, ContextValue> {
  const now = systemClock.now();
  const context = new Map<string, ContextValue>([
    ...principalContext(principal),
    ["aws:currenttime", formatInstant(now)],
    ["aws:epochtime", String(Math.floor(now / 1000))],
  ]);
  const values = new Map<string, string[]>();
  for (const text of given) {
    const equals = text.indexOf("=");
    if (equals < 1)
      throw misuse("ContextMalformed", `"${text}" is not key=value`, "--context aws:SourceIp=203.0.113.7");
    const key = text.slice(0, equals).toLowerCase();
    const value = text.slice(equals + 1);
    values.set(key, [...(values.get(key) ?? []), ...(value === "" ? [] : [value])]);
  }
  for (const [key, list] of values) {
    const [only, ...others] = list;
    if (only === undefined) context.delete(key);
    else context.set(key, others.length === 0 ? only : list);
  }
  return context;
}

function misuse(code: string, message: string, hint: string): TegataError {
  return new TegataError(code, message, { hint, exitCode: exitCodes.misuse });
}
