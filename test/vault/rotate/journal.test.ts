import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Secret } from "../../../src/base/index.ts";
import { buildJournal, type Journal, parseJournal } from "../../../src/vault/rotate/journal.ts";

const begun = {
  startedAt: 1,
  ownerArn: "arn:aws:iam::123456789012:root",
  oldKeyId: "AKIAOLD",
  keepOld: true,
};
const journals: readonly Journal[] = [
  { ...begun, stage: "creating", knownKeyIds: ["AKIAOLD"] },
  {
    ...begun,
    stage: "created",
    newKey: { accessKeyId: "AKIANEW", secretAccessKey: new Secret("new secret") },
  },
  { ...begun, stage: "replaced", newKeyId: "AKIANEW" },
];

describe("parseJournal()", () => {
  it("reads what buildJournal() wrote, the new secret only while it is needed", () => {
    for (const journal of journals) {
      const bytes = buildJournal(journal);
      assert.deepEqual(buildJournal(parseJournal(bytes) ?? journal), bytes);
      assert.equal(parseJournal(bytes)?.stage, journal.stage);
      const text = new TextDecoder().decode(bytes);
      assert.equal(text.includes("new secret"), journal.stage === "created");
    }
  });

  it("is undefined for what is cut off or says nothing", () => {
    for (const journal of journals) {
      const bytes = buildJournal(journal);
      assert.equal(parseJournal(bytes.slice(0, -1)), undefined);
      const form = JSON.parse(new TextDecoder().decode(bytes));
      for (const name of Object.keys(form)) {
        const rest = Object.fromEntries(Object.entries(form).filter(([each]) => each !== name));
        assert.equal(parseJournal(new TextEncoder().encode(JSON.stringify(rest))), undefined, name);
      }
    }
  });
});
