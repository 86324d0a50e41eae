/** Requests to the engine, of callers of every type, that put one document in its layer and let all others allow. */
import {
  type CompiledPolicy,
  type ContextValue,
  compilePolicy,
  type EvaluationRequest,
  type PolicyKind,
  type PolicyLayers,
  type PrincipalFacts,
} from "../../src/policy/index.ts";
import { account, ann, app, contextKeys, otherAccount, session } from "./policy-documents.ts";
import type { Rng } from "./rng.ts";
import { hostileText } from "./texts.ts";

const callers: readonly PrincipalFacts[] = [
  { type: "user", accountId: account, arn: ann, uniqueId: "AIDAANN00000000000001" },
  { type: "role", accountId: account, arn: session, roleArn: app, uniqueId: "AROAAPP00000000000001" },
  {
    type: "federated",
    accountId: account,
    arn: `arn:aws:sts::${account}:federated-user/f`,
    userArn: ann,
    uniqueId: "AIDAANN00000000000001",
  },
];
/** Whom identity policies, boundaries, sessions and service control policies do not concern, or who needs none. */
const strangers: readonly PrincipalFacts[] = [
  { type: "anonymous" },
  { type: "service", service: "ec2.amazonaws.com" },
  { type: "web-identity", provider: "accounts.google.com" },
  { type: "saml", provider: `arn:aws:iam::${account}:saml-provider/x` },
];
const actions = ["s3:GetObject", "s3:PutObject", "S3:getobject", "iam:GetUser", "sts:AssumeRole"];
const resources = ["arn:aws:s3:::b/k", "arn:aws:s3:::b/ann", "arn:aws:s3:::b/k\n", "*", ann, app];
const values = [
  "x",
  "ann",
  "k",
  "true",
  "12",
  "10.1.2.3",
  "2026-11-21T03:04:05Z",
  "arn:aws:s3:::b/k",
  "",
  "*",
];

/** A request without policies. */
export type Question = Omit<EvaluationRequest, "layers">;

export function questionOf(rng: Rng, kind: PolicyKind): Question {
  const concernsStrangers = kind === "resource" || kind === "trust" || kind === "rcp" || kind === "vpce";
  return {
    principal: rng.pick(concernsStrangers && rng.chance(0.3) ? strangers : callers),
    action: rng.chance(0.9) ? rng.pick(actions) : hostileText(rng),
    resource: rng.chance(0.9) ? rng.pick(resources) : hostileText(rng),
    resourceAccountId: rng.chance(0.7) ? account : rng.chance(0.5) ? otherAccount : undefined,
    resourceMustAllow: rng.chance(0.1) ? true : undefined,
    context: contextOf(rng),
  };
}

function contextOf(rng: Rng): Map<string, ContextValue> {
  const context = new Map<string, ContextValue>();
  for (const key of contextKeys) {
    if (rng.chance(0.4)) continue;
    const one = (): string => (rng.chance(0.95) ? rng.pick(values) : hostileText(rng));
    context.set(key.toLowerCase(), rng.chance(0.8) ? one() : Array.from({ length: rng.below(4) }, one));
  }
  return context;
}

const allowAll = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';
const identityAllow = [compilePolicy(allowAll, "identity", "allow-all")];
const sessionAllow = [compilePolicy(allowAll, "session", "allow-all")];
const anybodyAllow = [
  compilePolicy(allowAll.replace('"Action"', '"Principal":"*","Action"'), "resource", "allow-all"),
];

/**
 * The layers of a request that nothing grants but `policy`: where the layer only filters, every other layer allows.
 * So a request that passes was allowed by it.
 */
export function layersWith(kind: PolicyKind, policy: CompiledPolicy, { principal }: Question): PolicyLayers {
  const federated = principal.type === "federated" ? { session: sessionAllow } : {};
  const granted = { identity: identityAllow, resource: anybodyAllow, ...federated };
  switch (kind) {
    case "identity":
      return { identity: [policy], ...federated };
    case "resource":
      return { identity: [], resource: [policy], ...federated };
    case "trust":
      return { identity: [], trust: policy, ...federated };
    case "boundary":
      return { identity: identityAllow, boundary: policy, ...federated };
    case "session":
      return { identity: identityAllow, session: [policy] };
    case "scp":
      return { ...granted, scp: [[policy]] };
    case "rcp":
      return { ...granted, rcp: [[policy]] };
    case "vpce":
      return { ...granted, vpce: [policy] };
  }
}
