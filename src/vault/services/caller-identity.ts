/** Who a key is. AWS: STS API reference, GetCallerIdentity: no permission is needed for it, and no policy can deny it. */
import type { Credentials } from "../credentials.ts";
import type { Origin } from "../plan/plan.ts";
import { callService } from "./call.ts";
import { type Connection, clientConfig, fallbackRegion } from "./connection.ts";

export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

export interface CallerIdentityOptions {
  readonly credentials: Credentials;
  /** For messages. */
  readonly profile: string;
  readonly reason: Origin;
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
}

/** @throws TegataError with AWS's code: `InvalidClientTokenId` for a key that is unknown, `ExpiredToken` … */
export async function getCallerIdentity(
  connection: Connection,
  { credentials, profile, reason, region = fallbackRegion, endpoint }: CallerIdentityOptions,
): Promise<CallerIdentity> {
  const { STSClient, GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
  const client = new STSClient({
    ...(await clientConfig(connection, { region, endpoint })),
    credentials: sdkCredentials(credentials),
  });
  const secrets = [credentials.secretAccessKey.reveal(), credentials.sessionToken?.reveal() ?? ""];
  const answer = await callService(
    connection,
    client,
    { operation: "sts:GetCallerIdentity", profile, reason, secrets },
    (sts) => sts.send(new GetCallerIdentityCommand({})),
  );
  return { account: answer.Account ?? "", arn: answer.Arn ?? "", userId: answer.UserId ?? "" };
}

/** Credentials as the SDK's clients take them. */
export function sdkCredentials({ accessKeyId, secretAccessKey, sessionToken }: Credentials): {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
} {
  return {
    accessKeyId,
    secretAccessKey: secretAccessKey.reveal(),
    ...(sessionToken && { sessionToken: sessionToken.reveal() }),
  };
}

/** The service's word that a key or session counts no longer, or never did; not that it may not do something. */
const deadCodes: ReadonlySet<string> = new Set([
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidToken",
  "InvalidAccessKeyId",
]);

/** Whether a failure says that the credentials themselves are refused, so that a session must be made anew. */
export function isDeadSession(error: unknown): boolean {
  return error instanceof Error && "code" in error && deadCodes.has(String(error.code));
}
