/**
 * Seeds that the vault keeps, so that it knows the codes itself. Opt-in, and for devices of an authority of one's own.
 * SECURITY: a code beside the key is no second factor: who opens the keyring has both. It is there for machines without
 * a person at an authority that asks for MFA, and AWS's devices are refused.
 */
import {
  type Clock,
  decodeBase32,
  encodeUtf8,
  exitCodes,
  type Secret,
  TegataError,
} from "../../base/index.ts";
import { totpCode, totpStep } from "../../crypto/index.ts";
import { type Keyring, mfaSeedItem } from "../keyring/index.ts";
import { type MfaQuestion, untilNextCode } from "../mfa/index.ts";

/** AWS: the DNS suffixes of its partitions, old and new. */
const awsSuffixes = [
  "amazonaws.com",
  "amazonaws.com.cn",
  "amazonaws.eu",
  "amazonaws-eusc.eu",
  "api.aws",
  "api.amazonwebservices.com.cn",
  "api.amazonwebservices.eu",
  "aws.amazon.com",
  "aws.dev",
  "c2s.ic.gov",
  "sc2s.sgov.gov",
  "csp.hci.ic.gov",
  "cloud.adc-e.uk",
] as const;

/** Whether an endpoint is AWS's own; so is the one that nobody names, and one that cannot be read. */
export function isAwsEndpoint(endpoint: string | undefined): boolean {
  const host = endpoint === undefined ? undefined : URL.parse(endpoint)?.hostname.replace(/\.$/, "");
  if (host === undefined) return true;
  return awsSuffixes.some((suffix) => host === suffix || host.endsWith(`.${suffix}`));
}

/** @throws TegataError `SeedNotKept` for AWS's endpoints. */
export function requireOwnAuthority(endpoint: string | undefined): void {
  if (!isAwsEndpoint(endpoint)) return;
  const where = endpoint === undefined ? "AWS, as no endpoint is named for the profile" : `"${endpoint}"`;
  throw new TegataError(
    "SeedNotKept",
    `--store-seed is for an authority of your own, and the device would be one of ${where}: a code beside the key is no second factor`,
    {
      hint: "tegata mfa add   # without --store-seed, with an authenticator app",
      exitCode: exitCodes.misuse,
    },
  );
}

/** The seed in base32, as it is shown to a person too. */
export async function writeSeed(
  keyring: Pick<Keyring, "write">,
  serial: string,
  seed: Secret,
): Promise<void> {
  await keyring.write(mfaSeedItem(serial), encodeUtf8(seed.reveal()));
}

/** undefined when none is kept. */
export async function readSeed(
  keyring: Pick<Keyring, "read">,
  serial: string,
): Promise<Uint8Array | undefined> {
  const bytes = await keyring.read(mfaSeedItem(serial));
  return bytes && decodeBase32(new TextDecoder().decode(bytes));
}

/** Whether one was kept. */
export async function removeSeed(keyring: Pick<Keyring, "remove">, serial: string): Promise<boolean> {
  return keyring.remove(mfaSeedItem(serial));
}

export interface CodeTimes {
  readonly clock: Clock;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** The device's code; undefined when its seed is not kept. Asked again, the code after it is waited for. */
export async function storedCode(
  keyring: Pick<Keyring, "read">,
  { serial, attempt }: Pick<MfaQuestion, "serial" | "attempt">,
  { clock, sleep }: CodeTimes,
): Promise<string | undefined> {
  const seed = await readSeed(keyring, serial);
  if (seed === undefined) return undefined;
  if (attempt > 1) await sleep(untilNextCode(clock.now()));
  return totpCode(seed, totpStep(clock.now()));
}

/** Two consecutive codes, the second one of this moment. */
export function codePair(seed: Secret, nowMs: number): readonly [string, string] {
  const bytes = decodeBase32(seed.reveal());
  if (bytes === undefined) throw new TegataError("AnswerInvalid", "the device's seed is not base32");
  const step = totpStep(nowMs);
  return [totpCode(bytes, step - 1), totpCode(bytes, step)];
}
