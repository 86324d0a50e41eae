import { inShell } from "../../base/index.ts";
import type { Plan } from "./plan.ts";

/** What a person hears when such a session is made; undefined for a plan whose session IAM takes, or that is to be silent. */
export function describeWithoutMfa({ profile, warnings }: Plan): string | undefined {
  if (!warnings.some(({ code }) => code === "session-without-mfa")) return undefined;
  return `${profile}: GetSessionToken without MFA; IAM will answer InvalidClientTokenId (tegata why ${inShell(profile)})`;
}
