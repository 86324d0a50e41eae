/** How a code is got: a given one, the profile's command, or a person through a driver. */
import { exitCodes, TegataError } from "../../base/index.ts";
import type { Machine } from "../machine.ts";
import {
  describeEnd,
  hasProgram,
  hasTerminal,
  openTerminal,
  runProgram,
  shellCommand,
} from "../programs/index.ts";
import { answerTimeoutMs, askInTerminal } from "./ask-in-terminal.ts";
import { chooseDriver } from "./choose-driver.ts";
import { driverCommand } from "./commands.ts";
import type { AskMfa, MfaQuestion } from "./question.ts";

export interface AskOptions {
  readonly machine: Machine;
  /** `--prompt`. */
  readonly prompt?: string;
  /** `--mfa-token`: answers the first question. */
  readonly token?: string;
  /** The code of a device whose seed the vault keeps; resolves with undefined for all others. */
  readonly stored?: (question: MfaQuestion) => Promise<string | undefined>;
  /** Whether the terminal may be used now; not while it belongs to a command that was started. Default: always. */
  readonly isTerminalFree?: () => boolean;
}

/**
 * A way to ask, for one run of the program. What answers: `--mfa-token` once, then the profile's `mfa_process`, then,
 * unless `--prompt` is typed, a seed that the vault keeps, then the driver that `chooseDriver` names.
 */
export function createAsk(options: AskOptions): AskMfa {
  const { machine, prompt, token, stored, isTerminalFree = () => true } = options;
  let given = token;
  return async (question) => {
    const isFree = isTerminalFree();
    if (given !== undefined) {
      const code = given;
      given = undefined;
      return code;
    }
    if (question.process !== undefined) return runMfaProcess(question, question.process, machine, isFree);
    const code = prompt === undefined ? await stored?.(question) : undefined;
    if (code !== undefined) return code;
    const driver = chooseDriver({
      machine,
      flag: prompt,
      hasTerminal: isFree && hasTerminal(machine.platform),
      hasProgram: (name) => hasProgram(name, machine),
    });
    if (driver === "terminal") return askInTerminal(question, machine.platform);
    return runForCode(driverCommand(driver, question, machine.env), question, machine, isFree);
  };
}

/**
 * AWS Vault: `mfa_process` is a line for the shell; what it asks, it asks on the terminal.
 * SECURITY: whoever can write the profile runs this line as the user; docs say what keeping the seed there gives up.
 */
function runMfaProcess(
  question: MfaQuestion,
  line: string,
  machine: Machine,
  isFree: boolean,
): Promise<string> {
  return runForCode(shellCommand(line, machine.platform), question, machine, isFree, "mfa_process");
}

async function runForCode(
  command: readonly string[],
  question: MfaQuestion,
  machine: Machine,
  isFree: boolean,
  name: string = command[0] ?? "",
): Promise<string> {
  const terminal = isFree ? openTerminal(machine.platform) : undefined;
  try {
    const end = await runProgram(command, {
      env: machine.env,
      timeoutMs: answerTimeoutMs,
      isVerbatim: question.process !== undefined,
      ...(terminal && { stdin: terminal.input, stderr: terminal.output }),
    });
    if (end.kind === "ended" && end.code === 0) return end.stdout.trim();
    throw new TegataError(
      "MfaCodeMissing",
      `no MFA code of "${question.serial}" for profile "${question.profile}": ${describeEnd(name, end, answerTimeoutMs)}`,
      {
        hint: question.process === undefined ? "--prompt terminal" : "--mfa-token CODE",
        exitCode: exitCodes.humanNeeded,
      },
    );
  } finally {
    terminal?.close();
  }
}
