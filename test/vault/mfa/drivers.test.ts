/** How a person is asked for a code, on each platform; and the terminal with a real pseudo-terminal. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { systemClock, type TegataError } from "../../../src/base/index.ts";
import type { Environment, Platform } from "../../../src/vault/index.ts";
import { driverCommand } from "../../../src/vault/mfa/commands.ts";
import { chooseDriver, createAsk, type MfaQuestion } from "../../../src/vault/mfa/index.ts";
import { programCandidates, shellCommand, splitCommand } from "../../../src/vault/programs/index.ts";
import { needs, runProgram } from "../../support/aws-cli.ts";
import { inTerminal } from "../../support/terminals.ts";

const machine = (platform: Platform, env: Environment = {}) => ({
  platform,
  env,
  home: "/home/ann",
  clock: systemClock,
});
const question: MfaQuestion = {
  serial: "arn:aws:iam::123456789012:mfa/ann",
  profile: "p",
  process: undefined,
  attempt: 1,
};
const asking = "Enter MFA code for arn:aws:iam::123456789012:mfa/ann";

describe("chooseDriver()", () => {
  const choose = (platform: Platform, env: Environment, has: readonly string[], flag?: string) =>
    chooseDriver({
      machine: machine(platform, env),
      flag,
      hasTerminal: has.includes("terminal"),
      hasProgram: (name) => has.includes(name),
    });

  it("takes the flag before our variable before AWS Vault's before what is there", () => {
    const env = { TEGATA_PROMPT: "zenity", AWS_VAULT_PROMPT: "ykman", DISPLAY: ":0" };
    const has = ["terminal", "zenity", "kdialog", "ykman", "powershell"];
    assert.equal(choose("linux", env, has, "kdialog"), "kdialog");
    assert.equal(choose("linux", env, has), "zenity");
    assert.equal(choose("linux", { ...env, TEGATA_PROMPT: "" }, has), "ykman");
    assert.equal(choose("linux", { DISPLAY: ":0" }, has), "terminal");
    assert.equal(choose("win32", { AWS_VAULT_PROMPT: "wincredui" }, has), "powershell");
  });

  it("asks on the desktop where there is no terminal", () => {
    const has = ["zenity", "kdialog", "osascript", "powershell", "ykman"];
    assert.equal(choose("linux", { WAYLAND_DISPLAY: "w" }, has), "zenity");
    assert.equal(choose("linux", { DISPLAY: ":0", XDG_CURRENT_DESKTOP: "KDE" }, has), "kdialog");
    assert.equal(choose("darwin", {}, has), "osascript");
    assert.equal(choose("win32", {}, has), "powershell");
    assert.equal(choose("linux", { YKMAN_OATH_CREDENTIAL_NAME: "aws" }, has), "ykman");
  });

  it("refuses pass with a pointer to mfa_process, what it does not know, and what is not there", () => {
    const refused = (
      platform: Platform,
      env: Environment,
      has: readonly string[],
      flag?: string,
    ): TegataError => {
      try {
        choose(platform, env, has, flag);
      } catch (error) {
        return error as TegataError;
      }
      throw new Error("it was not refused");
    };
    const pass = refused("linux", { AWS_VAULT_PROMPT: "pass" }, ["terminal", "pass"]);
    assert.deepEqual(
      [pass.code, pass.exitCode, pass.hint],
      ["PromptUnknown", 2, "mfa_process = pass otp NAME"],
    );
    const unknown = refused("linux", {}, ["terminal"], "telepathy");
    assert.match(unknown.message, /^--prompt "telepathy" is none of terminal, /);
    assert.equal(refused("linux", { TEGATA_PROMPT: "ykman" }, ["terminal"]).code, "PromptUnavailable");
    assert.equal(refused("linux", {}, [], "constructor").code, "PromptUnknown");
    for (const nobody of [refused("linux", {}, ["zenity"]), refused("linux", {}, [], "terminal")]) {
      assert.equal(nobody.code, "NoTerminal");
      assert.equal(nobody.exitCode, 3);
    }
  });
});

describe("driverCommand()", () => {
  it("builds each program's arguments, and nothing of the text is code", () => {
    assert.deepEqual(driverCommand("zenity", question, {}), [
      "zenity",
      "--entry",
      "--title=Tegata",
      `--text=${asking}`,
    ]);
    assert.deepEqual(driverCommand("kdialog", question, {}), [
      "kdialog",
      "--title",
      "Tegata",
      "--inputbox",
      asking,
    ]);
    const evil = { ...question, serial: 'x" & (do shell script "id") & "’); id #\n' };
    const script = driverCommand("osascript", evil, {});
    assert.equal(script.at(-1), 'Enter MFA code for x" & (do shell script "id") & "’); id # ');
    assert.ok(script.slice(0, -1).every((word) => !word.includes("id #")));
    const encoded = driverCommand("powershell", evil, {}).at(-1) ?? "";
    const line = Buffer.from(encoded, "base64").toString("utf16le");
    assert.match(line, /’’\); id # ', 'Tegata'\)/);
    assert.deepEqual(driverCommand("powershell", question, {}).slice(0, 4), [
      "powershell",
      "-NoProfile",
      "-STA",
      "-EncodedCommand",
    ]);
  });

  it("asks ykman as AWS Vault does", () => {
    assert.deepEqual(driverCommand("ykman", question, {}), [
      "ykman",
      "oath",
      "accounts",
      "code",
      "--single",
      question.serial,
    ]);
    const env = {
      YKMAN_OATH_CREDENTIAL_NAME: "aws",
      YKMAN_OATH_DEVICE_SERIAL: "77",
      AWS_VAULT_YKMAN_VERSION: "3",
    };
    assert.deepEqual(driverCommand("ykman", question, env), [
      "ykman",
      "--device",
      "77",
      "oath",
      "code",
      "--single",
      "aws",
    ]);
  });

  it("says why it is asked again", () => {
    const again = driverCommand("kdialog", { ...question, attempt: 2, again: "that code was refused" }, {});
    assert.equal(again.at(-1), `that code was refused; ${asking}`);
  });
});

describe("createAsk()", () => {
  it("takes --mfa-token once, then the profile's mfa_process", async () => {
    const ask = createAsk({ machine: machine("linux", process.env), token: "123456" });
    const withProcess = { ...question, process: "printf '%s\\n' 654321" };
    assert.equal(await ask(withProcess), "123456");
    assert.equal(await ask(withProcess), "654321");
  });

  it("says how mfa_process ended, and asks for a human", async () => {
    const ask = createAsk({ machine: machine("linux", process.env) });
    await assert.rejects(ask({ ...question, process: "echo 987654; exit 7" }), (error: TegataError) => {
      assert.equal(error.exitCode, 3);
      assert.match(error.message, /: "mfa_process" ended with code 7$/);
      assert.ok(!error.message.includes("987654"));
      return true;
    });
  });

  const driver = fileURLToPath(new URL("../../support/ask-once.ts", import.meta.url));

  it("asks on the terminal, shows what is typed, and leaves standard input to others", async (t) => {
    if (!needs(t, "python3")) return;
    const command = inTerminal([[asking, "123 456"]], [process.execPath, driver]);
    const run = await runProgram(command, { ...process.env, ASK_STDIN: "kept" });
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /mfa\/ann: 123 456/);
    assert.match(run.stdout, /answer=123 456 stdin=for another program/);
  });

  it("lets mfa_process ask on the terminal", async (t) => {
    if (!needs(t, "python3")) return;
    const line = "printf 'PIN? ' >&2; read pin; test \"$pin\" = 9999 && echo 246810";
    const command = inTerminal([["PIN? ", "9999"]], [process.execPath, driver, line]);
    const run = await runProgram(command, { ...process.env, ASK_STDIN: "kept" });
    assert.equal(run.code, 0, run.stderr + run.stdout);
    assert.match(run.stdout, /answer=246810 stdin=for another program/);
  });

  it("asks nobody where there is neither terminal nor desktop: exit code 3", async (t) => {
    if (!needs(t, "setsid")) return;
    const env = { PATH: process.env.PATH };
    const run = await runProgram(["setsid", "--wait", process.execPath, driver], env);
    assert.equal(run.code, 3);
    assert.match(run.stderr, /^there is neither a terminal nor a desktop to ask for the MFA code on\n/);
  });
});

describe("splitCommand()", () => {
  it("parts words as Python's shlex does on POSIX", () => {
    const cases: readonly (readonly [string, readonly string[] | undefined])[] = [
      [`a "b c" 'd e'`, ["a", "b c", "d e"]],
      [`a\\ b "c\\"d" "e\\f" 'g\\'`, ["a b", 'c"d', "e\\f", "g\\"]],
      [`a"b"'c' ""`, ["abc", ""]],
      ["  a\t b\n", ["a", "b"]],
      ["$HOME ~ *", ["$HOME", "~", "*"]],
      [`a "b`, undefined],
      ["a \\", undefined],
      ["", []],
    ];
    for (const [line, words] of cases) assert.deepEqual(splitCommand(line, "linux"), words, line);
  });

  it("parts words as the C runtime does on Windows", () => {
    const cases: readonly (readonly [string, readonly string[] | undefined])[] = [
      [String.raw`"C:\Program Files\x.exe" --a 'b c'`, ["C:\\Program Files\\x.exe", "--a", "'b", "c'"]],
      [String.raw`a\\b c\"d "e\\" "f\\\"g"`, ["a\\\\b", 'c"d', "e\\", 'f\\"g']],
      [String.raw`a "" b\ `, ["a", "", "b\\"]],
      [`a "b`, undefined],
      ["", []],
    ];
    for (const [line, words] of cases) assert.deepEqual(splitCommand(line, "win32"), words, line);
  });
});

describe("shellCommand()", () => {
  it("hands the line to the shell as it stands, its quotes too", () => {
    const line = 'op item get "My Item" --otp';
    assert.deepEqual(shellCommand(line, "linux"), ["/bin/sh", "-c", line]);
    assert.deepEqual(shellCommand(line, "darwin"), ["/bin/sh", "-c", line]);
    assert.deepEqual(shellCommand(line, "win32"), ["cmd.exe", "/d", "/s", "/c", `"${line}"`]);
  });
});

describe("programCandidates()", () => {
  it("looks in absolute folders of PATH only, with PATHEXT's endings on Windows", () => {
    const env = { Path: "C:\\bin;.;C:\\tools", PATHEXT: ".EXE;.CMD" };
    const windows = programCandidates("ykman", machine("win32", env));
    assert.deepEqual(windows, [
      "C:\\bin\\ykman.exe",
      "C:\\bin\\ykman.cmd",
      "C:\\tools\\ykman.exe",
      "C:\\tools\\ykman.cmd",
    ]);
    assert.deepEqual(programCandidates("x", machine("linux", { PATH: "/a::b:/c" })), ["/a/x", "/c/x"]);
  });
});
