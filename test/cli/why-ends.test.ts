/** `tegata why` ends as the command did that it ran, whatever it finds there. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Run } from "../support/aws-cli.ts";
import { cleanEnvironment } from "../support/server.ts";
import { entry, tegata } from "./support.ts";

const expired = "An error occurred (ExpiredToken) when calling the ListBuckets operation: The token expired.";

describe("tegata why", () => {
  let home: string;
  let env: Readonly<Record<string, string>>;

  before(() => {
    home = mkdtempSync(join(tmpdir(), "tegata-why-ends-"));
    env = { HOME: home, XDG_CACHE_HOME: home, XDG_DATA_HOME: home, XDG_RUNTIME_DIR: home };
    env = { ...env, TEGATA_KEYRING: "file", TEGATA_LANG: "en" };
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  const why = (args: readonly string[], cwd = home): Promise<Run> =>
    tegata(["why", "--offline", ...args], { env, cwd });

  it("answers when the command has ended, though what that left running holds its output", async () => {
    // The one left running ends when its input does, which is in our hand.
    const script = `exec 3<&0; cat <&3 >&2 & echo "${expired}" >&2; exit 5`;
    const child = spawn(process.execPath, [entry, "why", "--offline", "--", "sh", "-c", script], {
      env: cleanEnvironment(env),
      cwd: home,
      stdio: ["pipe", "ignore", "pipe"],
    });
    let printed = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
    while (!/ tegata explain expired-token\n/.test(printed)) await once(child.stderr, "data");
    child.stdin.end("a word after it\n");
    const [code] = await once(child, "close");
    assert.equal(code, 5);
    assert.match(printed, /a word after it\n$/);
  });

  it("ends as the command does in a folder that is gone", async () => {
    const gone = join(home, "gone");
    mkdirSync(gone);
    const run = await why(
      ["--", process.execPath, "-e", `fs.rmdirSync(${JSON.stringify(gone)}); process.exit(4)`],
      gone,
    );
    assert.equal(run.code, 4);
    assert.match(run.stderr, /^this error is not recognised\n/);
  });

  it("says of what the system cannot start why, as a shell does", async () => {
    const file = join(home, "file");
    writeFileSync(file, "");
    const empty = await why(["--", ""]);
    assert.deepEqual([empty.code, empty.stderr], [127, 'tegata: there is no command ""\n']);
    for (const [path, reason] of [
      [join(file, "below"), "ENOTDIR"],
      [`/${"x".repeat(5_000)}`, "ENAMETOOLONG"],
    ] as const) {
      const { code, stderr } = await why(["--", path]);
      assert.equal(code, 126, stderr);
      assert.match(stderr, new RegExp(`cannot be started: ${reason}`));
    }
  });
});
