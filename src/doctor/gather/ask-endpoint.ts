/** What the endpoint itself tells, where it may be asked: whether it is reached, whose credentials these are, what time it is. */
import { Secret, TegataError } from "../../base/index.ts";
import type { Credentials, Environment } from "../../vault/index.ts";
import { type CallerIdentity, type Connection, getCallerIdentity } from "../../vault/services/index.ts";
import type { EndpointFacts, Named, Reach } from "../facts.ts";
import { redact } from "../redact.ts";
import type { Denial } from "../symptom/index.ts";
import { askIam, refusesSession } from "./ask-iam.ts";
import { orUnknown, withinTime } from "./call-iam.ts";

export interface EndpointQuestion {
  readonly connection: Connection;
  /** Of STS, where somebody names one; AWS's own otherwise. */
  readonly stsEndpoint: string | undefined;
  readonly iamEndpoint: string | undefined;
  readonly by: Named | undefined;
  readonly region: string | undefined;
  /** undefined: asked with a key that nobody has; the answer tells the time, and that it is AWS's. */
  readonly credentials: Credentials | undefined;
  readonly roleArn: string | undefined;
  /** A long-lived key of the same user, for what IAM tells no session. */
  readonly ownKey: Credentials | undefined;
  /** The refusal that there was, of whose caller the policies are worth reading. */
  readonly denial: Denial | undefined;
}

/** No service has it: a refusal is the answer that is wanted. */
const nobodysKey: Credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: new Secret("no secret, only to be refused"),
};

/** For all calls together, since each waits for the one before: what is not answered by then is not known. */
const askingMs = 8_000;

/** Nothing here fails: what is not answered is not known. */
export async function askEndpoint(question: EndpointQuestion): Promise<EndpointFacts> {
  const { credentials = nobodysKey, stsEndpoint, region, by } = question;
  const untilMs = performance.now() + askingMs;
  let clockOffsetMs: number | undefined;
  const connection: Connection = {
    ...question.connection,
    onNote: () => {},
    onClockOffset: ({ milliseconds }) => {
      clockOffsetMs = milliseconds;
    },
  };
  const identify = (by: Credentials) =>
    getCallerIdentity(withinTime(connection, untilMs), {
      ...{ credentials: by, profile: "why", reason: {}, region, endpoint: stsEndpoint },
    });
  const [outcome, owner] = await Promise.all([
    identify(credentials).then(
      // A web page is read as an answer that says nothing.
      (identity) =>
        identity.arn === "" ? { identity: undefined, error: notAws } : { identity, error: undefined },
      (error: unknown) => ({ identity: undefined, error }),
    ),
    question.ownKey && orUnknown(identify(question.ownKey)),
  ]);
  const isOurs = question.credentials !== undefined;
  const url = stsEndpoint === undefined ? awsEndpoint(region) : redact(stsEndpoint);
  const seen = outcome.error === undefined ? "reached" : reachOf(outcome.error);
  // It is the proxy that is looked up and knocked at.
  const isProxys =
    (seen === "refused" || seen === "name-not-resolved") && isProxied(url, connection.machine.env);
  const reach = isProxys ? "proxy" : seen;
  const { identity } = outcome;
  const asks = { ...question, connection, credentials, untilMs };
  const [iam, isRefusedByIam] = await Promise.all([
    identity &&
      askIam({
        ...asks,
        credentials: (isKeyOf(owner, identity) ? question.ownKey : undefined) ?? credentials,
        account: identity.account,
      }),
    identity && isSessionOfUser(credentials, identity) ? orUnknown(refusesSession(asks)) : undefined,
  ]);
  return {
    url,
    by,
    reach,
    identity,
    isRefusedByIam,
    refusal: isOurs && reach === "reached" ? refusalOf(outcome.error) : undefined,
    clockOffsetMs,
    keyStatus: iam?.keyStatus,
    mfaSerials: iam?.mfaSerials,
    role: iam?.role,
    caller: iam?.caller,
  };
}

/** Whether the key is the user's own, or of the account whose role the session has. */
function isKeyOf(owner: CallerIdentity | undefined, { arn, account }: CallerIdentity): boolean {
  return owner?.arn === arn || (owner?.account === account && arn.includes(":assumed-role/"));
}

function isSessionOfUser({ sessionToken }: Credentials, { arn }: CallerIdentity): boolean {
  return sessionToken !== undefined && (arn.includes(":user/") || arn.endsWith(":root"));
}

function awsEndpoint(region: string | undefined): string {
  return `https://sts.${region ?? "us-east-1"}.amazonaws.com/`;
}

/** Node: the variables as curl reads them, the one in small letters first. */
function isProxied(url: string, env: Environment): boolean {
  const { protocol, hostname } = new URL(url);
  const scheme = protocol === "https:" ? "https_proxy" : "http_proxy";
  const spared = (env.no_proxy ?? env.NO_PROXY ?? "").split(/[\s,]+/).filter((each) => each !== "");
  const isSpared = spared.some((each) => {
    const name = each.replace(/^\*?\./, "");
    return each === "*" || hostname === name || hostname.endsWith(`.${name}`);
  });
  return Boolean(env[scheme] || env[scheme.toUpperCase()]) && !isSpared;
}

const notAws = new TegataError("UnknownError", "what answered is no AWS service");

function refusalOf(error: unknown): EndpointFacts["refusal"] {
  return error instanceof TegataError ? { code: error.code, sentence: redact(error.message) } : undefined;
}

/** From the words in which `callService` tells that it came no further. */
function reachOf(error: unknown): Reach {
  if (!(error instanceof TegataError)) return "not-aws";
  switch (error.code) {
    case "TlsFailure":
      if (error.message.includes("ERR_TLS_CERT_ALTNAME_INVALID")) return "tls-name";
      return /\((?:EPROTO|ERR_SSL_\w+)\)/.test(error.message) ? "no-tls" : "tls";
    case "EndpointInvalid":
      // Nobody was asked: the plan tells of it.
      throw error;
    case "CaBundleUnreadable":
      return "ca-bundle";
    case "TimedOut":
      return "timed-out";
    case "AnswerInvalid":
      return "not-aws";
    case "NoConnection":
      if (/ENOTFOUND|EAI_AGAIN/.test(error.message)) return "name-not-resolved";
      if (/ECONNREFUSED/.test(error.message)) return "refused";
      if (/ENETUNREACH|EHOSTUNREACH|ENETDOWN|EHOSTDOWN|EADDRNOTAVAIL/.test(error.message)) return "no-route";
      if (/ECONNRESET|EPIPE/.test(error.message)) return "cut";
      return /proxy|407/i.test(error.message) ? "proxy" : "not-aws";
    default:
      // A refusal is an answer; one that has no code of AWS's form is somebody else's.
      return /^[A-Z][A-Za-z]+$/.test(error.code) && error.code !== "UnknownError" ? "reached" : "not-aws";
  }
}
