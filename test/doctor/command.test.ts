import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { innerCommand, profileNamedBy } from "../../src/doctor/index.ts";

const words = (line: string) => line.split(" ");

describe("profileNamedBy()", () => {
  for (const [line, profile] of [
    ["aws iam list-users --profile deploy", "deploy"],
    ["/usr/local/bin/aws --profile=deploy iam list-users", "deploy"],
    ["aws iam list-users", undefined],
    ["aws iam list-users --profile", undefined],
    ["tegata exec deploy -- aws iam list-users", "deploy"],
    ["tegata exec --server deploy -- docker compose up", "deploy"],
    ["tegata exec -d 15m deploy -- docker compose up", "deploy"],
    ["tegata exec -t 123456 -- aws iam list-users", undefined],
    ["tegata exec -- aws iam list-users", undefined],
    ["terraform apply --profile deploy", undefined],
  ] as const)
    it(`finds ${profile ?? "none"} in: ${line}`, () => {
      assert.equal(profileNamedBy(words(line)), profile);
    });
});

describe("innerCommand()", () => {
  it("is what the vault was to run, or the command itself", () => {
    assert.deepEqual(
      innerCommand(words("tegata exec deploy -- aws iam list-users")),
      words("aws iam list-users"),
    );
    assert.deepEqual(innerCommand(words("aws iam list-users")), words("aws iam list-users"));
    assert.equal(innerCommand(undefined), undefined);
  });
});
