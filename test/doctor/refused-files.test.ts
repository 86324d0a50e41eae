/** Files that the AWS CLI and boto3 refuse as a whole, and the vault reads. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judge, readSymptom } from "../../src/doctor/index.ts";
import { parseFile } from "../../src/vault/profiles/parse-file.ts";
import { factsOf } from "./vectors.ts";

const file = "/home/ann/.aws/config";
const symptom = { ...readSymptom(`Unable to parse config file: ${file}`) };
const warningsOf = (text: string) => parseFile(text, file).warnings;
const twice = warningsOf("[profile kk]\nregion = us-east-1\n[profile kk]\noutput = json\n");

describe("what stands twice in a file", () => {
  it("is a header, or a setting of a section in any case", () => {
    const lines = (text: string) =>
      warningsOf(text).flatMap(({ code, place }) => (code === "Repeated" ? [place.line] : []));
    assert.deepEqual(lines("[profile kk]\n[profile kk]\n[profile kk]\n"), [2, 3]);
    assert.deepEqual(lines("[profile kk]\nregion = a\nRegion = b\n"), [3]);
    assert.deepEqual(lines("[profile kk]\nregion = a\n[profile ll]\nregion = b\n"), []);
    assert.deepEqual(lines('[profile kk]\n[profile "kk"]\n[DEFAULT]\n[DEFAULT]\n'), []);
  });

  it("is found at its line when the AWS CLI cannot parse the file", () => {
    const [first, ...more] = judge(factsOf({ symptom, files: { warnings: twice } }));
    assert.deepEqual([first?.code, first?.certainty], ["line-read-differently", "certain"]);
    assert.deepEqual(first?.evidence.at(-1)?.place, { file, line: 3 });
    assert.deepEqual(first?.remedies[0]?.commands, [`eval "\${EDITOR:-vi}" +3 ${file}`]);
    assert.deepEqual(more, []);
  });

  it("is found where no error was given, since no profile can be used", () => {
    const [first, ...more] = judge(factsOf({ hasError: false, files: { warnings: twice } }));
    assert.deepEqual([first?.code, first?.concern], ["line-read-differently", "failure"]);
    assert.deepEqual(more, []);
  });

  it("is not why a client failed that came further", () => {
    const further = { by: "client", code: "NoRegion", sentence: "You must specify a region" };
    const codes = judge(factsOf({ symptom: further, files: { warnings: twice } })).map(({ code }) => code);
    assert.deepEqual(codes, ["no-region", "read-differently"]);
  });
});
