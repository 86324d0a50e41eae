/** Shared files that a program appended to each day: as large as a file may be, with as much wrong as fits. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judge, readSymptom } from "../../src/doctor/index.ts";
import { parseSharedFiles } from "../../src/vault/profiles/index.ts";
import { factsOf } from "./vectors.ts";

const file = "/home/ann/.aws/config";
const times = 200_000;
const { warnings } = parseSharedFiles({
  config: { file, text: "[profile kk]\n".repeat(times) },
  credentials: { file: "/home/ann/.aws/credentials", text: "" },
});

describe("a header that comes many thousand times", () => {
  it("is told of at each of its lines but the first", () => {
    assert.equal(warnings.length, times - 1);
    assert.deepEqual(warnings.at(-1)?.place, { file, line: times });
  });

  it("is shown a few times, each with its remedy", () => {
    const symptom = readSymptom(`Unable to parse config file: ${file}`);
    const [finding] = judge(
      factsOf({ symptom: { ...symptom }, files: { warnings: warnings.slice(0, 100) } }),
    );
    assert.equal(finding?.code, "line-read-differently");
    assert.deepEqual(finding.evidence.at(-1)?.place, { file, line: 11 });
    assert.equal(finding.remedies.length, 10);
  });
});
