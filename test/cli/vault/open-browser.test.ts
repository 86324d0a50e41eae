import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openerOf } from "../../../src/cli/vault/open-browser.ts";

const url = "https://example.test/authorize?a=1&b=2";

describe("openerOf()", () => {
  it("is each system's own, and none that reads & in an address", () => {
    assert.deepEqual(openerOf(url, "linux", undefined), ["xdg-open", url]);
    assert.deepEqual(openerOf(url, "darwin", undefined), ["open", url]);
    assert.deepEqual(openerOf(url, "win32", undefined), ["rundll32", "url.dll,FileProtocolHandler", url]);
  });

  it("is BROWSER where that names one program, on every system", () => {
    for (const platform of ["linux", "darwin", "win32"] as const)
      assert.deepEqual(openerOf(url, platform, "firefox"), ["firefox", url]);
    for (const browser of ["", "firefox:chromium", "firefox %s", "a;b"])
      assert.deepEqual(openerOf(url, "linux", browser), ["xdg-open", url]);
  });
});
