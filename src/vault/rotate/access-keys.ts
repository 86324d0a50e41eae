/** A user's access keys at IAM. AWS: IAM API reference, ListAccessKeys, CreateAccessKey, UpdateAccessKey, DeleteAccessKey. */
import type { IAMClient } from "@aws-sdk/client-iam";
import { Secret, TegataError } from "../../base/index.ts";
import { isRefusal } from "../key-user/index.ts";
import type { StoredKey } from "../stored-keys/index.ts";

export interface ListedKey {
  readonly id: string;
  readonly isActive: boolean;
}

/** When a key was last used, milliseconds; `unknown` where IAM does not tell. */
export type LastUse = number | "never" | "unknown";

export interface AccessKeys {
  list(): Promise<readonly ListedKey[]>;
  create(): Promise<StoredKey>;
  deactivate(keyId: string): Promise<void>;
  /** A key that is gone already is as good as deleted. */
  delete(keyId: string): Promise<void>;
  lastUse(keyId: string): Promise<LastUse>;
}

/** Makes one call with whatever credentials are good at that time. */
export type CallAsUser = <T>(action: string, send: (client: IAMClient) => Promise<T>) => Promise<T>;

/** @param userName undefined for the root user, whom IAM finds by the signature. */
export function createAccessKeys(call: CallAsUser, userName: string | undefined): AccessKeys {
  const user = userName === undefined ? {} : { UserName: userName };
  return {
    async list() {
      const { ListAccessKeysCommand } = await import("@aws-sdk/client-iam");
      const answer = await call("ListAccessKeys", (iam) => iam.send(new ListAccessKeysCommand(user)));
      return (answer.AccessKeyMetadata ?? []).flatMap(({ AccessKeyId, Status }) =>
        AccessKeyId === undefined ? [] : [{ id: AccessKeyId, isActive: Status !== "Inactive" }],
      );
    },
    async create() {
      const { CreateAccessKeyCommand } = await import("@aws-sdk/client-iam");
      const answer = await call("CreateAccessKey", (iam) => iam.send(new CreateAccessKeyCommand(user)));
      const { AccessKeyId, SecretAccessKey } = answer.AccessKey ?? {};
      if (!AccessKeyId || !SecretAccessKey)
        throw new TegataError("AnswerInvalid", "iam:CreateAccessKey gave no whole key");
      return { accessKeyId: AccessKeyId, secretAccessKey: new Secret(SecretAccessKey) };
    },
    async deactivate(AccessKeyId) {
      const { UpdateAccessKeyCommand } = await import("@aws-sdk/client-iam");
      const command = new UpdateAccessKeyCommand({ ...user, AccessKeyId, Status: "Inactive" });
      await call("UpdateAccessKey", (iam) => iam.send(command)).catch(unlessGone);
    },
    async delete(AccessKeyId) {
      const { DeleteAccessKeyCommand } = await import("@aws-sdk/client-iam");
      const command = new DeleteAccessKeyCommand({ ...user, AccessKeyId });
      await call("DeleteAccessKey", (iam) => iam.send(command)).catch(unlessGone);
    },
    async lastUse(AccessKeyId) {
      const { GetAccessKeyLastUsedCommand } = await import("@aws-sdk/client-iam");
      const command = new GetAccessKeyLastUsedCommand({ AccessKeyId });
      try {
        const answer = await call("GetAccessKeyLastUsed", (iam) => iam.send(command));
        return answer.AccessKeyLastUsed?.LastUsedDate?.getTime() ?? "never";
      } catch (error) {
        // Many users may do all the rest with their own keys and not this.
        if (isRefusal(error, "AccessDenied")) return "unknown";
        throw error;
      }
    },
  };
}

function unlessGone(error: unknown): void {
  if (!isRefusal(error, "NoSuchEntity")) throw error;
}
