/**
 * Which kind of credential each service accepts, for which operations, and what the others are told. One closed table:
 * the check before every operation, `docs/sts-calls.md` and the tests read it.
 * AWS: IAM user guide, "Requesting temporary security credentials", "Permissions for GetSessionToken",
 * "Permissions for GetFederationToken"; STS API reference, GetSessionToken.
 */

import type { ServiceError } from "../base/index.ts";
import { commonErrors, signinErrors, stsErrors } from "../wire/index.ts";
import type { CredentialKind } from "./caller.ts";

export type AcceptingService = "iam" | "sts" | "signin" | "s3" | "tegata";

export type AcceptedOperations =
  | "all"
  | "none"
  | { readonly only: readonly string[] }
  | { readonly allBut: readonly string[] };

export interface AcceptanceRule {
  readonly operations: AcceptedOperations;
  /** What a credential hears for an operation outside of `operations`. */
  readonly refusal: (operation: string) => ServiceError;
}

const yes: AcceptanceRule = {
  operations: "all",
  refusal: () => commonErrors.invalidClientTokenId(),
};
const invalidToken: AcceptanceRule = {
  operations: "none",
  refusal: () => commonErrors.invalidClientTokenId(),
};
const noSignIn: AcceptanceRule = {
  operations: "none",
  refusal: () => signinErrors.onlyFederationOrRoleTokens(),
};
const onlyOf = (operations: readonly string[]): AcceptanceRule => ({
  operations: { only: operations },
  refusal: (operation) => stsErrors.sessionCredentials(operation),
});

/**
 * INVARIANT (acceptance): no operation runs for a kind of credential that its line here leaves out.
 * The operator's service is as guarded as IAM: what may not administer an account may not administer accounts.
 */
export const acceptance: Readonly<
  Record<AcceptingService, Readonly<Record<CredentialKind, AcceptanceRule>>>
> = {
  iam: {
    "session-without-mfa": invalidToken,
    "session-with-mfa": yes,
    federation: invalidToken,
    role: yes,
    user: yes,
    root: yes,
  },
  sts: {
    "session-without-mfa": onlyOf(["AssumeRole", "GetCallerIdentity"]),
    "session-with-mfa": onlyOf(["AssumeRole", "GetCallerIdentity"]),
    federation: onlyOf(["GetCallerIdentity"]),
    role: {
      operations: { allBut: ["GetSessionToken", "GetFederationToken"] },
      refusal: (operation) => stsErrors.sessionCredentials(operation),
    },
    user: yes,
    root: { operations: { allBut: ["AssumeRole"] }, refusal: () => stsErrors.rolesNotForRoot() },
  },
  signin: {
    "session-without-mfa": noSignIn,
    "session-with-mfa": noSignIn,
    federation: yes,
    role: yes,
    user: noSignIn,
    root: noSignIn,
  },
  s3: {
    "session-without-mfa": yes,
    "session-with-mfa": yes,
    federation: yes,
    role: yes,
    user: yes,
    root: yes,
  },
  tegata: {
    "session-without-mfa": invalidToken,
    "session-with-mfa": yes,
    federation: invalidToken,
    role: yes,
    user: yes,
    root: yes,
  },
};

/** Whether `service` runs that operation for that kind of credential at all; policies come after. */
export function accepts(
  service: AcceptingService,
  operation: string,
  credentialKind: CredentialKind,
): boolean {
  return includesOperation(acceptance[service][credentialKind].operations, operation);
}

/** What to throw where `accepts` says no. */
export function acceptanceRefusal(
  service: AcceptingService,
  operation: string,
  credentialKind: CredentialKind,
): ServiceError {
  return acceptance[service][credentialKind]
    .refusal(operation)
    .because(`${service} does not accept ${operation} from this kind of credential: ${credentialKind}`);
}

function includesOperation(operations: AcceptedOperations, operation: string): boolean {
  if (operations === "all") return true;
  if (operations === "none") return false;
  return "only" in operations ? operations.only.includes(operation) : !operations.allBut.includes(operation);
}
