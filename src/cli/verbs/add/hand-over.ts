/**
 * A key from the child of AWS Vault to the `import` that started it: one line of JSON through the pipe between the two. The
 * parent keeps it, so that our keyring is unlocked once and not for each key.
 */
import { exitCodes, Secret, TegataError } from "../../../base/index.ts";
import { parseObject, textOf } from "../../../vault/services/index.ts";
import type { GivenKey } from "../../../vault/stored-keys/index.ts";

/** @throws TegataError `HandOverShown`. */
export function handOver(
  { accessKeyId, secretAccessKey, hasSessionToken }: GivenKey,
  output: Pick<NodeJS.WriteStream, "isTTY" | "write">,
): void {
  // SECURITY: the secret goes to the parent and to no screen.
  if (output.isTTY)
    throw new TegataError("HandOverShown", "--hand-over is for `tegata import`, and prints to no terminal", {
      exitCode: exitCodes.misuse,
    });
  const form = {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey.reveal(),
    HasSessionToken: hasSessionToken,
  };
  output.write(`${JSON.stringify(form)}\n`);
}

/** undefined when there is none in it. The last line counts; AWS Vault may print before it. */
export function parseHandOver(stdout: string): GivenKey | undefined {
  const form = parseObject(stdout.trimEnd().split("\n").at(-1) ?? "");
  const accessKeyId = textOf(form?.AccessKeyId);
  const secretAccessKey = textOf(form?.SecretAccessKey);
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return {
    accessKeyId,
    secretAccessKey: new Secret(secretAccessKey),
    hasSessionToken: form?.HasSessionToken === true,
  };
}
