/** Why a role's trust policy does not let its caller in, where the policy may be read: asked of the engine that AWS's grammar has. */
import {
  type ContextValue,
  compilePolicy,
  type EvaluationRequest,
  explain,
  parsePrincipal,
  principalContext,
} from "../../policy/index.ts";
import type { Facts } from "../facts.ts";
import type { Denial } from "../symptom/index.ts";
import { documentOf } from "./lines.ts";
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

/** The refusal of an AssumeRole; undefined for every other failure. */
export function assumeRoleDenial(facts: Facts): Denial | undefined {
  const denial = facts.symptom?.denial;
  return isRefusedWith(facts, "AccessDenied") && denial?.action === "sts:AssumeRole" ? denial : undefined;
}

/** undefined where no AssumeRole was refused, or where the policy could not be read. */
export function whatTrustLacks(facts: Facts): TrustLack | undefined {
  const denial = assumeRoleDenial(facts);
  const role = facts.endpoint?.role;
  const principal = denial && parsePrincipal(denial.user);
  if (denial === undefined || role?.trustPolicy === undefined || principal === undefined) return undefined;
  if (denial.resource !== undefined && denial.resource !== role.arn) return undefined;
  const trust = compilePolicy(role.trustPolicy, "trust");
  if (trust.unreadable || trust.problems.length > 0) return undefined;
  const request: EvaluationRequest = {
    principal,
    action: "sts:AssumeRole",
    resource: role.arn,
    context: new Map([...principalContext(principal), ...givenContext(facts)]),
    layers: { identity: [anything], trust },
  };
  const { decision, changes, nearMisses } = explain(request);
  if (decision.allowed) return { kind: "nothing" };
  const sent = changes[0]?.steps.find((step) => step.type === "context");
  const key = (
    sent?.key ?? nearMisses.find(({ failed }) => failed.key !== undefined)?.failed.key
  )?.toLowerCase();
  if (key === "sts:externalid") return { kind: "external-id", wanted: textOf(sent?.value) };
  if (key?.startsWith("aws:multifactorauth")) return { kind: "mfa" };
  return key === undefined && decision.outcome === "implicitDeny"
    ? { kind: "caller" }
    : { kind: "other", key };
}

/** What the profile makes its client send. */
export function givenContext({ plan, profile }: Facts): readonly (readonly [string, ContextValue])[] {
  const externalId = plan?.steps.find((step) => step.kind === "assume-role")?.externalId;
  const hasMfa =
    profile.mfaSerial !== undefined || plan?.steps.some((step) => "mfa" in step && step.mfa !== undefined);
  return [
    ...(externalId === undefined ? [] : [["sts:externalid", externalId] as const]),
    ...(hasMfa === true
      ? ([
          ["aws:multifactorauthpresent", "true"],
          ["aws:multifactorauthage", "0"],
        ] as const)
      : []),
  ];
}

function textOf(value: ContextValue | undefined): string | undefined {
  return typeof value === "string" ? value : value?.[0];
}
