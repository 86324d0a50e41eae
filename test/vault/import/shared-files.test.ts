import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Secret } from "../../../src/base/index.ts";
import { findClearTextKeys, scrubText } from "../../../src/vault/import/index.ts";
import { fc } from "../../support/random.ts";
import { configFile, credentialsFile, sharedFiles } from "../plan/files.ts";

const id = "AKIAIOSFODNN7EXAMPLE";
const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const pair = `aws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;
const key = { accessKeyId: id, secretAccessKey: new Secret(secret) };

describe("findClearTextKeys()", () => {
  it("findClearTextKeys() finds whole keys in both files, and says of the others why not", () => {
    const files = sharedFiles(
      `[profile here]\n${pair}[profile half]\naws_access_key_id = ${id}\n[profile none]\nregion = us-east-1\n[profile empty]\naws_access_key_id =\n`,
      `[there]\n${pair}\n[session]\n${pair}aws_session_token = t\n[old]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n`,
    );
    assert.deepEqual(
      findClearTextKeys(files).map(({ profile, kind, place }) => [profile, kind, place.file, place.line]),
      [
        ["here", "long-lived", configFile, 2],
        ["half", "part", configFile, 5],
        ["there", "long-lived", credentialsFile, 2],
        ["session", "session", credentialsFile, 6],
        ["old", "session", credentialsFile, 10],
      ],
    );
  });

  it("findClearTextKeys() tells when another key would come to light", () => {
    const other = `[profile x]\naws_access_key_id = AKIAOTHER\naws_secret_access_key = other\n`;
    const [found] = findClearTextKeys(sharedFiles(other, `[x]\n${pair}`));
    assert.equal(found?.kind, "long-lived");
    assert.equal(
      found.kind === "long-lived" && found.conflict,
      `another aws_access_key_id stands at ${configFile}:2`,
    );
    const [same] = findClearTextKeys(sharedFiles(`[profile x]\n${pair}`, `[x]\n${pair}`));
    assert.equal(same?.kind === "long-lived" && same.conflict, undefined);
  });
});

describe("scrubText()", () => {
  const target = { path: credentialsFile, kind: "credentials" } as const;

  it("scrubText() takes the two lines of each key and nothing else", () => {
    const text = `# mine\r\n[x]\r\nregion=eu-west-1\r\naws_access_key_id=${id}\r\n; between\r\naws_secret_access_key = ${secret}\r\n\r\n[y]\r\naws_access_key_id = AKIAY\r\naws_secret_access_key = y`;
    assert.deepEqual(scrubText(text, target, new Map([["x", key]])), {
      text: `# mine\r\n[x]\r\nregion=eu-west-1\r\n; between\r\n\r\n[y]\r\naws_access_key_id = AKIAY\r\naws_secret_access_key = y`,
      gone: ["x"],
      kept: [],
    });
  });

  it("scrubText() leaves a key that was replaced meanwhile, or became a session's", () => {
    for (const text of [
      `[x]\naws_access_key_id = ${id}\naws_secret_access_key = new\n`,
      `[x]\n${pair}aws_session_token = t\n`,
      `[x]\naws_secret_access_key = new\n[x]\n${pair}`,
    ]) {
      const scrubbed = scrubText(text, target, new Map([["x", key]]));
      assert.equal(scrubbed.text, text);
      assert.deepEqual(scrubbed.gone, []);
      assert.match(scrubbed.kept[0]?.reason ?? "", /is another one by now/);
    }
  });

  it("scrubText() passes profiles over that are not there", () => {
    const text = "[y]\nregion = x\n";
    assert.deepEqual(scrubText(text, target, new Map([["x", key]])), { text, gone: [], kept: [] });
  });

  it("scrubText() keeps every line that is no part of the keys, in order", () => {
    const line = fc.constantFrom(
      "region = us-east-1",
      "# a comment",
      "",
      "output=json",
      "s3 =\n  max = 1",
      "cli_pager =",
    );
    fc.assert(
      fc.property(fc.array(line), fc.array(line), fc.boolean(), (before, after, isWindows) => {
        const lines = [
          "[x]",
          ...before,
          ...pair.trim().split("\n"),
          ...after,
          "[y]",
          ...pair.trim().split("\n"),
        ];
        const end = isWindows ? "\r\n" : "\n";
        const join = (all: readonly string[]) => all.join("\n").replaceAll("\n", end);
        const scrubbed = scrubText(join(lines), target, new Map([["x", key]]));
        assert.deepEqual(scrubbed.gone, ["x"]);
        const rest = ["[x]", ...before, ...after, "[y]", ...pair.trim().split("\n")];
        assert.equal(scrubbed.text, join(rest));
      }),
      { numRuns: 50 },
    );
  });
});
