import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { IAMClient } from "@aws-sdk/client-iam";
import { TegataError } from "../../../src/base/index.ts";
import { type CallAsUser, createAccessKeys } from "../../../src/vault/rotate/access-keys.ts";

/** What is sent, answered by `answers` in their order. */
function recording(...answers: readonly unknown[]): { call: CallAsUser; sent: object[] } {
  const sent: object[] = [];
  const left = [...answers];
  const call: CallAsUser = async (action, send) => {
    const client = {
      send: async ({ input }: { input: object }) => {
        sent.push({ action, ...input });
        const answer = left.shift();
        if (answer instanceof Error) throw answer;
        return answer ?? {};
      },
    };
    return send(client as unknown as IAMClient);
  };
  return { call, sent };
}

describe("createAccessKeys()", () => {
  it("names the user, and not the root user", async () => {
    for (const [userName, named] of [
      ["ann", { UserName: "ann" }],
      [undefined, {}],
    ] as const) {
      const { call, sent } = recording({
        AccessKeyMetadata: [{ AccessKeyId: "AKIA1", Status: "Inactive" }, {}],
      });
      const keys = createAccessKeys(call, userName);
      assert.deepEqual(await keys.list(), [{ id: "AKIA1", isActive: false }]);
      await keys.deactivate("AKIA1");
      await keys.delete("AKIA1");
      assert.deepEqual(sent, [
        { action: "ListAccessKeys", ...named },
        { action: "UpdateAccessKey", ...named, AccessKeyId: "AKIA1", Status: "Inactive" },
        { action: "DeleteAccessKey", ...named, AccessKeyId: "AKIA1" },
      ]);
    }
  });

  it("takes a key that is gone for deleted, and one whose last use it may not ask for as unknown", async () => {
    const gone = new TegataError("NoSuchEntity", "gone");
    await createAccessKeys(recording(gone).call, "ann").delete("AKIA1");
    const denied = new TegataError("AccessDenied", "no");
    assert.equal(await createAccessKeys(recording(denied).call, "ann").lastUse("AKIA1"), "unknown");
    await assert.rejects(createAccessKeys(recording(denied).call, "ann").delete("AKIA1"), denied);
    assert.equal(await createAccessKeys(recording({}).call, "ann").lastUse("AKIA1"), "never");
  });

  it("refuses an answer without a whole key", async () => {
    const answer = { AccessKey: { AccessKeyId: "AKIA2" } };
    await assert.rejects(createAccessKeys(recording(answer).call, "ann").create(), { code: "AnswerInvalid" });
  });
});
