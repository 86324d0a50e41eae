import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { englishWordsOf } from "../support/japanese.ts";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";

const key =
  "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCY\n";

describe("tegata whoami --offline, in Japanese", { concurrency: 2 }, () => {
  let home: VaultHome;
  before(async () => {
    home = makeVaultHome();
    home.writeConfig("[profile file]\nregion = eu-west-1\n[profile stored]\nregion = eu-west-2\n");
    home.writeCredentials(`[file]\n${key}region = eu-west-3\n[stored]\n${key}`);
    await home.addKey("stored", { accessKeyId: "AKIASTORED", secretAccessKey: "hidden-secret" });
  });
  after(() => home.remove());

  const japanese = { AWS_REGION: undefined, TEGATA_LANG: "ja" } as const;
  const whoami = (...args: readonly string[]) => home.tegata(["whoami", ...args], { env: japanese });
  const own = ["「file」", "「stored」"];

  /** Without the table that is AWS's. */
  function proseOf(stdout: string): readonly string[] {
    const lines = stdout.split("\n");
    const head = lines.findIndex((line) => line.startsWith("Name "));
    assert.ok(head > 0, stdout);
    return lines.filter((_, index) => index < head || index > head + 4);
  }

  it("has no English sentence, and AWS's table and the lines to paste as they are", async () => {
    for (const profile of ["file", "stored"]) {
      const run = await whoami(profile, "--offline");
      assert.equal(run.code, 0, run.stderr);
      assert.match(run.stdout, /\nName +Value +Type +Location\nprofile +\w+ +manual +引数\naccess_key /);
      const commands = [
        `tegata exec ${profile} -- aws sts get-caller-identity`,
        "tegata import --from credentials-file",
      ];
      for (const line of proseOf(run.stdout))
        assert.deepEqual(englishWordsOf(line.replaceAll(home.folder, ""), [...commands, ...own]), [], line);
    }
    assert.match((await whoami("file", "--offline")).stdout, /\n {2}tegata import --from credentials-file\n/);
  });

  it("tells in Japanese how two profiles differ, and that they do not", async () => {
    const two = await whoami("file", "stored", "--offline");
    const [head = "", ...rows] = two.stdout.trimEnd().split("\n");
    assert.match(head, /^設定 +file +stored$/);
    for (const row of rows) assert.deepEqual(englishWordsOf(row.replaceAll(home.folder, "")), [], row);
    assert.match(two.stdout, /\n仕組み +ファイルの長期キー +MFA なしの GetSessionToken\n/);
    assert.equal((await whoami("file", "file", "--offline")).stdout, "設定に違いはありません\n");
  });

  it("gives programs the same as in English", async () => {
    for (const args of [["stored"], ["file", "stored"]]) {
      const command = [...args, "--offline", "--json"];
      const english = await home.tegata(["whoami", ...command], { env: { ...japanese, TEGATA_LANG: "en" } });
      assert.equal(english.code, 0, english.stderr);
      assert.equal((await whoami(...command)).stdout, english.stdout);
      assert.doesNotMatch(english.stdout, /[\u3040-\u30ff\u4e00-\u9fff]|"(?:en|En|ja|Ja)":/);
    }
  });
});
