/** Service and resource control policies. AWS: Organizations user guide, "SCP syntax", "RCP syntax". */
import type { DocumentReading } from "../document/read.ts";
import type { Problem } from "../types.ts";
import { problem } from "./checks.ts";
import { validateIdentity } from "./identity.ts";
import { identityMessages, organizationMessage } from "./messages.ts";

/** The grammar of identity policies; an SCP names no principal. */
export function validateScp(reading: DocumentReading): readonly Problem[] {
  return validateIdentity(reading).map((found) => ({ ...found, message: organizationMessage }));
}

/** Only Deny, only `"Principal": "*"`, only actions of named services. */
export function validateRcp(reading: DocumentReading): readonly Problem[] {
  const general = validateIdentity(reading)
    .filter(({ message }) => message !== identityMessages.principal)
    .map((found) => ({ ...found, message: organizationMessage }));
  const own = (reading.document?.statements ?? []).flatMap(({ effect, principal, action, position }) => {
    const details: string[] = [];
    if (effect?.value !== "Deny") details.push("a resource control policy can only deny");
    if (principal?.everyone !== true || principal.negated) details.push('Principal must be "*"');
    if (action?.negated === true || action?.values.some(({ value }) => value.trim() === "*"))
      details.push("actions must name their service");
    return details.map((detail) => problem(organizationMessage, position, detail));
  });
  return [...general, ...own];
}
