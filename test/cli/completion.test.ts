import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Argument, Command, Option } from "commander";
import { complete } from "../../src/cli/verbs/completion/complete.ts";
import { formatCompletion } from "../../src/cli/verbs/completion/protocol.ts";
import { completionScript } from "../../src/cli/verbs/completion/scripts.ts";
import { tegata } from "./support.ts";

function program(): Command {
  const root = new Command("tool").option("--verbose", "say more");
  root
    .command("run")
    .alias("r")
    .description("run it")
    .argument("[profile]")
    .argument("[command...]")
    .option("-k, --kind <kind>", "which")
    .option("-f, --from <file>", "whence")
    .addOption(new Option("--colour <c>", "which colour").choices(["red", "green"]))
    .addOption(new Option("--secret", "not shown").hideHelp());
  const group = root.command("group").description("several");
  group.command("one").addArgument(new Argument("<shell>").choices(["sh", "fish"]));
  group.command("check").argument("<files...>");
  root.command("hidden", { hidden: true });
  return root;
}

const sources = {
  profiles: async () => [
    { value: "admin", description: "a role" },
    { value: "base", description: "" },
  ],
};

async function valuesFor(...words: readonly string[]): Promise<readonly string[]> {
  return (await complete(program(), words, sources)).candidates.map(({ value }) => value);
}

describe("complete()", () => {
  it("gives verbs that --help shows, and those of a group", async () => {
    assert.deepEqual(await valuesFor(""), ["run", "group", "help"]);
    assert.deepEqual(await valuesFor("g"), ["group"]);
    assert.deepEqual(await valuesFor("group", ""), ["one", "check", "help"]);
  });

  it("gives the flags of the verb, also by its other name, and no hidden one", async () => {
    assert.deepEqual(await valuesFor("r", "--"), ["--kind", "--from", "--colour", "--help"]);
    assert.deepEqual(await valuesFor("--v"), ["--verbose"]);
  });

  it("gives profiles where an argument is one, wherever flags stand", async () => {
    assert.deepEqual(await valuesFor("run", ""), ["admin", "base"]);
    assert.deepEqual(await valuesFor("run", "--kind", "x", "a"), ["admin"]);
    assert.deepEqual(await valuesFor("run", "--kind=x", "a"), ["admin"]);
    assert.deepEqual(await valuesFor("run", "admin", ""), []);
  });

  it("gives a flag's values, as one word, as two, and as bash cuts them", async () => {
    assert.deepEqual(await valuesFor("run", "--colour", "r"), ["red"]);
    assert.deepEqual(await valuesFor("run", "--colour=g"), ["--colour=green"]);
    assert.deepEqual(await valuesFor("run", "--colour", "=", "g"), ["green"]);
    assert.deepEqual(await valuesFor("group", "one", ""), ["sh", "fish"]);
  });

  it("leaves files and other programs to the shell", async () => {
    const onwardFor = async (...words: readonly string[]) =>
      (await complete(program(), words, sources)).onward;
    assert.deepEqual(await onwardFor("run", "--from", ""), { kind: "files" });
    assert.deepEqual(await onwardFor("group", "check", "a", "b"), { kind: "files" });
    assert.deepEqual(await onwardFor("run", "admin", "--", "ls", "-"), { kind: "command", at: 3 });
    assert.deepEqual(await onwardFor("run", "--kind", "x", "admin", ""), { kind: "nothing" });
  });
});

describe("formatCompletion()", () => {
  it("keeps a line a line, whatever a description holds", () => {
    const candidates = [{ value: "a\u001bb", description: "one\ntwo" }];
    assert.equal(formatCompletion({ candidates, onward: { kind: "files" } }), "a\\u001bb\tone\n:files\n");
  });
});

describe("tegata __complete", () => {
  it("knows the verbs of this program, and completes nothing where files cannot be read", async () => {
    const verbs = await tegata(["__complete", "--", ""]);
    assert.match(verbs.stdout, /^plan\tprint what would be done/m);
    assert.doesNotMatch(verbs.stdout, /__complete/);
    assert.match((await tegata(["__complete", "--", "plan", "--keyring", "fi"])).stdout, /^file\t\n$/);
    const broken = await tegata(["__complete", "--empty", "--", "plan"], { env: { AWS_CONFIG_FILE: "/" } });
    assert.deepEqual([broken.code, broken.stdout, broken.stderr], [0, "", ""]);
  });
});

describe("completionScript()", () => {
  it("is for PowerShell an argument completer that quotes what it must", () => {
    const script = completionScript("powershell");
    assert.match(script, /^Register-ArgumentCompleter -Native -CommandName tegata -ScriptBlock \{$/m);
    assert.match(script, /tegata __complete @empty -- @words 2>\$null/);
    assert.match(script, /-split "`t", 2/);
    assert.match(script, /\.Replace\("'", "''"\)/);
    assert.equal(script.split("{").length, script.split("}").length);
  });

  it("is refused for a shell that nobody knows", async () => {
    const run = await tegata(["completion", "tcsh"]);
    assert.equal(run.code, 2);
    assert.match(run.stderr, /bash, zsh, fish, powershell/);
  });
});
