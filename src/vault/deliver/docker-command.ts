/** A command line of docker: where in it stands what `docker run` is told about a container. */
import { exitCodes, TegataError } from "../../base/index.ts";
import type { Command } from "./exec-plan.ts";

/** Programs that take docker's arguments. */
const containerPrograms: ReadonlySet<string> = new Set(["docker", "podman", "nerdctl", "finch"]);

/** Options before the subcommand that take the next word. Docker: reference of `docker`; podman's own beside them. */
const optionsWithValue: ReadonlySet<string> = new Set([
  ...["--config", "-c", "--context", "-H", "--host", "-l", "--log-level"],
  ...["--tlscacert", "--tlscert", "--tlskey"],
  ...["--connection", "--identity", "--url", "--root", "--runroot", "--namespace", "-n"],
]);

/** The subcommands that make a container. */
const makers: ReadonlySet<string> = new Set(["run", "create"]);

/** Whether it runs its programs in containers, which do not see the files of this machine. */
export function isContainerProgram([program]: Command): boolean {
  const name = program.split(/[\\/]/).at(-1)?.toLowerCase() ?? "";
  return containerPrograms.has(name.replace(/\.(?:exe|cmd|bat)$/, ""));
}

/**
 * `docker run IMAGE …` with `added` behind `run`.
 * Throws TegataError `NotDockerRun` where no container is made by the command itself, as with `docker compose`.
 */
export function withDockerArguments(command: Command, added: readonly string[]): Command {
  const [program, ...args] = command;
  const at = isContainerProgram(command) ? makerAt(args) : undefined;
  if (at === undefined)
    throw new TegataError(
      "NotDockerRun",
      "--docker wants `docker run` or `docker create`, which can be told of the server; a compose file says it itself",
      { hint: "tegata exec --help   # shows the lines for a compose file", exitCode: exitCodes.misuse },
    );
  return [program, ...args.slice(0, at + 1), ...added, ...args.slice(at + 1)];
}

/** The position of `run` or `create`; also after `container`. */
function makerAt(args: readonly string[]): number | undefined {
  let mayBeGroup = true;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? "";
    if (optionsWithValue.has(word)) at++;
    else if (word.startsWith("-")) continue;
    else if (makers.has(word)) return at;
    else if (word === "container" && mayBeGroup) mayBeGroup = false;
    else return undefined;
  }
  return undefined;
}
