import type { LongLivedKey } from "../../../authority/index.ts";
import { exitCodes, Secret, TegataError } from "../../../base/index.ts";
import type { AuthorityOptions } from "../../../server/index.ts";

/** `--test-mode` alone is `true`; `TEGATA_TEST_MODE=1` is a text. */
export type TestModeSetting = boolean | string;

const loopback = /^(?:127(?:\.[0-9]{1,3}){3}|::1|localhost)$/;
const minTestTokenCharacters = 16;

/** The key that `TEGATA_<WHO>_ACCESS_KEY_ID` and `…_SECRET_ACCESS_KEY` fix. Throws when only one of the two is set. */
export function fixedKey(who: "ADMIN" | "ROOT"): LongLivedKey | undefined {
  const accessKeyId = process.env[`TEGATA_${who}_ACCESS_KEY_ID`];
  const secret = process.env[`TEGATA_${who}_SECRET_ACCESS_KEY`];
  if (!accessKeyId && !secret) return undefined;
  if (!accessKeyId || !secret)
    throw misuse(`set both TEGATA_${who}_ACCESS_KEY_ID and TEGATA_${who}_SECRET_ACCESS_KEY, or neither`);
  return { accessKeyId, secretAccessKey: new Secret(secret) };
}

/** SECURITY: test mode off loopback wants the word `exposed` and a bearer on every call. */
export function testModeOf(settings: {
  readonly host: string;
  readonly testMode?: TestModeSetting;
}): AuthorityOptions["testMode"] {
  const { testMode, host } = settings;
  if (testMode === undefined || testMode === false || testMode === "0" || testMode === "false")
    return undefined;
  if (testMode !== true && !["exposed", "1", "true"].includes(testMode))
    throw misuse(`--test-mode takes nothing or "exposed", not "${testMode}"`);
  if (testMode !== "exposed") {
    if (!loopback.test(host)) throw misuse(`test mode off loopback must be asked for as --test-mode=exposed`);
    return { hosts: [] };
  }
  const token = process.env.TEGATA_TEST_TOKEN ?? "";
  if (token.length < minTestTokenCharacters)
    throw misuse(
      `--test-mode=exposed wants a bearer of at least ${minTestTokenCharacters} characters in TEGATA_TEST_TOKEN`,
    );
  return { hosts: [host.toLowerCase()], bearer: new Secret(token) };
}

function misuse(message: string): TegataError {
  return new TegataError("ServeSettings", message, { exitCode: exitCodes.misuse });
}
