import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type CallFacts, toTegataError } from "../../../src/vault/services/failure.ts";

const facts: CallFacts = {
  operation: "sso:CreateToken",
  profile: "ann",
  reason: {},
  host: "portal",
  secrets: [],
  offset: undefined,
  nowMs: 0,
};

function answered(name: string, message: string, httpStatusCode: number, more: object = {}): Error {
  return Object.assign(new Error(message), {
    name,
    $fault: "client",
    $metadata: { httpStatusCode },
    ...more,
  });
}

describe("toTegataError()", () => {
  it("keeps AWS's code where the SDK knows no sentence to it", () => {
    const pending = answered("AuthorizationPendingException", "UnknownError", 400);
    assert.equal(toTegataError(pending, facts).code, "AuthorizationPendingException");
    assert.equal(toTegataError(answered("NotFound", "no such portal", 404), facts).code, "NotFound");
  });

  it("tells an answer that is none of AWS's by its status", () => {
    for (const [error, words] of [
      [answered("Unknown", "UnknownError", 502), "answers HTTP 502 without an error of AWS's"],
      [answered("NotFound", "Unknown", 404), "answers HTTP 404 without an error of AWS's"],
      [answered("Unknown", "Unknown", 301), "sends us elsewhere (HTTP 301), which is not followed"],
    ] as const) {
      const { code, message } = toTegataError(error, facts);
      assert.deepEqual(
        [code, message],
        ["AnswerInvalid", `sso:CreateToken for profile "ann": portal ${words}`],
      );
    }
  });
});
