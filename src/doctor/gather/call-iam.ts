/** A call of IAM's with the credentials that there are. */
import type { Credentials } from "../../vault/index.ts";
import { type Connection, callService, clientConfig, sdkCredentials } from "../../vault/services/index.ts";

export interface IamConnection {
  readonly connection: Connection;
  readonly iamEndpoint: string | undefined;
  readonly credentials: Credentials;
}

/** AWS: IAM is one service for a partition; its requests are signed for us-east-1. */
const iamRegion = "us-east-1";

export async function callIam<T>(
  { connection, iamEndpoint, credentials }: IamConnection,
  operation: string,
  send: (client: import("@aws-sdk/client-iam").IAMClient) => Promise<T>,
): Promise<T> {
  const { IAMClient } = await import("@aws-sdk/client-iam");
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
