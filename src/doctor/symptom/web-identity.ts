/** How STS refuses another provider's token. AWS: STS API reference, AssumeRoleWithWebIdentity, "Errors". */
import { queryCodeOf } from "./codes.ts";
import type { Symptom } from "./symptom.ts";

export type WebIdentityRefusal =
  /** The role, or its trust policy. */
  | "trust"
  /** The account knows no such provider. */
  | "provider"
  | "audience"
  /** STS did not get the provider's keys. */
  | "keys"
  | "thumbprint"
  /** Anything else that is wrong with the token itself. */
  | "token";

/** What tells an assertion of SAML, which is refused under the same codes. */
const ofSaml = /SAML|assertion|Specified provider doesn't exist|Response signature/i;

const tokenCodes: ReadonlySet<string> = new Set([
  "InvalidIdentityToken",
  "IDPCommunicationError",
  "IDPRejectedClaim",
]);

/** undefined for what is not about such a token, or is about its end. */
export function webIdentityRefusal(symptom: Symptom | undefined): WebIdentityRefusal | undefined {
  if (symptom?.by !== "service" || symptom.denial !== undefined) return undefined;
  const { operation, sentence } = symptom;
  const code = queryCodeOf(symptom.code);
  if (code === "AccessDenied")
    return operation === "AssumeRoleWithWebIdentity" || /sts:AssumeRoleWithWebIdentity/.test(sentence)
      ? "trust"
      : undefined;
  if (!tokenCodes.has(code) || (operation ?? "AssumeRoleWithWebIdentity") !== "AssumeRoleWithWebIdentity")
    return undefined;
  if (/No OpenIDConnect provider found/i.test(sentence)) return "provider";
  if (/Incorrect token audience/i.test(sentence)) return "audience";
  if (code === "IDPCommunicationError" || /retrieve verification key/i.test(sentence)) return "keys";
  if (/thumbprint/i.test(sentence)) return "thumbprint";
  return operation === undefined && ofSaml.test(sentence) ? undefined : "token";
}
