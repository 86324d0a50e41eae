import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { TegataError } from "../../src/base/index.ts";
import { describeOutcome, parseOutcome } from "../../src/cli/verbs/add/outcome.ts";

describe("parseOutcome()", () => {
  it("parseOutcome() reads back what `tegata add` told its parent, whatever was printed before", () => {
    const error = new TegataError("KeyringLocked", "it is locked", { hint: "unlock it", exitCode: 3 });
    const read = parseOutcome(`AWS Vault says hello\n${JSON.stringify(describeOutcome(error))}\n`);
    assert.equal(read?.kind, "refused");
    assert.deepEqual(read.kind === "refused" && { ...read.error }, { ...error });
    const stored = JSON.stringify({ Profile: "x", Arn: "arn:aws:iam::123456789012:user/x", WasThere: true });
    assert.deepEqual(parseOutcome(stored), {
      kind: "stored",
      arn: "arn:aws:iam::123456789012:user/x",
      wasThere: true,
    });
    const bug = parseOutcome(JSON.stringify(describeOutcome(new TypeError("oops"))));
    assert.equal(bug?.kind === "refused" && bug.error.code, "InternalFailure");
  });

  it("parseOutcome() takes silence and other programs' words for no answer", () => {
    for (const text of ["", "\n", "hello", "{}", "[]", '{"Arn":"x"}', "null"])
      assert.equal(parseOutcome(text), undefined, text);
  });
});
