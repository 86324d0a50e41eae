import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { innerCommand, profileNamedBy, profileWithin } from "../../src/doctor/index.ts";

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

describe("profileWithin()", () => {
  for (const [command, name, setting] of [
    [["env", "AWS_PROFILE=deploy", "aws", "s3", "ls"], "deploy", "AWS_PROFILE"],
    [["make", "all", "AWS_DEFAULT_PROFILE=deploy"], "deploy", "AWS_DEFAULT_PROFILE"],
    [["sh", "-c", "cd x && aws s3 ls --profile 'deploy'"], "deploy", "--profile"],
    [["sh", "-c", "aws s3 ls; cargo build --profile release"], undefined, undefined],
    [["docker", "compose", "--profile", "web", "up"], undefined, undefined],
    [["aws", "s3", "ls", "--profile", "deploy"], undefined, undefined],
  ] as const)
    it(`finds ${name ?? "none"} in: ${command.join(" ")}`, () => {
      assert.deepEqual(profileWithin(command), name && { name, setting });
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
