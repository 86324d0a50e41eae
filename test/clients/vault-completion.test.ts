/** The completion scripts in the shells they are for: what Tab would offer. */
import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { needs } from "../support/aws-cli.ts";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";

/** A home whose PATH begins with a `tegata`. */
function prepare(): { readonly home: VaultHome; readonly env: Readonly<Record<string, string>> } {
  const home = makeVaultHome();
  home.writeConfig(
    "[profile admin]\nrole_arn = arn:aws:iam::123456789012:role/Admin\nsource_profile = base\n[profile adler]\n",
  );
  home.writeCredentials("[base]\n");
  const program = join(home.folder, "tegata");
  writeFileSync(program, `#!/bin/sh\nexec ${home.command.map((word) => `'${word}'`).join(" ")} "$@"\n`);
  chmodSync(program, 0o700);
  writeFileSync(join(home.folder, "policy one.json"), "{}");
  return { home, env: { PATH: `${home.folder}:${process.env.PATH ?? ""}`, TERM: "dumb" } };
}

describe("tegata completion", () => {
  it("works in bash", async (t) => {
    if (!needs(t, "bash")) return;
    const { home, env } = prepare();
    t.after(() => home.remove());
    const driver = join(home.folder, "ask.bash");
    writeFileSync(driver, bashDriver);
    const offered = async (...words: readonly string[]): Promise<readonly string[]> => {
      const run = await home.run(["bash", "--norc", driver, "tegata", ...words], { env });
      assert.equal(run.stderr, "");
      return run.stdout.trimEnd().split("\n");
    };
    assert.deepEqual(await offered("plan", "ad"), ["adler", "admin"]);
    assert.deepEqual(await offered("whoami", "admin", "b"), ["base"]);
    assert.deepEqual(await offered("plan", "--keyring", "=", "fi"), ["file"]);
    assert.ok((await offered("who")).includes("whoami"));
    assert.ok((await offered("plan", "--")).includes("--no-session"));
    assert.deepEqual(await offered("policy", "check", "pol"), ["policy one.json"]);
    assert.ok((await offered("exec", "admin", "--", "bas")).includes("bash"));
    assert.deepEqual(await offered("exec", "admin", "--", "cat", "pol"), ["policy one.json"]);
  });

  it("works in fish", async (t) => {
    if (!needs(t, "fish")) return;
    const { home, env } = prepare();
    t.after(() => home.remove());
    const offered = async (line: string): Promise<readonly string[]> => {
      const script = `tegata completion fish | source; cd $HOME; complete -C '${line}'`;
      const run = await home.run(["fish", "--no-config", "-c", script], { env });
      assert.equal(run.stderr, "");
      return run.stdout.trimEnd().split("\n");
    };
    assert.deepEqual(await offered("tegata plan ad"), [
      "adler",
      "admin\tarn:aws:iam::123456789012:role/Admin",
    ]);
    assert.match((await offered("tegata who")).join("\n"), /^whoami\ttell which credentials/m);
    assert.match((await offered("tegata plan --no")).join("\n"), /^--no-session\t/m);
    assert.deepEqual(await offered("tegata policy check pol"), ["policy one.json"]);
    assert.match((await offered("tegata exec admin -- bas")).join("\n"), /^bash\b/m);
  });

  it("works in zsh", async (t) => {
    if (!needs(t, "zsh", "python3")) return;
    const { home, env } = prepare();
    t.after(() => home.remove());
    // Only a zsh with a line to edit completes: the driver types into one, and prints what the line became.
    const driver = join(home.folder, "ask.py");
    writeFileSync(driver, zshDriver);
    const lines = new Map([
      ["tegata plan adm", "tegata plan admin"],
      ["tegata whoa", "tegata whoami"],
      ["tegata plan --keyring wi", "tegata plan --keyring wincred"],
      ["tegata policy check poli", "tegata policy check policy\\ one.json"],
      ["tegata exec admin -- tega", "tegata exec admin -- tegata"],
    ]);
    const run = await home.run(["python3", driver, ...lines.keys()], { env: { ...env, TERM: "xterm" } });
    assert.equal(run.code, 0, run.stdout);
    assert.deepEqual(run.stdout.trimEnd().split("\n"), [...lines.values()]);
  });
});

const bashDriver = `eval "$(tegata completion bash)"
cd "$HOME"
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_tegata
printf "%s\\n" "\${COMPREPLY[@]}"
`;

const zshDriver = `
import os, pty, re, select, sys, time

pid, terminal = pty.fork()
if pid == 0:
    os.environ["PS1"] = "ready> "
    os.execvp("zsh", ["zsh", "-f", "-i"])

def until(mark, seconds=20):
    shown, end = b"", time.time() + seconds
    while mark not in shown and time.time() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            shown += os.read(terminal, 4096)
    if mark not in shown:
        print("waited for", mark, "and saw", shown)
        os.kill(pid, 9)
        sys.exit(1)
    return shown

setup = """unsetopt zle_bracketed_paste; autoload -Uz compinit; compinit -u -D; eval "$(tegata completion zsh)"; cd $HOME
tell() { print -r -- "<$BUFFER>"; BUFFER=; zle accept-line }; zle -N tell; bindkey '^O' tell; echo set''up
"""
os.write(terminal, setup.encode())
until(b"setup\\r\\n")
for line in sys.argv[1:]:
    os.write(terminal, line.encode() + b"\\t\\x0f")
    print(re.search(rb"<(.*?)>\\r", until(b">\\r")).group(1).decode().rstrip())
os.kill(pid, 9)
os.waitpid(pid, 0)
`;
