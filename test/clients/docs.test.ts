/**
 * The READMEs' commands, run as they stand against a started server; what they print must be what is shown.
 * `TEGATA_WRITE_DOCS=1` writes it anew.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { needs } from "../support/aws-cli.ts";
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
