import { Command, Option } from "commander";
import { addFlags, spanOf } from "../vault/flags.ts";
import type { AgentSettings, RunSettings } from "./agent/settings.ts";

/** `tegata agent start|run|status|lock|unlock|stop`. */
export function agentCommand(): Command {
  const command = new Command("agent").description(
    "one process that holds the keyring open for a while, for all programs of yours",
  );
  addTimes(addFlags(command.command("start"), ["keyring", "quiet"]))
    .description("start it in the background; asks for the keyring's passphrase now")
    .addHelpText("after", startHelp)
    .action(async (settings: AgentSettings) => {
      const { startAgent } = await import("./agent/start.ts");
      await startAgent(settings);
    });
  addTimes(addFlags(command.command("run"), ["keyring", "quiet"]))
    .description("run it in the foreground, for systemd, launchd or a terminal of its own")
    .addOption(new Option("--ready-descriptor <number>").argParser(Number).hideHelp())
    .addHelpText("after", "\nExample:\n  tegata agent run --for 8h\n")
    .action(async (settings: RunSettings) => {
      const { runAgent } = await import("./agent/run.ts");
      await runAgent(settings);
    });
  command
    .command("status")
    .description("whether it runs, and until when it is unlocked; exit code 1 when it does not run")
    .option("--json", "for programs: running, pid, keyring, locked, unlockedUntil, idleSeconds")
    .addHelpText("after", "\nExample:\n  tegata agent status --json\n")
    .action(async (settings: { json?: boolean }) => {
      const { showStatus } = await import("./agent/control.ts");
      await showStatus(settings);
    });
  command
    .command("lock")
    .description("let it forget what opens the keyring, now")
    .addHelpText("after", "\nExample:\n  tegata agent lock\n")
    .action(async () => {
      const { lockAgent } = await import("./agent/control.ts");
      await lockAgent();
    });
  addTimes(command.command("unlock"))
    .description("let it open the keyring again; asks for the passphrase where there is one")
    .addHelpText("after", "\nExample:\n  tegata agent unlock --for 2h\n")
    .action(async (settings: AgentSettings) => {
      const { unlockAgent } = await import("./agent/control.ts");
      await unlockAgent(settings);
    });
  command
    .command("stop")
    .description("end it")
    .addHelpText("after", "\nExample:\n  tegata agent stop\n")
    .action(async () => {
      const { stopAgent } = await import("./agent/control.ts");
      await stopAgent();
    });
  return command;
}

function addTimes(command: Command): Command {
  return command
    .addOption(new Option("--for <span>", "how long it stays unlocked (default: 8h)").argParser(spanOf))
    .addOption(new Option("--idle <span>", "lock it earlier when nobody asks for so long").argParser(spanOf));
}

const startHelp = `
Programs that run as you are not kept out: an unlocked agent gives them credentials, as an
unlocked keyring would. It never gives out a long-lived key.

Example:
  tegata agent start --for 8h --idle 1h
`;
