import assert from "node:assert/strict";
import { test } from "node:test";
import { printable } from "../../src/base/index.ts";

test("printable writes control characters, line breaks and marks of direction as escapes, and leaves other text", () => {
  assert.equal(printable("a\u001b[2J\n\u202eb"), "a\\u001b[2J\\u000a\\u202eb");
  assert.equal(printable("Größe → 手形 \u{1f511}"), "Größe → 手形 \u{1f511}");
});
