import { stsErrors } from "../../wire/index.ts";
import { stsOperation } from "../operation.ts";
import { wireCredentials } from "./credentials.ts";
import { lifetimeFrom, userSessionSeconds } from "./lifetime.ts";
import { verifyGivenMfa } from "./mfa.ts";

/**
 * Temporary credentials with the user's own permissions, whatever they are when used.
 * AWS: no policy allows or denies it; the caller must hold long-lived keys.
 */
export const getSessionToken = stsOperation("GetSessionToken", {
  access: "own-rules",
  handle: async (input, call) => {
    const { caller, services } = call;
    if (caller.session !== undefined || caller.kind === "role" || caller.kind === "federated")
      throw stsErrors.sessionCredentials("GetSessionToken");
    const withMfa = await verifyGivenMfa(input, call);
    const lifetime = lifetimeFrom(call.now, userSessionSeconds(caller, input.DurationSeconds));
    const credentials = await services.sessions.issue({
      accountId: caller.accountId,
      principalId: caller.kind === "root" ? "root" : caller.userId,
      session: {
        kind: "session",
        ...lifetime,
        ...(withMfa ? { mfaAt: lifetime.issuedAt } : {}),
        callerWasTemporary: false,
        chainDepth: 0,
        tags: {},
        transitiveTagKeys: [],
        sessionPolicyArns: [],
      },
    });
    return { Credentials: wireCredentials(credentials) };
  },
});
