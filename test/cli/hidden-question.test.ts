/** What is typed unseen, on a real terminal, when the person or somebody else stops or ends the program meanwhile. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { needs } from "../support/aws-cli.ts";
import { repository } from "../support/server.ts";
import { makeVaultHome, passphrase, type VaultHome } from "../support/vault-home.ts";

const skip = process.platform === "win32" ? "SKIPPED: pseudo-terminals are of POSIX systems" : false;

describe("a question whose answer is not shown", { skip }, () => {
  let home: VaultHome;
  before(async () => {
    home = makeVaultHome();
    await home.addKey("work", { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "ab+cd" });
  });
  after(() => home.remove());

  /** `tegata list --credentials`, which asks for the passphrase, as a shell's job. */
  const listed = async (what: string): Promise<string> => {
    const script = join(repository, "test/support/job-in-terminal.py");
    const command = ["python3", script, "Passphrase of", passphrase, what, ...home.command];
    const run = await home.run([...command, "list", "--credentials"], {
      env: { TEGATA_FILE_PASSPHRASE: undefined },
    });
    return run.stdout.replaceAll("\r", "");
  };

  it("Ctrl-Z stops the program, shows what is typed to others, and is asked again with nothing kept of it", async (t) => {
    if (!needs(t, "python3")) return;
    const shown = await listed("stop");
    assert.match(
      shown,
      /^Passphrase of ".*": \njob: stopped, echo on\nPassphrase of ".*": \nwork\n\njob: 0, echo on\n$/,
    );
  });

  for (const [signal, number] of [
    ["SIGTERM", 15],
    ["SIGHUP", 1],
    ["SIGINT", 2],
  ] as const)
    it(`${signal} ends the program and leaves the terminal as it was`, async (t) => {
      if (!needs(t, "python3")) return;
      assert.match(await listed(signal), new RegExp(`job: -${number}, echo on\n$`));
    });
});
