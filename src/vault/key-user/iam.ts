/** Calls to IAM. AWS: IAM API reference; its endpoint is one for each partition, found by the region. */
import type { IAMClient } from "@aws-sdk/client-iam";
import type { Credentials } from "../credentials.ts";
import type { Origin } from "../plan/index.ts";
import {
  type Connection,
  callService,
  clientConfig,
  fallbackRegion,
  sdkCredentials,
} from "../services/index.ts";

/** Where IAM is, and for whose profile it is called. */
export interface IamAccess {
  readonly connection: Connection;
  readonly profile: string;
  readonly reason: Origin;
  readonly region: string | undefined;
  /** undefined: AWS's own. */
  readonly endpoint: string | undefined;
}

export interface IamCall<T> {
  /** `CreateAccessKey`. */
  readonly action: string;
  readonly credentials: Credentials;
  /** What is sent and must not be repeated in a message. */
  readonly secrets?: readonly string[];
  readonly send: (client: IAMClient) => Promise<T>;
}

/** @throws TegataError with AWS's code, or what `callService` says of the way there. */
export async function callIam<T>(access: IamAccess, call: IamCall<T>): Promise<T> {
  const { connection, profile, reason, region = fallbackRegion, endpoint } = access;
  const { action, credentials, secrets = [], send } = call;
  const { IAMClient: Client } = await import("@aws-sdk/client-iam");
  const client = new Client({
    ...(await clientConfig(connection, { region, endpoint })),
    credentials: sdkCredentials(credentials),
  });
  const hidden = [credentials.secretAccessKey.reveal(), credentials.sessionToken?.reveal() ?? "", ...secrets];
  return callService(
    connection,
    client,
    { operation: `iam:${action}`, profile, reason, secrets: hidden },
    send,
  );
}

/** Whether IAM refused with that code; the SDK names some of them with `Exception` at the end. */
export function isRefusal(error: unknown, code: string): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return error.code === code || error.code === `${code}Exception`;
}
