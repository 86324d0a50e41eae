import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Secret } from "../../src/base/index.ts";
import { handOver, parseHandOver } from "../../src/cli/verbs/add/hand-over.ts";

const key = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: new Secret("secret"),
  hasSessionToken: true,
};

describe("parseHandOver()", () => {
  it("parseHandOver() reads back what handOver() wrote, whatever was printed before", () => {
    let written = "AWS Vault says hello\n";
    const write = (text: string): boolean => {
      written += text;
      return true;
    };
    handOver(key, { isTTY: false, write: write as NodeJS.WriteStream["write"] });
    const read = parseHandOver(written);
    assert.equal(read?.accessKeyId, key.accessKeyId);
    assert.equal(read.secretAccessKey.reveal(), "secret");
    assert.equal(read.hasSessionToken, true);
  });

  it("handOver() shows a secret on no terminal", () => {
    const output = { isTTY: true, write: () => assert.fail("written") };
    assert.throws(() => handOver(key, output), { code: "HandOverShown" });
  });

  it("parseHandOver() takes silence and other programs' words for no key", () => {
    for (const text of ["", "\n", "hello", "{}", "[]", '{"AccessKeyId":"x"}', "null"])
      assert.equal(parseHandOver(text), undefined, text);
  });
});
