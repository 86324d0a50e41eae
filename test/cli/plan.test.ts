import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { listOf } from "../support/aws-cli.ts";
import { englishWordsOf } from "../support/japanese.ts";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";

const serial = "arn:aws:iam::123456789012:mfa/jon";
const config = `[profile jon]
mfa_serial = ${serial}
region = eu-west-1
[profile admin]
role_arn = arn:aws:iam::123456789012:role/Admin
source_profile = jon
mfa_serial = ${serial}
[profile loop]
role_arn = arn:aws:iam::123456789012:role/Loop
source_profile = loop2
[profile loop2]
role_arn = arn:aws:iam::123456789012:role/Loop
source_profile = loop
`;

/** Nobody answers there: a plan calls nothing. */
const nowhere = { AWS_ENDPOINT_URL: "http://127.0.0.1:1", AWS_REGION: undefined };

describe("tegata plan", { concurrency: 2 }, () => {
  let home: VaultHome;
  before(async () => {
    home = makeVaultHome();
    home.writeConfig(config);
    await home.addKey("jon", { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "hidden-secret" });
  });
  after(() => home.remove());

  it("prints every step with its line, the codes that will be asked, and what the result cannot", async () => {
    const run = await home.tegata(["plan", "admin"], { env: nowhere });
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /^profile "admin": AssumeRole with MFA, from a long-lived key in the keyring\n/);
    assert.match(run.stdout, /2\. GetSessionToken for 8 h with an MFA code of .*mfa\/jon, kept/);
    assert.match(run.stdout, /3\. AssumeRole .*role\/Admin for 1 h\n.*config:5\)/);
    assert.match(run.stdout, /\nMFA codes to type: 1\n/);
    assert.match(run.stdout, /\ncannot call GetSessionToken/);
    assert.doesNotMatch(run.stdout, /hidden/);
    assert.equal(stripVTControlCharacters(run.stdout), run.stdout);
  });

  it("gives programs the plan as data", async () => {
    const { json, stdout } = await home.tegata(["plan", "admin", "--json"], { env: nowhere });
    assert.deepEqual(
      listOf(json.steps).map(({ kind }) => kind),
      ["stored-key", "session-token", "assume-role"],
    );
    assert.equal(json.mfaCodes, 1);
    assert.equal(listOf(json.steps)[2]?.reason?.place?.line, 5);
    assert.doesNotMatch(stdout, /hidden/);
  });

  it("takes the flags that decide it, and the variables that stand in for them", async () => {
    const plain = await home.tegata(["plan", "jon", "--no-session", "--region", "us-west-2"]);
    assert.match(plain.stdout, /^profile "jon": a long-lived key in the keyring\n/);
    assert.match(plain.stdout, /region us-west-2: .*--region/);
    const long = await home.tegata(["plan", "jon"], { env: { TEGATA_DURATION: "2h" } });
    assert.match(long.stdout, /GetSessionToken for 2 h/);
    const odd = await home.tegata(["plan", "jon"], { env: { TEGATA_DURATION: "soon" } });
    assert.equal(odd.code, 2);
    assert.equal(odd.stderr, 'tegata: TEGATA_DURATION "soon" is no duration\n  TEGATA_DURATION=1h\n');
  });

  it("says where AWS's clients would take another profile", async () => {
    const env = { ...nowhere, AWS_PROFILE: "jon", AWS_DEFAULT_PROFILE: "admin" };
    const run = await home.tegata(["plan"], { env });
    assert.match(run.stdout, /^profile "jon"/);
    assert.match(run.stderr, /^tegata: AWS's clients do not agree on the profile: .*boto3 take "admin"/);
    assert.equal((await home.tegata(["plan", "--quiet"], { env })).stderr, "");
    const japanese = await home.tegata(["plan"], { env: { ...env, TEGATA_LANG: "ja" } });
    assert.deepEqual(englishWordsOf(japanese.stderr.replace("tegata: ", ""), ["「jon」", "「admin」"]), []);
  });

  it("speaks Japanese where the user does, and English to programs", async () => {
    const inJapanese = { ...nowhere, TEGATA_LANG: "ja" };
    const [english, japanese] = await Promise.all([
      home.tegata(["plan", "admin"], { env: nowhere }),
      home.tegata(["plan", "admin"], { env: inJapanese }),
    ]);
    const lines = japanese.stdout.trimEnd().split("\n");
    assert.equal(lines.length, english.stdout.trimEnd().split("\n").length);
    const own = ["「admin」", "「jon」", home.configFile];
    for (const line of lines) assert.deepEqual(englishWordsOf(line, own), [], line);
    assert.match(japanese.stdout, /\n入力する MFA コードの数: 1\n/);
    const byLocale = await home.tegata(["plan", "jon"], { env: { ...nowhere, LC_ALL: "ja_JP.UTF-8" } });
    assert.match(byLocale.stdout, /プロファイル「jon」のキーはキーリングにあります \(引数\)/);

    const json = await home.tegata(["plan", "admin", "--json"], { env: inJapanese });
    assert.equal(json.stdout, (await home.tegata(["plan", "admin", "--json"], { env: nowhere })).stdout);
    assert.equal(listOf(json.json.steps)[2]?.reason?.text, 'role_arn of profile "admin"');
    assert.match(String(json.json.longestSeconds?.reason), /role chaining/);
  });

  it("is coloured when asked to be, and not with --plain", async () => {
    const env = { ...nowhere, FORCE_COLOR: "1" };
    assert.ok((await home.tegata(["plan", "jon"], { env })).stdout.startsWith("\u001b[1mprofile"));
    assert.match((await home.tegata(["plan", "jon", "--plain"], { env })).stdout, /^profile/);
  });

  it("refuses a loop with its lines", async () => {
    const run = await home.tegata(["plan", "loop"]);
    assert.equal(run.stdout, "");
    assert.match(run.stderr, /^tegata: .*config:\d+/);
    assert.notEqual(run.code, 0);
  });
});
