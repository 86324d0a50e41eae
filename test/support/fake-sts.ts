/** STS without a socket, for tests that count calls: takes the place of the SDK's request handler. */
import { Readable } from "node:stream";
import type { RequestHandler } from "../../src/vault/services/index.ts";

export interface StsCall {
  readonly action: string;
  /** Whose key signed it; undefined for web identity. */
  readonly keyId: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly host: string;
}

export interface FakeSts {
  readonly handler: RequestHandler;
  readonly calls: StsCall[];
  /** The actions called so far; forgets them. */
  take(): readonly string[];
  /** Key ids that it no longer takes. */
  readonly dead: Set<string>;
  /** How far its clock is ahead of the caller's, milliseconds. */
  skewMs: number;
  /** A code that this action is refused with. */
  readonly refused: Map<string, string>;
}

interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

const authorization = /Credential=([^/]+)\//;
const defaultSeconds = 3_600;

/** Sessions are `ASIA00000001` and so on, in the order in which they are made. */
export function fakeSts(now: () => number): FakeSts {
  const calls: StsCall[] = [];
  const dead = new Set<string>();
  const refused = new Map<string, string>();
  let made = 0;
  const session = (seconds: number): string => {
    made += 1;
    const id = `ASIA${String(made).padStart(8, "0")}`;
    const expiration = new Date(now() + seconds * 1000).toISOString();
    return `<Credentials><AccessKeyId>${id}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${expiration}</Expiration></Credentials>`;
  };
  const answer = ({ action, keyId, parameters }: StsCall): Answer => {
    const code =
      refused.get(action) ?? (keyId !== undefined && dead.has(keyId) ? "InvalidClientTokenId" : undefined);
    if (code !== undefined) {
      const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>it says ${code}</Message></Error>`;
      return respond(403, `<ErrorResponse>${error}</ErrorResponse>`);
    }
    const result =
      action === "GetCallerIdentity"
        ? "<Account>111122223333</Account><Arn>arn:aws:iam::111122223333:user/u</Arn><UserId>AIDA</UserId>"
        : session(Number(parameters.DurationSeconds ?? defaultSeconds));
    return respond(
      200,
      `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
    );
  };
  const fake: FakeSts = {
    calls,
    dead,
    refused,
    skewMs: 0,
    take: () => calls.splice(0).map(({ action }) => action),
    handler: {
      async handle(request: Parameters<RequestHandler["handle"]>[0]) {
        const parameters = Object.fromEntries(new URLSearchParams(request.body));
        const keyId = authorization.exec(request.headers.authorization ?? "")?.[1];
        const call = { action: parameters.Action ?? "", keyId, parameters, host: request.hostname };
        calls.push(call);
        const response = answer(call);
        const date = new Date(now() + fake.skewMs).toUTCString();
        return { response: { ...response, headers: { ...response.headers, date } } };
      },
    },
  };
  return fake;
}

function respond(statusCode: number, body: string): Answer {
  return { statusCode, headers: { "content-type": "text/xml" }, body: Readable.from([body]) };
}
