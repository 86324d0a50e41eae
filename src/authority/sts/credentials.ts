import type { Credentials } from "../../wire/models/sts-types.generated.ts";
import type { TemporaryCredentials } from "../sessions/index.ts";

/** The one place where a new secret leaves for its owner. Members in AWS's order. */
export function wireCredentials(credentials: TemporaryCredentials): Credentials {
  return {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey.reveal(),
    SessionToken: credentials.sessionToken,
    Expiration: credentials.expiresAt,
  };
}
