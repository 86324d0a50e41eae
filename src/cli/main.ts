/**
 * cli: what people type. One file per verb in `verbs/`, loaded when its verb is; this file names them and turns failures
 * into one sentence and an exit code. May import every room. Only here and in `verbs/` are `process` and output used.
 */
import { Command, CommanderError } from "commander";
import { exitCodes } from "../base/index.ts";
import { reportFailure } from "./failure.ts";
import { allowClosedPipes } from "./pipe.ts";
import { silenceSqliteWarning } from "./quiet.ts";
import { accountCommand } from "./verbs/account.ts";
import { addCommand } from "./verbs/add.ts";
import { agentCommand } from "./verbs/agent.ts";
import { cacheCommand } from "./verbs/cache.ts";
import { clearCommand } from "./verbs/clear.ts";
import { completeCommand, completionCommand } from "./verbs/completion.ts";
import { decisionCommand } from "./verbs/decision.ts";
import { envCommand } from "./verbs/env.ts";
import { execCommand } from "./verbs/exec.ts";
import { explainCommand } from "./verbs/explain.ts";
import { exportCommand } from "./verbs/export.ts";
import { importCommand } from "./verbs/import.ts";
import { listCommand } from "./verbs/list.ts";
import { loginCommand } from "./verbs/login.ts";
import { manCommand } from "./verbs/man.ts";
import { mfaCommand } from "./verbs/mfa.ts";
import { planCommand } from "./verbs/plan.ts";
import { policyCommand } from "./verbs/policy.ts";
import { removeCommand } from "./verbs/remove.ts";
import { rotateCommand } from "./verbs/rotate.ts";
import { serveCommand } from "./verbs/serve.ts";
import { whoamiCommand } from "./verbs/whoami.ts";
import { whyCommand } from "./verbs/why.ts";
import { version } from "./version.ts";

const program = new Command("tegata")
  .description(
    "Temporary AWS-style credentials: an STS and IAM for real AWS clients, and the tools around it",
  )
  .version(version, "-V, --version", "print the version")
  .helpOption("-h, --help", "print help for tegata or one of its verbs")
  .showSuggestionAfterError()
  .showHelpAfterError("(tegata --help lists the verbs)")
  .exitOverride()
  .addCommand(serveCommand())
  .addCommand(envCommand())
  .addCommand(execCommand())
  .addCommand(exportCommand())
  .addCommand(addCommand())
  .addCommand(listCommand())
  .addCommand(removeCommand())
  .addCommand(clearCommand())
  .addCommand(importCommand())
  .addCommand(planCommand())
  .addCommand(whoamiCommand())
  .addCommand(whyCommand())
  .addCommand(explainCommand())
  .addCommand(cacheCommand())
  .addCommand(completionCommand())
  .addCommand(completeCommand(), { hidden: true })
  .addCommand(manCommand(), { hidden: true })
  .addCommand(accountCommand())
  .addCommand(decisionCommand())
  .addCommand(agentCommand())
  .addCommand(mfaCommand())
  .addCommand(rotateCommand())
  .addCommand(loginCommand())
  .addCommand(policyCommand());

/** Commander asks each command for itself; its failures begin as ours do. */
function overrideExits(command: Command): void {
  command.exitOverride().configureOutput({
    outputError: (text, write) => write(text.replace(/^error: /, "tegata: ")),
  });
  command.commands.forEach(overrideExits);
}

overrideExits(program);
silenceSqliteWarning();
allowClosedPipes();
try {
  await program.parseAsync(process.argv);
} catch (error) {
  process.exitCode =
    error instanceof CommanderError ? (error.exitCode === 0 ? 0 : exitCodes.misuse) : reportFailure(error);
}
