/** What is no failure yet: keys in clear text, files that others may read, the root user's key. */
import assert from "node:assert/strict";
import { chmodSync, statSync } from "node:fs";
import { before, describe, it } from "node:test";
import { needs } from "../support/aws-cli.ts";
import type { Person } from "../support/desk.ts";
import { openPractice, withRoot } from "../support/practice.ts";

const whoAmI = "aws sts get-caller-identity";
const refused = /InvalidClientTokenId/;

describe("tegata why, of hygiene", () => {
  const practice = openPractice(withRoot);
  const { writeKey } = practice;
  let ann: Person;

  before(async () => {
    ann = await practice.desk.addUser("ann");
  });

  const hygiene = async (args: string) => {
    const { findings } = await practice.clinic.why(args);
    assert.deepEqual(
      findings.filter(({ concern }) => concern === "failure"),
      [],
    );
    return findings;
  };

  it("B13 names files that others may read, and the chmod closes them", async () => {
    writeKey("ann", ann);
    chmodSync(practice.clinic.home.credentialsFile, 0o644);
    const found = (await hygiene("ann")).find(({ code }) => code === "files-readable-by-others");
    assert.deepEqual(found?.evidence[0]?.place?.file, practice.clinic.home.credentialsFile);
    const run = await practice.clinic.sh(found?.remedies[0]?.commands.join("\n") ?? "false");
    assert.equal(run.code, 0, run.stderr);
    assert.equal(statSync(practice.clinic.home.credentialsFile).mode & 0o777, 0o600);
    assert.ok(!(await hygiene("ann")).some(({ code }) => code === "files-readable-by-others"));
  });

  it("B13 names keys in clear text, and the import takes them out of the file", async (t) => {
    if (!needs(t, "aws")) return;
    writeKey("ann", ann);
    const found = (await hygiene("ann")).find(({ code }) => code === "keys-in-clear-text");
    assert.equal(found?.evidence[0]?.place?.line, 2);
    const run = await practice.clinic.sh(found?.remedies[0]?.commands.join("\n") ?? "false");
    assert.equal(run.code, 0, run.stderr);
    const left = (await hygiene("ann")).map(({ code }) => code);
    assert.ok(!left.includes("keys-in-clear-text"), left.join(", "));
    const through = await practice.clinic.sh(`tegata exec ann -- ${whoAmI}`);
    assert.equal(through.code, 0, through.stderr);
  });

  it("C10 names the root user's key, with the command that an administrator types to deactivate it", async (t) => {
    if (!needs(t, "aws")) return;
    assert.ok(practice.server.root);
    writeKey("top", practice.server.root);
    const found = (await hygiene("top")).find(({ code }) => code === "root-key");
    assert.equal(found?.remedies[0]?.by, "administrator");
    const run = await practice.clinic.sh(
      `export AWS_PROFILE=top\n${found?.remedies[0]?.commands.join("\n")}`,
    );
    assert.equal(run.code, 0, run.stderr);
    const again = await practice.clinic.sh(`${whoAmI} --profile top`);
    assert.match(again.stderr, refused);
  });
});
