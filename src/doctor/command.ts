/** What the command that failed is made of. Pure. */

/** What was run within `tegata exec … --`, or by itself. */
export function innerCommand(command: readonly string[] | undefined): readonly string[] | undefined {
  if (command === undefined || programOf(command) !== "tegata" || command[1] !== "exec") return command;
  const dashes = command.indexOf("--");
  return dashes < 0 ? command : command.slice(dashes + 1);
}

/** The program's name without its folder; empty where there is no command. */
export function programOf(words: readonly string[] | undefined): string {
  return words?.[0]?.split(/[\\/]/).at(-1) ?? "";
}

export function isAwsCli(words: readonly string[] | undefined): boolean {
  return /^aws(?:\.exe)?$/.test(programOf(words));
}

/** Flags of `tegata exec` behind which the profile may stand; the others take a value. */
const switches: ReadonlySet<string> = new Set([
  ...["-n", "--no-session", "-s", "--server", "--ecs-server", "--docker", "--lazy", "-q", "--quiet"],
  ...["--imds", "--no-check", "--nested", "--stdout", "--device", "--fresh", "--no-agent"],
]);

/** Within the words of another program: `env AWS_PROFILE=…`, `make AWS_PROFILE=…`, `sh -c 'aws … --profile …'`. */
const namedWithin =
  /(?:^|[\s'"(])(?:(?<variable>AWS_PROFILE|AWS_DEFAULT_PROFILE)=|aws\s[^|;&\n]*?--profile[ =])["']?(?<profile>[\w@%+:,./-]+)/g;

/** The profile that a program is given for the AWS client that it starts, and the variable by which. */
export function profileWithin(
  command: readonly string[] | undefined,
): { readonly name: string; readonly setting: string } | undefined {
  if (command === undefined || isAwsCli(command)) return undefined;
  const { profile, variable } = [...command.join(" ").matchAll(namedWithin)].at(-1)?.groups ?? {};
  return profile === undefined ? undefined : { name: profile, setting: variable ?? "--profile" };
}

/** The profile that the command itself names: the AWS CLI's --profile, the argument of `tegata exec`. */
export function profileNamedBy(command: readonly string[] | undefined): string | undefined {
  if (command === undefined) return undefined;
  if (isAwsCli(command)) {
    const at = command.findLastIndex((part) => part === "--profile" || part.startsWith("--profile="));
    const named = command[at] === "--profile" ? command[at + 1] : command[at]?.slice("--profile=".length);
    return named || undefined;
  }
  const dashes = command.indexOf("--");
  if (programOf(command) !== "tegata" || command[1] !== "exec" || dashes < 3) return undefined;
  const [before = "", last = ""] = command.slice(dashes - 2, dashes);
  const isValue = before !== "exec" && before.startsWith("-") && !switches.has(before);
  return isValue || last.startsWith("-") ? undefined : last;
}

/** Whether a credential_process starts that program; the line is taken apart as a POSIX shell takes it. */
export function startsProgram(line: string, program: string): boolean {
  return [program, `"${program}"`, `'${program}'`].some(
    (word) => line === word || (line.startsWith(word) && /\s/.test(line.charAt(word.length))),
  );
}
