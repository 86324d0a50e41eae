/** What a kept session must not pay for. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runProgram } from "../../support/aws-cli.ts";

/** Loads the doors with an eye on every module that is loaded; prints those of the AWS SDK. */
const script = `
import { registerHooks } from "node:module";
const seen = [];
registerHooks({ load: (url, context, next) => { seen.push(url); return next(url, context); } });
for (const door of ["steps", "mfa", "sso", "services", "programs"])
  await import(new URL("../../../src/vault/" + door + "/index.ts", process.env.HERE));
console.log(JSON.stringify({ all: seen.length, heavy: seen.filter((url) => /@aws-sdk|@smithy/.test(url)) }));
`;

describe("the doors of steps, mfa and sso", () => {
  it("load nothing of the AWS SDK until a step calls a service", async () => {
    const command = [process.execPath, "--input-type=module", "-e", script];
    const run = await runProgram(command, { ...process.env, HERE: import.meta.url });
    assert.equal(run.code, 0, run.stderr);
    assert.ok(Number(run.json.all) > 10);
    assert.deepEqual(run.json.heavy, []);
  });
});
