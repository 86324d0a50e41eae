import { Secret } from "../../base/index.ts";
import { signinErrors } from "../../wire/index.ts";
import { signinLimits } from "./limits.ts";

/** The three parts of temporary credentials, as a client claims to hold them. */
export interface ClaimedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly sessionToken: string;
}

/**
 * `Session={"sessionId": …, "sessionKey": …, "sessionToken": …}` → the claimed credentials.
 * Throws malformedSession; without a token they can only be long-lived, which are told so.
 */
export function parseSessionParameter(text: string | undefined): ClaimedCredentials {
  if (text === undefined || text.length > signinLimits.maxSessionCharacters)
    throw signinErrors.malformedSession();
  const session = parseJson(text);
  if (typeof session !== "object" || session === null) throw signinErrors.malformedSession();
  const { sessionId, sessionKey, sessionToken } = session as Readonly<Record<string, unknown>>;
  if (typeof sessionId !== "string" || typeof sessionKey !== "string") throw signinErrors.malformedSession();
  if (sessionToken === undefined || sessionToken === null || sessionToken === "")
    throw signinErrors.onlyFederationOrRoleTokens().because("the Session parameter holds no session token");
  if (typeof sessionToken !== "string") throw signinErrors.malformedSession();
  return { accessKeyId: sessionId, secretAccessKey: new Secret(sessionKey), sessionToken };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // SECURITY: the parser's message would repeat a piece of the text, which holds secrets.
    throw signinErrors.malformedSession();
  }
}
