/**
 * The READMEs' commands, run as they stand against a started server; what they print must be what is shown.
 * `TEGATA_WRITE_DOCS=1` writes it anew.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { needs, runProgram } from "../support/aws-cli.ts";
import { cleanEnvironment, repository, startServer } from "../support/server.ts";
import { normalise, readTranscript, runTranscript, writeTranscript } from "../support/transcript.ts";

describe("the READMEs", () => {
  for (const name of ["README.md", "README.ja.md"]) {
    it(`${name} shows what its commands print`, async (t) => {
      if (!needs(t, "aws", "jq", "bash", "npx")) return;
      const file = join(repository, name);
      const folder = mkdtempSync(join(tmpdir(), "tegata-readme-"));
      const server = await startServer({ data: join(folder, ".tegata"), testMode: false });
      try {
        // A clone as the reader has it: npx finds the program, .tegata holds the credentials.
        for (const shared of ["package.json", "node_modules", "bin", "src"])
          symlinkSync(join(repository, shared), join(folder, shared));
        const steps = readTranscript(file);
        assert.ok(steps.length > 10, "there is something to run");
        const env = cleanEnvironment({
          TEGATA_ENDPOINT: server.endpoint,
          HOME: folder,
          AWS_EC2_METADATA_DISABLED: "true",
          AWS_PAGER: "",
          COLUMNS: "80",
        });
        const outputs = await runTranscript(steps, env, folder);
        if (process.env.TEGATA_WRITE_DOCS === "1") writeTranscript(file, outputs);
        else
          steps.forEach(({ command, output }, at) => {
            assert.equal(normalise(outputs[at] ?? ""), normalise(output), command);
          });
      } finally {
        await server.stop();
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
});

describe("docs/ci.md", () => {
  it("docs/ci.md shows what its shell steps print", async (t) => {
    if (!needs(t, "aws", "jq", "bash", "curl")) return;
    const file = join(repository, "docs/ci.md");
    const folder = mkdtempSync(join(tmpdir(), "tegata-ci-"));
    const server = await startServer({ args: ["--account", "123456789012"] });
    const { endpoint, accountId: account, admin } = server;
    try {
      const credentialsFile = join(folder, "credentials");
      writeFileSync(
        credentialsFile,
        `[tegata-admin]\naws_access_key_id = ${admin.accessKeyId}\naws_secret_access_key = ${admin.secretAccessKey}\n`,
      );
      writeFileSync(join(folder, "ready.json"), JSON.stringify({ endpoint, account, credentialsFile }));
      const steps = readTranscript(file);
      const outputs = await runTranscript(steps, cleanEnvironment({ HOME: folder, AWS_PAGER: "" }), folder);
      if (process.env.TEGATA_WRITE_DOCS === "1") writeTranscript(file, outputs);
      else
        steps.forEach(({ command, output }, at) => {
          assert.equal(normalise(outputs[at] ?? ""), normalise(output), command);
        });
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("examples/in-process.ts prints what docs/ci.md shows", async () => {
    const run = await runProgram(
      [process.execPath, join(repository, "examples/in-process.ts")],
      cleanEnvironment({ NODE_NO_WARNINGS: "1" }),
    );
    assert.equal(run.code, 0, run.stderr);
    assert.ok(readFileSync(join(repository, "docs/ci.md"), "utf8").includes(run.stdout.trim()), run.stdout);
  });
});
