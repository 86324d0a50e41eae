/** A session of the admin's key. AWS: STS API reference, GetSessionToken. */
import { TegataError } from "../../../base/index.ts";
import type { ProfileKey } from "../../../server/credentials-file.ts";
import { callService, clientConfig } from "../../../vault/services/index.ts";
import { note } from "../../vault/open-vault.ts";
import { thisMachine } from "../../vault/this-machine.ts";

export interface SessionValues {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Asks the authority, without MFA. @throws TegataError with AWS's code, or `NoConnection`. */
export async function makeSession(
  { profile, accessKeyId, secretAccessKey }: ProfileKey,
  endpoint: string,
  region: string,
): Promise<SessionValues> {
  const { GetSessionTokenCommand, STSClient } = await import("@aws-sdk/client-sts");
  const connection = { machine: thisMachine(), onNote: note };
  const secret = secretAccessKey.reveal();
  const client = new STSClient({
    ...(await clientConfig(connection, { region, endpoint })),
    credentials: { accessKeyId, secretAccessKey: secret },
  });
  const { Credentials: made } = await callService(
    connection,
    client,
    { operation: "sts:GetSessionToken", profile, reason: {}, secrets: [secret] },
    (sts) => sts.send(new GetSessionTokenCommand({})),
  );
  if (!made?.AccessKeyId || !made.SecretAccessKey || !made.SessionToken)
    throw new TegataError("NoCredentials", "sts:GetSessionToken answered without credentials");
  return {
    accessKeyId: made.AccessKeyId,
    secretAccessKey: made.SecretAccessKey,
    sessionToken: made.SessionToken,
  };
}
