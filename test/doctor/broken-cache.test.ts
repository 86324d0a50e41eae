/** Files of the AWS CLI's cache that are JSON and hold no credentials: it prints the name of the member that it misses. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { symptomOfAws } from "../../src/doctor/gather/whose-error.ts";
import { type Facts, judge } from "../../src/doctor/index.ts";
import { readSymptom } from "../../src/doctor/symptom/index.ts";
import { factsOf } from "./vectors.ts";

const path = "/home/ann/.aws/cli/cache/5f52c9c583acfd120a607977e4f21fe86b7fa42d.json";
const broken = { cache: "aws-cli", path, profiles: ["deploy"], isBroken: true };

function factsWith(text: string, entry: object, command: readonly string[] | undefined = undefined): Facts {
  const facts = factsOf({ caches: { entries: [entry] } });
  const { profile, environment, caches } = facts;
  const around = { command, profile, environment, endpoint: undefined, caches: caches.entries };
  return { ...facts, symptom: symptomOfAws(readSymptom(text), around) };
}

describe("symptomOfAws()", () => {
  it("takes a missing member for the AWS CLI's where its cache has a broken file", () => {
    for (const text of ["\n'Credentials'\n", "aws: [ERROR]: 'Expiration'", "'AccessKeyId'"]) {
      const [first] = judge(factsWith(text, broken));
      assert.deepEqual([first?.code, first?.certainty], ["cli-cache-broken", "certain"], text);
      assert.equal(first?.evidence.at(-1)?.place?.file, path);
    }
  });

  it("takes it for nothing where none is broken, whoever printed it", () => {
    for (const command of [undefined, ["aws", "s3", "ls"]])
      for (const entry of [
        { ...broken, isBroken: false },
        { ...broken, cache: "sso" },
      ])
        assert.equal(factsWith("'Credentials'", entry, command).symptom, undefined);
    assert.equal(factsWith("KeyError: 'Credentials'", broken).symptom, undefined);
    assert.equal(factsWith("'Region'", broken).symptom, undefined);
  });

  it("is not certain of a file that no profile of this call has", () => {
    const [first] = judge(factsWith("'Credentials'", { ...broken, profiles: ["other"] }));
    assert.deepEqual([first?.code, first?.certainty], ["cli-cache-broken", "likely"]);
  });
});
