import { signinErrors } from "../../wire/index.ts";
import type { Parameters } from "../../wire/query/parameters.ts";
import type { WireResponse } from "../../wire/request.ts";
import type { Services } from "../call.ts";
import type { SessionClaims } from "../sessions/index.ts";
import { signinLimits } from "./limits.ts";
import { pageHeaders } from "./page.ts";
import { parseSessionParameter } from "./session-parameter.ts";
import { issueSigninToken } from "./signin-token.ts";
import { verifyCredentials } from "./verify.ts";

/** `{"SigninToken": …}` for AssumeRole and GetFederationToken credentials. Throws a signinErrors refusal. */
export async function getSigninToken(
  parameters: Parameters,
  services: Services,
  now: number,
): Promise<WireResponse> {
  const claims = await verifyCredentials(parseSessionParameter(parameters.get("Session")), services, now);
  const { accountId, principalId, name } = claims;
  const endsAt = consoleSessionEnd(parameters.get("SessionDuration"), claims, now);
  const token = await issueSigninToken(
    { accountId, principalId, ...(name === undefined ? {} : { name }), endsAt },
    services,
    now,
  );
  return {
    status: 200,
    headers: { ...pageHeaders, "content-type": "application/json" },
    body: JSON.stringify({ SigninToken: token }),
  };
}

/**
 * AWS: without SessionDuration the console session lasts as long as the credentials. With it, AssumeRole credentials of a
 * user with long-lived keys choose freely; chained ones and federation tokens are refused.
 */
function consoleSessionEnd(wished: string | undefined, { session }: SessionClaims, now: number): number {
  if (wished === undefined) return session.expiresAt;
  const { minSessionDurationSeconds: least, maxSessionDurationSeconds: most } = signinLimits;
  const seconds = /^[0-9]{1,6}$/.test(wished) ? Number(wished) : 0;
  if (seconds < least || seconds > most) throw signinErrors.sessionDurationOutOfRange(least, most);
  if (session.kind !== "role" || session.callerWasTemporary) throw signinErrors.sessionDurationNotAllowed();
  return now + seconds * 1000;
}
