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
}

/**
 * A way to ask, for one run of the program. What answers: `--mfa-token` once, then the profile's `mfa_process`, then
 * the driver that `chooseDriver` names.
 */
export function createAsk({ machine, prompt, token }: AskOptions): AskMfa {
  let given = token;
  return async (question) => {
    if (given !== undefined) {
      const code = given;
      given = undefined;
      return code;
    }
    if (question.process !== undefined) return runMfaProcess(question, question.process, machine);
    const driver = chooseDriver({
      machine,
      flag: prompt,
      hasTerminal: hasTerminal(machine.platform),
      hasProgram: (name) => hasProgram(name, machine),
    });
    if (driver === "terminal") return askInTerminal(question, machine.platform);
    return runForCode(driverCommand(driver, question, machine.env), question, machine);
  };
}

/**
 * AWS Vault: `mfa_process` is a line for the shell; what it asks, it asks on the terminal.
 * SECURITY: whoever can write the profile runs this line as the user; docs say what keeping the seed there gives up.
 */
function runMfaProcess(question: MfaQuestion, line: string, machine: Machine): Promise<string> {
  return runForCode(shellCommand(line, machine.platform), question, machine, "mfa_process");
}

async function runForCode(
  command: readonly string[],
  question: MfaQuestion,
  machine: Machine,
  name: string = command[0] ?? "",
): Promise<string> {
  const terminal = openTerminal(machine.platform);
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
      { hint: "--prompt terminal", exitCode: exitCodes.humanNeeded },
    );
  } finally {
    terminal?.close();
  }
}
