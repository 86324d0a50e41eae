/** Shared files that cannot be read: the AWS CLI passes them over without a word, so its own words mislead. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judge, readSymptom } from "../../src/doctor/index.ts";
import { factsOf } from "./vectors.ts";

const path = "/home/ann/.aws/config";
const hint = `ls -ld '${path}'`;

describe("a shared file that cannot be read", () => {
  const codesFor = (code: string, text: string) => {
    const planProblem = {
      code,
      message: `the config file "${path}" cannot be read: this user may not read it`,
      hint,
    };
    const symptom = { ...readSymptom(text) };
    return judge(
      factsOf({ symptom, planProblem, plan: null, profile: { name: "kk", exists: false } }),
    ).filter(({ concern }) => concern === "failure");
  };

  it("is why a profile is not found, or credentials are not; neither is missing for certain", () => {
    for (const text of [
      "The config profile (kk) could not be found",
      'Unable to locate credentials. You can configure credentials by running "aws configure".',
    ])
      for (const code of ["FileUnreadable", "FileTooLarge"]) {
        const findings = codesFor(code, text);
        assert.deepEqual(
          findings.map((each) => [each.code, each.certainty]),
          [["profile-cannot-be-used", "certain"]],
        );
        assert.deepEqual(findings[0]?.remedies[0]?.commands, [hint]);
      }
  });

  it("hides no profile that is not there where the files were read", () => {
    const [first] = codesFor("ProfileNotFound", "The config profile (kk) could not be found");
    assert.equal(first?.code, "profile-unknown");
  });
});
