import { readFileSync } from "node:fs";
import { exitCodes, TegataError } from "../../../base/index.ts";
import { callOperator, type OperatorSettings } from "../../operator-client.ts";

export interface RegisterHardwareSettings extends OperatorSettings {
  readonly user: string;
  readonly serial: string;
  readonly seedFile: string;
  readonly account?: string;
  readonly json?: boolean;
}

/** SECURITY: the seed is read from a file or standard input, never taken as an argument that other users can list. */
export async function registerHardware(settings: RegisterHardwareSettings): Promise<void> {
  const answer = await callOperator(settings, "RegisterHardwareMfaDevice", {
    UserName: settings.user,
    SerialNumber: settings.serial,
    Base32StringSeed: readSeed(settings.seedFile),
    ...(settings.account !== undefined && { AccountId: settings.account }),
  });
  if (settings.json) {
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    return;
  }
  process.stdout.write(
    `device ${settings.serial} is registered for ${settings.user}; enable it with two consecutive codes:\n` +
      `  aws iam enable-mfa-device --user-name ${settings.user} --serial-number ${settings.serial} \\\n` +
      "    --authentication-code1 CODE1 --authentication-code2 CODE2\n",
  );
}

function readSeed(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8").replace(/\s+/g, "");
  } catch (error) {
    throw new TegataError("SeedFile", `cannot read the seed file "${file}"`, {
      exitCode: exitCodes.misuse,
      cause: error,
    });
  }
}
