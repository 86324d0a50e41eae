/** Credentials → sign-in token → link. AWS: IAM user guide, "Enable custom identity broker access to the AWS console". */
import { inShell, printable, Secret, TegataError } from "../../base/index.ts";
import type { Credentials } from "../credentials.ts";
import { parseSpan } from "../plan/index.ts";
import { type Connection, parseObject, postForm, redact, textOf } from "../services/index.ts";
import type { Issued, PlanRequest, Vault } from "../vault.ts";
import { consoleCredentials, endsWithSessionToken, federationSeconds } from "./console-credentials.ts";
import { signInPlace } from "./places.ts";

export interface SignInLinkOptions extends PlanRequest {
  readonly path?: string | undefined;
  readonly federationEndpoint?: string | undefined;
  /** Gets the profile's credentials; `noSession` asks for a long-lived key itself. */
  readonly issue: (noSession: boolean) => Promise<Issued>;
}

export interface SignInLink {
  /** SECURITY: whoever has it within 15 minutes is signed in: AWS's opens as often as it is asked for. */
  readonly url: Secret;
  readonly destination: string;
  /** Of the credentials, and so of the console's session; milliseconds since 1970. */
  readonly expiration: number | undefined;
}

/** The one who made the link, for the endpoint's page. */
const issuer = "tegata";

/** @throws TegataError as `signInPlace`, `consoleCredentials` and the plan do; `SignInRefused` by the endpoint. */
export async function signInLink(vault: Vault, options: SignInLinkOptions): Promise<SignInLink> {
  const { path, federationEndpoint, issue } = options;
  const plan = await vault.plan(options);
  // Before anything is asked for: what is wrong with the place costs no code.
  const place = signInPlace({
    region: plan.region?.value,
    endpoint: plan.stsEndpoint?.value,
    federationEndpoint,
    path,
  });
  const { credentials: issued } = await issue(endsWithSessionToken(plan));
  const { connection } = await vault.connect(plan.profile);
  const durationSeconds =
    options.options?.durationSeconds?.value ?? timeToLive(vault.machine.env) ?? federationSeconds;
  const credentials = await consoleCredentials(issued, { connection, plan, durationSeconds });
  const token = await getSigninToken(connection, place.federation, credentials, plan.profile);
  const url = new URL(place.federation);
  url.search = new URLSearchParams({
    Action: "login",
    Issuer: issuer,
    Destination: place.destination.href,
    SigninToken: token,
  }).toString();
  return {
    url: new Secret(url.href),
    destination: place.destination.href,
    expiration: credentials.expiration,
  };
}

/** AWS Vault's variable. */
function timeToLive({ AWS_FEDERATION_TOKEN_TTL: text }: Vault["machine"]["env"]): number | undefined {
  return text === undefined ? undefined : parseSpan(text);
}

/** SECURITY: by POST, so that no log of addresses on the way has the secret key in it. */
async function getSigninToken(
  connection: Connection,
  url: URL,
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  profile: string,
): Promise<string> {
  const session = {
    sessionId: accessKeyId,
    sessionKey: secretAccessKey.reveal(),
    sessionToken: sessionToken?.reveal(),
  };
  const { status, text } = await postForm(connection, {
    url,
    fields: { Action: "getSigninToken", Session: JSON.stringify(session) },
    operation: "getSigninToken",
    profile,
    reason: {},
  });
  const token = status === 200 ? textOf(parseObject(text)?.SigninToken) : undefined;
  if (token !== undefined) return token;
  const sentence = sentenceOf(redact(text, [session.sessionKey, session.sessionToken ?? ""]));
  throw new TegataError(
    "SignInRefused",
    `${url.host} refused the sign-in of profile "${profile}" with status ${status}${sentence === "" ? "" : `: ${sentence}`}`,
    { hint: `tegata whoami ${inShell(profile)}   # shows what kind of credentials it has` },
  );
}

const maxSentenceCharacters = 200;

/** A page tells a person nothing on a terminal. */
function sentenceOf(text: string): string {
  return text.trimStart().startsWith("<") ? "" : printable(text.trim()).slice(0, maxSentenceCharacters);
}
