/** Where a key comes from: a person, or the environment. */
import { exitCodes, inShell, Secret, TegataError } from "../../../base/index.ts";
import type { Environment, Platform } from "../../../vault/index.ts";
import type { GivenKey } from "../../../vault/stored-keys/index.ts";
import { ask } from "../../vault/ask.ts";

/** @throws TegataError `NoTerminal`, `Declined`. */
export async function askKey(platform: Platform): Promise<GivenKey> {
  const accessKeyId = (await ask({ text: "Enter Access Key ID" }, platform)).trim();
  const secret = await ask({ text: "Enter Secret Access Key", isHidden: true }, platform);
  return { accessKeyId, secretAccessKey: new Secret(secret.trim()), hasSessionToken: false };
}

/** @throws TegataError `KeyMissing` with the variable. */
export function keyInEnvironment(env: Environment, profile: string): GivenKey {
  return {
    accessKeyId: required(env, "AWS_ACCESS_KEY_ID", profile),
    secretAccessKey: new Secret(required(env, "AWS_SECRET_ACCESS_KEY", profile)),
    hasSessionToken: Boolean(env.AWS_SESSION_TOKEN || env.AWS_SECURITY_TOKEN),
  };
}

function required(env: Environment, name: string, profile: string): string {
  const value = env[name];
  if (value) return value;
  throw new TegataError("KeyMissing", `--env wants ${name}, which is not set`, {
    hint: `tegata add ${inShell(profile)}   # asks for the key instead`,
    exitCode: exitCodes.misuse,
  });
}
