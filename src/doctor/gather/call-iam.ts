/** A call of IAM's with the credentials that there are, and how long all of them may take. */
import { TegataError } from "../../base/index.ts";
import type { Credentials } from "../../vault/index.ts";
import { type Connection, callService, clientConfig, sdkCredentials } from "../../vault/services/index.ts";

export interface IamConnection {
  readonly connection: Connection;
  readonly iamEndpoint: string | undefined;
  readonly credentials: Credentials;
  /** Of the monotonic clock: when asking ends. */
  readonly untilMs: number;
}

/** A person waits for the answer. */
const patienceMs = 4_000;

/**
 * The connection for one more call, which waits no longer than is left.
 * @throws TegataError `TimedOut` when nothing is: nobody is asked any more.
 */
export function withinTime(connection: Connection, untilMs: number): Connection {
  const leftMs = Math.ceil(untilMs - performance.now());
  if (leftMs <= 0) throw new TegataError("TimedOut", "the time for asking is over");
  return { ...connection, patienceMs: Math.min(patienceMs, leftMs) };
}

/** AWS: IAM is one service for a partition; its requests are signed for us-east-1. */
const iamRegion = "us-east-1";

export async function callIam<T>(
  { connection: all, iamEndpoint, credentials, untilMs }: IamConnection,
  operation: string,
  send: (client: import("@aws-sdk/client-iam").IAMClient) => Promise<T>,
): Promise<T> {
  const { IAMClient } = await import("@aws-sdk/client-iam");
  const connection = withinTime(all, untilMs);
  const client = new IAMClient({
    ...(await clientConfig(connection, { region: iamRegion, endpoint: iamEndpoint })),
    credentials: sdkCredentials(credentials),
  });
  const secrets = [credentials.secretAccessKey.reveal(), credentials.sessionToken?.reveal() ?? ""];
  return callService(connection, client, { operation, profile: "why", reason: {}, secrets }, send);
}

/** What is refused is not known. */
export async function orUnknown<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch(() => undefined);
}
