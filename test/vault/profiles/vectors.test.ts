import assert from "node:assert/strict";
import { test } from "node:test";
import { TegataError } from "../../../src/base/index.ts";
import type { Section } from "../../../src/vault/profiles/index.ts";
import { readSharedVectors } from "../../support/shared-vectors.ts";
import { parseTexts } from "./texts.ts";

type Values = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface Vector {
  readonly name: string;
  readonly input: { readonly configFile?: string; readonly credentialsFile?: string };
  readonly output: {
    readonly config?: { readonly profiles: Values; readonly sso_sessions?: Values };
    readonly errorContaining?: string;
  };
}

const vectors = readSharedVectors<{ readonly tests: readonly Vector[] }>("profile-parser.json");

for (const { name, input, output } of vectors?.tests ?? []) {
  test(`parseSharedFiles() reads as AWS does: ${name}`, () => {
    const parse = () => parseTexts(input.configFile ?? "", input.credentialsFile ?? "");
    const expected = output.errorContaining?.toLowerCase();
    if (expected !== undefined) {
      assert.throws(parse, (error) => error instanceof TegataError && error.message.includes(expected));
      return;
    }
    const files = parse();
    assert.deepEqual(valuesOf(files.profiles), output.config?.profiles);
    assert.deepEqual(valuesOf(files.ssoSessions), output.config?.sso_sessions ?? {});
  });
}

function valuesOf(sections: ReadonlyMap<string, Section>): Values {
  return Object.fromEntries(
    [...sections].map(([name, { properties }]) => [
      name,
      Object.fromEntries([...properties].map(([key, { value }]) => [key, value])),
    ]),
  );
}
