/** What tells how long a session was to live. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judge } from "../../src/doctor/index.ts";
import { factsOf, vectors } from "./vectors.ts";

describe("a duration that no call can have", () => {
  const refused = vectors.cases.find(({ name }) => name === "beyond the role's maximum")?.facts;
  const roleArn = "arn:aws:iam::123456789012:role/deploy";
  const reason = { place: { file: "/home/ann/.aws/config", line: 2 } };
  const plan = {
    steps: [
      { kind: "stored-key", profile: "deploy", reason },
      { kind: "assume-role", profile: "deploy", roleArn, durationSeconds: 7_200, reason },
    ],
  };
  const evidenceWith = (more: object) =>
    judge(factsOf({ ...refused, plan, ...more }))[0]?.evidence.slice(1) ?? [];

  it("is shown with the role that the profile asks, and with no other setting's line", () => {
    assert.deepEqual(
      evidenceWith({}).map(({ text, place }) => [text.en, place]),
      [[`the profile asks for 7200 s of ${roleArn}`, undefined]],
    );
  });

  it("is not the profile's where the command gives it", () => {
    const command = ["aws", "sts", "assume-role", "--role-arn", roleArn, "--duration-seconds", "43200"];
    assert.deepEqual(evidenceWith({ command }), []);
  });
});
