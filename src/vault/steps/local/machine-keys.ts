/** Keys that stand in the environment or in the shared files. */
import { inShell, Secret, TegataError } from "../../../base/index.ts";
import type { Credentials } from "../../credentials.ts";
import type { Environment } from "../../machine.ts";
import type { SourceStep } from "../../plan/plan.ts";
import { type SharedFiles, settingsOf } from "../../profiles/index.ts";
import { at } from "../../services/index.ts";

/**
 * AWS: SDKs and tools reference, "AWS access keys"; `AWS_SECURITY_TOKEN` is the older name of the token.
 * @throws TegataError `KeyMissing`, `KeyExpired`.
 */
export function readEnvironment(
  step: SourceStep & { kind: "environment" },
  env: Environment,
  nowMs: number,
): Credentials {
  const keys = keysInEnvironment(env);
  if (keys === undefined) {
    const missing = env.AWS_ACCESS_KEY_ID ? "AWS_SECRET_ACCESS_KEY" : "AWS_ACCESS_KEY_ID";
    throw new TegataError(
      "KeyMissing",
      `profile "${step.profile}"${at(step.reason)} takes its keys from the environment, which has no ${missing}`,
      { hint: `export ${missing}=…` },
    );
  }
  if (keys.expiration !== undefined && keys.expiration <= nowMs) {
    throw new TegataError(
      "KeyExpired",
      `the session in the environment ended at ${env.AWS_CREDENTIAL_EXPIRATION}`,
      { hint: "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION" },
    );
  }
  return keys;
}

/** Whether or not they are still good; undefined where there is no pair. */
export function keysInEnvironment(env: Environment): Credentials | undefined {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ACCOUNT_ID } = env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return undefined;
  const token = env.AWS_SESSION_TOKEN || env.AWS_SECURITY_TOKEN;
  const expiration = Date.parse(env.AWS_CREDENTIAL_EXPIRATION ?? "");
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: new Secret(AWS_SECRET_ACCESS_KEY),
    ...(token ? { sessionToken: new Secret(token) } : {}),
    ...(token && !Number.isNaN(expiration) ? { expiration } : {}),
    ...(AWS_ACCOUNT_ID ? { accountId: AWS_ACCOUNT_ID } : {}),
  };
}

/** @throws TegataError `KeyMissing`, `KeyChanged` when the files were edited since they were planned with. */
export async function readStatic(
  step: SourceStep & { kind: "static-key" },
  read: (profile: string) => Promise<Credentials | undefined>,
): Promise<Credentials> {
  const key = await read(step.profile);
  if (key?.accessKeyId === step.accessKeyId) return key;
  const words = key === undefined ? "are gone" : "were replaced meanwhile";
  throw new TegataError(
    key === undefined ? "KeyMissing" : "KeyChanged",
    `the keys of profile "${step.profile}"${at(step.reason)} ${words}`,
    { hint: `tegata plan ${inShell(step.profile)}` },
  );
}

/** Whether or not it is still good; undefined where the profile has no pair. */
export function keyInFiles(files: SharedFiles, profile: string): Credentials | undefined {
  const { accessKeyId, secretAccessKey, sessionToken } = settingsOf(files, profile)?.settings ?? {};
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return {
    accessKeyId: accessKeyId.value,
    secretAccessKey: secretAccessKey.value,
    ...(sessionToken && { sessionToken: sessionToken.value }),
  };
}
