import { readFileSync, statSync } from "node:fs";
import { exitCodes, TegataError } from "../../../base/index.ts";
import { maxPolicyTextCharacters } from "../../../policy/limits.ts";
import { readJson } from "../../../policy/reader/json.ts";
import { positionsOf } from "../../../policy/reader/position.ts";
import { malformed, theFile } from "./members.ts";
import { parseSeed, type Seed } from "./shape.ts";

const maxSeedBytes = 4_194_304;

/**
 * Reads a seed file and checks its shape; what IAM says of names and documents comes with applying it.
 * Throws TegataError (exit code 2) when it cannot be read, is no JSON, or has a member that is unknown, missing or of the
 * wrong type.
 */
export function readSeed(file: string): Seed {
  return parseSeed(parseJson(readText(file)), theFile);
}

function readText(file: string): string {
  try {
    if (statSync(file).size <= maxSeedBytes) return readFileSync(file, "utf8");
  } catch (error) {
    throw new TegataError("Seed", `cannot read the seed file "${file}"`, {
      exitCode: exitCodes.misuse,
      cause: error,
    });
  }
  throw malformed(theFile, `is larger than ${maxSeedBytes} bytes`);
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    // SECURITY: the parser's message repeats a piece of the text, which may be a secret; only the place is told.
    throw malformed(theFile, `is not JSON${describeFaultPlace(content)}`);
  }
}

/** The policies' reader knows places, in texts as long as a policy's at the most. */
function describeFaultPlace(content: string): string {
  const [fault] = readJson(content).faults;
  if (fault === undefined || content.length > maxPolicyTextCharacters) return "";
  const { line, column } = positionsOf(content)(fault.offset);
  return ` (line ${line}, column ${column})`;
}
