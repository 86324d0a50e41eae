import { Secret } from "../../base/index.ts";
import type { Credentials } from "../credentials.ts";
import type { Codec } from "./entry.ts";

/** Temporary credentials as they are written into an entry. */
export const credentialsCodec: Codec<Credentials> = {
  kind: "credentials",
  encode: ({ accessKeyId, secretAccessKey, sessionToken, expiration, accountId }) => ({
    accessKeyId,
    secretAccessKey: secretAccessKey.reveal(),
    ...(sessionToken && { sessionToken: sessionToken.reveal() }),
    ...(expiration !== undefined && { expiration }),
    ...(accountId !== undefined && { accountId }),
  }),
  decode(json) {
    if (typeof json !== "object" || json === null) return undefined;
    const { accessKeyId, secretAccessKey, sessionToken, expiration, accountId }: Record<string, unknown> = {
      ...json,
    };
    if (typeof accessKeyId !== "string" || typeof secretAccessKey !== "string") return undefined;
    return {
      accessKeyId,
      secretAccessKey: new Secret(secretAccessKey),
      ...(typeof sessionToken === "string" && { sessionToken: new Secret(sessionToken) }),
      ...(typeof expiration === "number" && { expiration }),
      ...(typeof accountId === "string" && { accountId }),
    };
  },
};
