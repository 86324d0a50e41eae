/**
 * How long programs take to start and give a kept session: `npm run bench:start [rounds]`. The bundle as it is released,
 * one command after the other in an order that changes from round to round; writes bench/START.md.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { openDesk } from "../../test/support/desk.ts";
import { startServer } from "../../test/support/server.ts";
import { type Home, makeHomes } from "./homes.ts";
import { renderPage } from "./report.ts";

/** A command and what it was run for. */
export interface Measured {
  readonly name: string;
  /** Milliseconds, one for each round. */
  readonly times: readonly number[];
  /** Which goal it has, if any. */
  readonly goal?: "export" | "credential";
  /** What opening the keyring takes in a process that runs already, milliseconds. */
  readonly unlockMs?: number;
}

interface Command {
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
  readonly env: NodeJS.ProcessEnv;
  /** What standard output must have; a command that fails is fast. */
  readonly prints: RegExp;
  readonly goal?: Measured["goal"];
  readonly unlockMs?: number;
}

const repository = fileURLToPath(new URL("../../", import.meta.url));
const defaultRounds = 31;
const given = /"AccessKeyId":"ASIA/;

const rounds = Number(process.argv[2] ?? defaultRounds);
// It would be read at each start of Node.
delete process.env.NODE_EXTRA_CA_CERTS;
const folder = mkdtempSync(join(tmpdir(), "tegata-start-"));
const server = await startServer();
const homes: Home[] = [];
try {
  const program = installHere();
  const desk = openDesk(server);
  homes.push(...(await makeHomes(join(folder, "homes"), server.endpoint, await desk.addUser("ann"))));
  const commands = [...baselines(program), ...homes.flatMap((home) => commandsOf(home, program))];
  for (const home of homes) prepare(home, program);
  const times = measure(commands);
  const page = renderPage({
    rounds,
    measured: commands.map(({ name, goal, unlockMs }) => ({
      name,
      times: times.get(name) ?? [],
      ...(goal && { goal }),
      ...(unlockMs !== undefined && { unlockMs }),
    })),
    absent: ["file", "pass", "secret-service"].filter((kind) => !homes.some((home) => home.kind === kind)),
  });
  writeFileSync(join(repository, "bench/START.md"), page);
  process.stdout.write(page);
} finally {
  for (const home of homes) {
    run({ name: "stop", argv: [process.execPath, installed(), "agent", "stop"], env: home.env, prints: /./ });
    await home.close();
  }
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

function installed(): string {
  return join(folder, "node_modules/tegata/bin/tegata.cjs");
}

/** What the package holds, where an installation would put it, with the add-on beside it. */
function installHere(): string {
  const build = spawnSync(process.execPath, [join(repository, "scripts/build.ts")], { stdio: "inherit" });
  if (build.status !== 0) throw new Error("the bundle was not built");
  const target = join(folder, "node_modules/tegata");
  mkdirSync(target, { recursive: true });
  for (const part of ["bin", "dist", "package.json"])
    cpSync(join(repository, part), join(target, part), { recursive: true });
  symlinkSync(join(repository, "node_modules/@napi-rs"), join(folder, "node_modules/@napi-rs"));
  return installed();
}

function baselines(program: string): Command[] {
  const env = { PATH: process.env.PATH, HOME: folder, XDG_CACHE_HOME: join(folder, "cache") };
  const base: Command[] = [
    { name: "`node -e 0`", argv: [process.execPath, "-e", "0"], env, prints: /^$/ },
    { name: "`tegata --version`", argv: [process.execPath, program, "--version"], env, prints: /^\d/ },
    { name: "`curl --version`", argv: ["curl", "--version"], env, prints: /^curl/ },
    { name: "`aws --version`", argv: ["aws", "--version"], env, prints: /^aws-cli/ },
  ];
  return base.filter(({ argv: [name] }) => spawnSync(name, ["--version"]).status === 0);
}

function commandsOf({ kind, env, lockedEnv, unlockMs }: Home, program: string): Command[] {
  const argv = [process.execPath, program, "export", "--format", "json", "ann"] as const;
  const shim = join(dirname(program), "tegata-credential");
  return [
    {
      name: `export, ${kind}, agent off`,
      argv,
      env: { ...env, TEGATA_NO_AGENT: "1" },
      prints: given,
      unlockMs,
    },
    { name: `export, ${kind}, agent on`, argv, env: lockedEnv, prints: given, goal: "export" },
    {
      name: `tegata-credential, ${kind}`,
      argv: [shim, "ann"],
      env: lockedEnv,
      prints: given,
      goal: "credential",
    },
  ];
}

/** The agent started, the session kept, and compiled code kept between runs. */
function prepare({ env, kind }: Home, program: string): void {
  const start = [process.execPath, program, "agent", "start"] as const;
  run({ name: `agent, ${kind}`, argv: start, env, prints: /is unlocked for/ });
}

function measure(commands: readonly Command[]): Map<string, number[]> {
  const times = new Map<string, number[]>(commands.map(({ name }) => [name, []]));
  for (const command of commands) run(command);
  for (let round = 0; round < rounds; round += 1) {
    const order = commands.map((command) => ({ command, at: Math.random() }));
    for (const { command } of order.sort((left, right) => left.at - right.at))
      times.get(command.name)?.push(run(command));
  }
  return times;
}

/** Milliseconds. Throws when it did not do what it is measured for. */
function run({ name, argv: [program, ...args], env, prints }: Command): number {
  const begin = performance.now();
  const { status, stdout, stderr } = spawnSync(program, args, { env, encoding: "utf8" });
  const took = performance.now() - begin;
  if (status !== 0 || !prints.test(stdout))
    throw new Error(`${name} ended with ${status}: ${stdout}${stderr}`);
  return took;
}
