/** runChild() with real processes: what a shell, a terminal and a child see of it. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { needs } from "../../support/aws-cli.ts";

const driver = join(import.meta.dirname, "exec-driver.ts");
const folder = mkdtempSync(join(tmpdir(), "tegata-exec-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** By becoming the child, and by waiting for it, as a server makes necessary. */
const ways = [
  { way: "becoming the child", stay: {} },
  { way: "waiting for the child", stay: { STAY: "1" } },
] as const;

const passedOn = ["HUP", "INT", "QUIT", "USR1", "USR2", "WINCH", "TERM"] as const;

describe("runChild()", {
  concurrency: 4,
  skip: process.platform === "win32" && "SKIPPED: POSIX only",
}, () => {
  for (const { way, stay } of ways) {
    describe(way, { concurrency: 4 }, () => {
      it("passes arguments, environment, input, output and exit code", async () => {
        const script = 'printf "%s|" "$0" "$@" "$GIVEN" "$(cat)"; echo to-stderr >&2; exit 7';
        const run = await finish(
          start(["sh", "-c", script, "zero", "a b", "*", ""], { ...stay, GIVEN: "é'\"" }),
          "input",
        );
        assert.deepEqual(run, {
          code: 7,
          signal: null,
          stdout: "zero|a b|*||é'\"|input|",
          stderr: "to-stderr\n",
        });
      });

      it("ends by the signal that ended the child", async () => {
        for (const signal of ["SIGTERM", "SIGKILL", "SIGINT", "SIGPIPE"] as const) {
          const run = await finish(start(["sh", "-c", `kill -${signal.slice(3)} $$`], stay));
          // Node cannot end by a signal that it ignores; a shell shows the same for both.
          assert.ok(run.signal === signal || run.code === 128 + constants.signals[signal], signal);
          assert.equal(run.stderr, "");
        }
      });

      it("passes every signal on to the child, once", async () => {
        const traps = passedOn.map((name) => `trap 'echo ${name}; g=$((g+1))' ${name};`).join(" ");
        const wait = `while [ $g -lt ${passedOn.length} ] && [ $n -lt 200 ]; do sleep 0.02; n=$((n+1)); done`;
        const child = start(["sh", "-c", `g=0; n=0; ${traps} echo ready; ${wait}; sleep 0.1; exit 3`], stay);
        await readyOf(child);
        for (const name of passedOn) child.kill(`SIG${name}`);
        const { code, stdout } = await finish(child);
        assert.deepEqual([code, stdout.trim().split("\n").sort()], [3, [...passedOn].sort()]);
      });

      it("gives the child the signals that Node ignores as the system has them, and blocking files", async (t) => {
        if (!needs(t, "python3")) return;
        const look =
          "import fcntl,os;print([fcntl.fcntl(f,fcntl.F_GETFL)&os.O_NONBLOCK for f in (0,1,2)]);print(open('/proc/self/status').read().split('SigBlk:')[1].split()[0])";
        const run = await finish(start(["python3", "-c", look], { ...stay, TOUCH: "1" }));
        assert.equal(run.stdout, "[0, 0, 0]\n0000000000000000\n", run.stderr);
        if (process.platform !== "linux") return;
        const status = await finish(start(["grep", "SigIgn", "/proc/self/status"], stay));
        assert.equal(status.stdout, "SigIgn:\t0000000000000000\n");
      });

      it("answers 127 for a command that is not there", async () => {
        mkdirSync(join(folder, "tegata-folder"), { recursive: true });
        const inPath = await finish(start(["tegata-folder"], { ...stay, PATH: folder }));
        assert.equal(inPath.stderr, 'CommandNotFound: there is no command "tegata-folder"\n');
        for (const command of ["tegata-no-such-command", join(folder, "none"), "x".repeat(10_000)]) {
          const run = await finish(start([command], stay));
          assert.equal(run.code, 127);
          assert.equal(run.stderr, `CommandNotFound: there is no command "${command}"\n`);
        }
      });

      it("answers 126 for a folder", async () => {
        const run = await finish(start([folder], stay));
        assert.equal(run.code, 126);
        assert.equal(run.stderr, `CommandNotExecutable: "${folder}" is a folder\n`);
      });

      it("answers 126 for a file that cannot be executed", async () => {
        const plain = fileOf("plain", "echo no\n", 0o644);
        const orphan = fileOf("orphan", "#!/no/such/interpreter\n", 0o755);
        for (const command of [plain, orphan]) {
          const run = await finish(start([command], stay));
          assert.equal(run.code, 126, run.stderr);
          assert.match(run.stderr, /^Command\w+: /);
        }
        const inPath = await finish(start(["plain"], { ...stay, PATH: folder }));
        assert.equal(inPath.code, 126);
      });

      it("runs scripts, with an interpreter's line and without", async () => {
        for (const [name, text] of [
          ["with-line", "#!/bin/sh\necho ran $1\n"],
          ["with-env", "#!/usr/bin/env sh\necho ran $1\n"],
          ["without-line", "echo ran $1\n"],
        ] as const) {
          const run = await finish(start([fileOf(name, text, 0o755), "it"], stay));
          assert.equal(run.stdout, "ran it\n", `${name}: ${run.stderr}`);
        }
      });

      it("looks along the child's own PATH, past what cannot be executed", async () => {
        fileOf("shadowed", "no\n", 0o644);
        const better = mkdtempSync(join(folder, "better-"));
        writeFileSync(join(better, "shadowed"), "#!/bin/sh\necho better\n", { mode: 0o755 });
        const run = await finish(start(["shadowed"], { ...stay, PATH: `${folder}:${better}` }));
        assert.equal(run.stdout, "better\n");
      });
    });
  }

  it("becomes the child: the process stays the same one", async () => {
    const child = start(["sh", "-c", "echo $$"], {});
    const run = await finish(child);
    const canBecome = typeof process.execve === "function";
    assert.equal(run.stdout.trim() === String(child.pid), canBecome);
  });

  it("leaves Ctrl-C at a terminal to the terminal, so that the child gets it once", async (t) => {
    if (!needs(t, "script")) return;
    const counter =
      'let n = 0; process.on("SIGINT", () => n++); console.log("ready " + process.ppid + ";"); setTimeout(() => console.log("got=" + n), 1500);';
    const quoted = [process.execPath, driver, process.execPath, "-e", counter]
      .map((part) => `'${part.replaceAll("'", "'\\''")}'`)
      .join(" ");
    const terminal = spawn("script", ["-qec", quoted, "/dev/null"], {
      env: { ...process.env, STAY: "1" },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const waiting = Number(/ready (\d+);/.exec(await readyOf(terminal))?.[1]);
    // Two signals that come close together count as one, so what only the parent gets has to tell what it does.
    process.kill(waiting, "SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 200));
    terminal.stdin?.write("\x03");
    const run = await finish(terminal);
    assert.match(run.stdout, /got=1/);
  });
});

function fileOf(name: string, text: string, mode: number): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

function start(command: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [driver, ...command], { env: { ...process.env, ...env }, stdio: "pipe" });
}

/** Its output up to the line in which it says that it is ready. */
async function readyOf(child: ChildProcess): Promise<string> {
  let output = "";
  for await (const chunk of child.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    output += String(chunk);
    if (/ready[^\n]*\n/.test(output)) break;
  }
  return output;
}

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function finish(child: ChildProcess, input = ""): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  child.stdin?.on("error", () => {});
  if (!child.stdin?.writableEnded) child.stdin?.end(input);
  const [code, signal] = await once(child, "close");
  return { code, signal, stdout, stderr };
}
