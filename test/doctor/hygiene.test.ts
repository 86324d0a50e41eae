/** What is told though it is not why something failed. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { authorityProfiles } from "../../src/base/index.ts";
import { judge } from "../../src/doctor/index.ts";
import { factsOf } from "./vectors.ts";

const keyOf = (profile: string) => ({
  profile,
  keyId: "AKIAIOSFODNN7EXAMPLE",
  isTemporary: false,
  place: { file: "/home/ann/.aws/credentials", line: 2 },
});

describe("keys in clear text", () => {
  it("are named, but for those of an authority that lies beside its file", () => {
    const of = (...profiles: readonly string[]) =>
      judge(factsOf({ files: { keys: profiles.map(keyOf) } })).map(({ code, evidence }) => [
        code,
        ...evidence.map(({ text }) => text.en),
      ]);
    assert.deepEqual(of("deploy", ...authorityProfiles), [
      ["keys-in-clear-text", "[deploy] AKIAIOSFODNN7EXAMPLE"],
    ]);
    assert.deepEqual(of(...authorityProfiles), []);
  });

  it("go into the vault by name, with a word on how programs get them then", () => {
    const keys = [keyOf("deploy"), keyOf("a b"), ...authorityProfiles.map(keyOf)];
    const [remedy] = judge(factsOf({ files: { keys } }))[0]?.remedies ?? [];
    assert.deepEqual(remedy?.commands, ["tegata import --from credentials-file --scrub deploy 'a b'"]);
    for (const text of Object.values(remedy?.text ?? {}))
      assert.match(text, /tegata exec.*credential_process/);
  });
});
