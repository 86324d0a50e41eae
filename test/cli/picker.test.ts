import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { parsePick, pickableProfiles } from "../../src/cli/vault/pick-profile.ts";
import { parseSharedFiles } from "../../src/vault/profiles/index.ts";
import { needs, type Run, runProgram } from "../support/aws-cli.ts";
import { cleanEnvironment } from "../support/server.ts";
import { inTerminal } from "../support/terminals.ts";
import { makeVaultHome } from "../support/vault-home.ts";
import { temporaryFolder } from "./support.ts";

const config =
  "[profile zoo]\nregion = eu-west-1\n[profile admin]\nrole_arn = arn:aws:iam::123456789012:role/Admin\n" +
  "[profile sso]\nsso_account_id = 123456789012\nsso_role_name = Reader\n[profile mid]\n";
const driver = fileURLToPath(new URL("pick-driver.ts", import.meta.url));

describe("pickableProfiles()", () => {
  it("are in order, with what tells them apart", () => {
    const files = parseSharedFiles({
      config: { file: "config", text: config },
      credentials: { file: "c", text: "" },
    });
    assert.deepEqual(
      pickableProfiles(files).map(({ name, hint }) => [name, hint]),
      [
        ["admin", "arn:aws:iam::123456789012:role/Admin"],
        ["mid", ""],
        ["sso", "123456789012/Reader"],
        ["zoo", "eu-west-1"],
      ],
    );
  });
});

describe("parsePick()", () => {
  const profiles = ["a", "2", "c"].map((name) => ({ name, hint: "" }));
  it("takes a name before a number, and nothing else", () => {
    assert.equal(parsePick(" c ", profiles), "c");
    assert.equal(parsePick("1", profiles), "a");
    assert.equal(parsePick("2", profiles), "2");
    for (const typed of ["", "0", "4", "x", "-1"]) assert.equal(parsePick(typed, profiles), undefined);
  });
});

describe("profileOrPick()", () => {
  const pick = (
    t: TestContext,
    question: string,
    answer: string,
    env: Readonly<Record<string, string>> = {},
    typed: readonly string[] = [],
  ): Promise<Run> => {
    const home = temporaryFolder(t);
    mkdirSync(join(home, ".aws"));
    writeFileSync(join(home, ".aws", "config"), config);
    return runProgram(
      inTerminal([[question, answer]], [process.execPath, driver, ...typed]),
      cleanEnvironment({ HOME: home, TERM: "xterm", ...env }),
    );
  };

  it("searches by what is typed on the terminal", async (t) => {
    if (!needs(t, "python3")) return;
    const run = await pick(t, "type to search", "adm\r");
    assert.match(run.stdout, /picked <admin>/);
  });

  it("asks by number with --plain's variable and on a simple terminal", async (t) => {
    if (!needs(t, "python3")) return;
    const plain = await pick(t, "number or name", "4", { TEGATA_PLAIN: "1" });
    assert.match(plain.stdout, /1\. admin \(arn:aws:iam::123456789012:role\/Admin\)/);
    assert.match(plain.stdout, /picked <zoo>/);
    const dumb = await pick(t, "number or name", "none of them", { TERM: "dumb" });
    assert.match(dumb.stdout, /refused <no profile was picked>/);
  });

  it("takes Ctrl-C for an answer", async (t) => {
    if (!needs(t, "python3")) return;
    const run = await pick(t, "type to search", "\u0003");
    assert.match(run.stdout, /refused <no profile was picked>/);
  });

  it("asks nobody when a profile is named, or nobody looks", async (t) => {
    if (!needs(t, "python3")) return;
    assert.match((await pick(t, "never", "", {}, ["mid"])).stdout, /picked <mid>/);
    assert.match((await pick(t, "never", "", { AWS_PROFILE: "mid" })).stdout, /picked <undefined>/);
    assert.match((await pick(t, "never", "", { AWS_ACCESS_KEY_ID: "AKIA" })).stdout, /picked <undefined>/);
    const unseen = await runProgram(
      [process.execPath, driver],
      cleanEnvironment({ HOME: temporaryFolder(t) }),
    );
    assert.match(unseen.stdout, /picked <undefined>/);
  });
});

describe("tegata exec", () => {
  it("runs its command with the profile that was picked", async (t) => {
    if (!needs(t, "python3")) return;
    const home = makeVaultHome();
    t.after(() => home.remove());
    home.writeConfig("[profile other]\n");
    home.writeCredentials("[mine]\naws_access_key_id = AKIAPICKED\naws_secret_access_key = secret\n");
    const run = await home.run(
      inTerminal(
        [["type to search", "min\r"]],
        [...home.command, "exec", "--", "printenv", "AWS_ACCESS_KEY_ID"],
      ),
      { env: { TERM: "xterm" } },
    );
    assert.match(run.stdout, /\nAKIAPICKED\r?\n/);
  });
});
