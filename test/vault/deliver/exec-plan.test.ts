import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { TegataError } from "../../../src/base/index.ts";
import {
  defaultCommand,
  type ExecPlanOptions,
  execPlan,
  programCandidates,
  signalRules,
  startFailure,
} from "../../../src/vault/deliver/index.ts";
import { windowsCommandLine } from "../../../src/vault/deliver/windows-command-line.ts";
import { fc } from "../../support/random.ts";
import { machineOf } from "./machines.ts";

const linux = machineOf("linux");
const windows = machineOf("win32");

describe("defaultCommand()", () => {
  it("is the user's shell", () => {
    assert.deepEqual(defaultCommand(machineOf("linux", { SHELL: "/bin/zsh" })), ["/bin/zsh"]);
    assert.deepEqual(defaultCommand(machineOf("darwin", { SHELL: "" })), ["/bin/sh"]);
    assert.deepEqual(defaultCommand(machineOf("win32", { ComSpec: "C:\\W\\cmd.exe" })), ["C:\\W\\cmd.exe"]);
    assert.deepEqual(defaultCommand(windows), ["cmd.exe"]);
  });
});

describe("programCandidates()", () => {
  it("follows PATH; an empty part is the current folder, a name with a slash is itself", () => {
    assert.deepEqual(programCandidates(linux, { PATH: "/a::/b" }, "aws"), ["/a/aws", "aws", "/b/aws"]);
    assert.deepEqual(programCandidates(linux, {}, "aws"), ["/usr/bin/aws", "/bin/aws"]);
    assert.deepEqual(programCandidates(linux, { PATH: "/a" }, "./aws"), ["./aws"]);
    assert.deepEqual(programCandidates(linux, { PATH: "/a" }, ""), []);
  });

  it("tries Windows' extensions in its absolute folders, never in the current one", () => {
    const env = { Path: "C:\\A;.;;relative;D:\\B", PATHEXT: ".EXE;.CMD" };
    assert.deepEqual(programCandidates(windows, env, "aws"), [
      "C:\\A\\aws.exe",
      "C:\\A\\aws.cmd",
      "D:\\B\\aws.exe",
      "D:\\B\\aws.cmd",
    ]);
    assert.deepEqual(programCandidates(windows, env, "AWS.EXE"), ["C:\\A\\AWS.EXE", "D:\\B\\AWS.EXE"]);
    assert.deepEqual(programCandidates(windows, env, "sub\\aws"), ["sub\\aws.exe", "sub\\aws.cmd"]);
    assert.deepEqual(programCandidates(windows, { PATH: "C:\\A" }, "x.bat"), ["C:\\A\\x.bat"]);
  });
});

describe("execPlan()", () => {
  const base: ExecPlanOptions = {
    machine: linux,
    env: { A: "1", GONE: undefined },
    command: ["aws", "s3", "ls"],
    found: { kind: "program", file: "/bin/aws", isImage: true },
    canReplace: true,
    mustStay: false,
  };

  it("becomes the child where it can, with the name that was typed as its first argument", () => {
    assert.deepEqual(execPlan(base), {
      kind: "replace",
      file: "/bin/aws",
      args: ["aws", "s3", "ls"],
      env: { A: "1" },
    });
  });

  it("waits for it where a server must stay, Node cannot, or the system could refuse the file", () => {
    for (const change of [
      { mustStay: true },
      { canReplace: false },
      { found: { kind: "program", file: "/bin/aws", isImage: false } as const },
    ])
      assert.deepEqual(execPlan({ ...base, ...change }), {
        kind: "spawn",
        file: "/bin/aws",
        args: ["s3", "ls"],
        env: { A: "1" },
        verbatim: false,
      });
  });

  it("starts a batch file through cmd.exe and a program directly", () => {
    const found = { kind: "program", file: "C:\\A B\\aws.cmd", isImage: false } as const;
    const env = { COMSPEC: "C:\\W\\cmd.exe" };
    assert.deepEqual(execPlan({ ...base, machine: windows, env, command: ["aws", "a b"], found }), {
      kind: "spawn",
      file: "C:\\W\\cmd.exe",
      args: ["/d", "/s", "/v:off", "/c", '"C:\\A^ B\\aws.cmd ^^^"a^^^ b^^^""'],
      env,
      verbatim: true,
    });
    const program = { kind: "program", file: "C:\\A\\aws.exe", isImage: false } as const;
    const plan = execPlan({ ...base, machine: windows, found: program });
    assert.deepEqual([plan.kind, plan.file, plan.args], ["spawn", "C:\\A\\aws.exe", ["s3", "ls"]]);
  });

  it("refuses as a shell does", () => {
    const refused = (options: Partial<ExecPlanOptions>) => {
      try {
        execPlan({ ...base, ...options });
      } catch (error) {
        if (error instanceof TegataError) return [error.code, error.exitCode, error.message, error.hint];
      }
      return undefined;
    };
    assert.deepEqual(refused({ found: { kind: "missing" } }), [
      "CommandNotFound",
      127,
      'there is no command "aws"',
      undefined,
    ]);
    assert.deepEqual(refused({ found: { kind: "not-executable", file: "./it's" } }), [
      "CommandNotExecutable",
      126,
      `"./it's" cannot be executed`,
      "chmod +x './it'\\''s'",
    ]);
    assert.deepEqual(refused({ found: { kind: "folder", file: "/etc" } }), [
      "CommandNotExecutable",
      126,
      '"/etc" is a folder',
      undefined,
    ]);
  });
});

