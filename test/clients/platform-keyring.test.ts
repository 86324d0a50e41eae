/**
 * The keyring of the system itself where it needs no person: Windows' Credential Manager. It holds the user's own keys, so
 * TEGATA_TEST_OWN_KEYRING=1 must say that it is a machine without any. macOS asks a person; gnome-keyring has its own test.
 */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { createNativeKeyring } from "../../src/vault/keyring/index.ts";
import { itIsAKeyring } from "../vault/keyring/conformance.ts";

const isAllowed = process.platform === "win32" && process.env.TEGATA_TEST_OWN_KEYRING === "1";

describe("the wincred keyring with Windows", () => {
  if (!isAllowed) {
    it("runs on Windows", (t) => t.skip("SKIPPED: not Windows, or TEGATA_TEST_OWN_KEYRING=1 is not set"));
    return;
  }
  before(async () => {
    assert.deepEqual(await (await createNativeKeyring("wincred")).list(), [], "somebody's keys are in there");
  });
  itIsAKeyring(() => createNativeKeyring("wincred"));
});
