import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { cleanEnvironment, repository } from "../support/server.ts";

test("tegata --help says nothing when its reader has gone", async () => {
  const child = spawn(process.execPath, [join(repository, "src/cli/main.ts"), "serve", "--help"], {
    env: cleanEnvironment({}),
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.destroy();
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  assert.deepEqual(await once(child, "close"), [0, null]);
  assert.equal(stderr, "");
});