describe("windowsCommandLine()", () => {
  it("gives a batch file's program every argument as it is, by the rules of cmd.exe and of C programs", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: fc.constantFrom(..."ab \\\"%!^&|<>()'`;,*?[]".split("")), maxLength: 12 }),
        ),
        (args) => {
          const line = windowsCommandLine("C:\\x.cmd", args);
          const given = parseByCmd(parseByCmd(line).replace("C:\\x.cmd", "")).trim();
          assert.deepEqual(given === "" ? [] : parseByC(given), args);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("refuses an argument of several lines", () => {
    for (const text of ["a\nb", "a\rb", "a\0b"])
      assert.throws(() => windowsCommandLine("x.cmd", [text]), TegataError);
  });
});

describe("signalRules()", () => {
  it("sends on what only we get, and leaves what a terminal gives to all", () => {
    assert.deepEqual(signalRules(linux, true), {
      SIGINT: "leave",
      SIGQUIT: "leave",
      SIGWINCH: "leave",
      SIGTERM: "forward",
      SIGHUP: "forward",
      SIGUSR1: "forward",
      SIGUSR2: "forward",
    });
    assert.equal(new Set(Object.values(signalRules(linux, false))).size, 1);
    assert.deepEqual(signalRules(windows, true), { SIGINT: "leave", SIGBREAK: "leave" });
  });
});

describe("startFailure()", () => {
  it("has a shell's code and a sentence", () => {
    assert.equal(startFailure("x", "E2BIG", undefined).exitCode, 126);
    assert.match(startFailure("x", "E2BIG", undefined).message, /too long/);
    assert.equal(startFailure("x", "ENOENT", undefined).exitCode, 126);
    assert.equal(startFailure("x", undefined, undefined).exitCode, 1);
  });
});

/** What is left of a line when cmd.exe has read it: carets gone, and no bare character that it would act upon. */
function parseByCmd(line: string): string {
  let read = "";
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (character === "^") read += line.charAt(++at);
    else {
      assert.doesNotMatch(character, /["%!&|<>()]/, `${line}: a bare ${character}`);
      read += character;
    }
  }
  return read;
}

/** Microsoft: "Parsing C command-line arguments". */
function parseByC(line: string): readonly string[] {
  const args: string[] = [];
  let current: string | undefined;
  let isQuoted = false;
  for (let at = 0; at < line.length; at++) {
    const [backslashes = ""] = /^\\*/.exec(line.slice(at)) ?? [];
    const next = line.charAt(at + backslashes.length);
    if (backslashes !== "") {
      at += backslashes.length - 1;
      const isBeforeQuote = next === '"';
      current = (current ?? "") + "\\".repeat(isBeforeQuote ? backslashes.length / 2 : backslashes.length);
      if (isBeforeQuote && backslashes.length % 2 === 1) {
        current += '"';
        at++;
      }
      continue;
    }
    if (next === '"') {
      isQuoted = !isQuoted;
      current ??= "";
    } else if (next === " " && !isQuoted) {
      if (current !== undefined) args.push(current);
      current = undefined;
    } else current = (current ?? "") + next;
  }
  if (current !== undefined) args.push(current);
  return args;
}
