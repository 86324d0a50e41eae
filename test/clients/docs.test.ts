/**
 * README.md's commands, run as they stand against a started server; what they print must be what is shown. README.ja.md
 * has the same commands and answers, which `test/docs/readme.test.ts` sees to. `TEGATA_WRITE_DOCS=1` writes both anew.
 */
import assert from "node:assert/strict";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { needs, runProgram } from "../support/aws-cli.ts";
import { cleanEnvironment, repository, startServer } from "../support/server.ts";
import {
  normalise,
  readTranscript,
  runTranscript,
  type Step,
  writeTranscript,
} from "../support/transcript.ts";

const isWriting = process.env.TEGATA_WRITE_DOCS === "1";

/** A clone as the reader has it, its authority started: npx finds the program, .tegata holds the credentials. */
async function inClone(run: (folder: string, env: NodeJS.ProcessEnv) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "tegata-readme-"));
  const server = await startServer({ data: join(folder, ".tegata"), testMode: false });
  try {
    for (const shared of ["package.json", "node_modules", "bin", "src", "examples", "LICENSE"])
      symlinkSync(join(repository, shared), join(folder, shared));
    const env = cleanEnvironment({
      TEGATA_ENDPOINT: server.endpoint,
      HOME: folder,
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_PAGER: "",
      COLUMNS: "80",
    });
    await run(folder, env);
  } finally {
    stopServerOf(folder);
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("README.md", () => {
  it("README.md shows what its commands print", async (t) => {
    if (!needs(t, "aws", "jq", "bash", "npx", "curl")) return;
    await inClone(async (folder, env) => {
      const steps = readTranscript(join(repository, "README.md"));
      assert.ok(steps.length > 10, "there is something to run");
      compare(["README.md", "README.ja.md"], steps, await runTranscript(steps, env, folder));
    });
  });
});

describe("docs/policy/README.md", () => {
  it("docs/policy/README.md shows what its commands print", async (t) => {
    if (!needs(t, "aws", "jq", "bash", "npx")) return;
    await inClone(async (folder, env) => {
      const file = join(repository, "docs/policy/README.md");
      const steps = readTranscript(file);
      assert.ok(steps.length > 10, "there is something to run");
      compare(["docs/policy/README.md"], steps, await runTranscript(steps, env, folder));
    });
  });
});

describe("docs/vault", () => {
  for (const page of globSync("docs/vault/*.md", { cwd: repository }).sort()) {
    if (readTranscript(join(repository, page)).length === 0) continue;
    it(`${page} shows what its commands print`, async (t) => {
      if (!needs(t, "aws", "jq", "bash", "npx")) return;
      await inClone(async (folder, env) => {
        const steps = readTranscript(join(repository, page));
        compare([page], steps, await runTranscript(steps, env, folder));
      });
    });
  }
});

describe("docs/ci.md", () => {
  it("docs/ci.md: the job's start step starts, and the shell steps print what is shown", async (t) => {
    if (!needs(t, "aws", "jq", "bash", "npx", "curl", "timeout")) return;
    const file = join(repository, "docs/ci.md");
    const folder = mkdtempSync(join(tmpdir(), "tegata-ci-"));
    try {
      for (const shared of ["package.json", "node_modules", "bin", "src"])
        symlinkSync(join(repository, shared), join(folder, shared));
      const githubEnv = join(folder, "github-env");
      const env = cleanEnvironment({ HOME: folder, GITHUB_ENV: githubEnv, AWS_PAGER: "" });
      const started = await runProgram(
        ["bash", "-e", "-c", jobStep(file, "Start the authority")],
        env,
        "",
        folder,
      );
      assert.equal(started.code, 0, started.stderr);
      const steps = readTranscript(file);
      assert.ok(steps.length > 5, "there is something to run");
      const outputs = await runTranscript(steps, { ...env, ...parseEnvironment(githubEnv) }, folder);
      compare(["docs/ci.md"], steps, outputs);
    } finally {
      stopServerOf(folder);
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

/** Compares what was printed with what the files show, or writes it into them. */
function compare(names: readonly string[], steps: readonly Step[], outputs: readonly string[]): void {
  if (isWriting) for (const name of names) writeTranscript(join(repository, name), outputs);
  else
    steps.forEach(({ command, output }, at) => {
      assert.equal(normalise(outputs[at] ?? ""), normalise(output), command);
    });
}

/** The script of a step of the Actions job: the lines under `run: |`, as the runner hands them to bash. */
function jobStep(file: string, name: string): string {
  const after = readFileSync(file, "utf8").split(`- name: ${name}\n`)[1] ?? "";
  const script = /^( +)run: \|\n((?:\1 {2}.*\n)+)/.exec(after);
  assert.ok(script, `${file} has no step "${name}"`);
  return (script[2] ?? "").replaceAll(new RegExp(`^${script[1]}  `, "gm"), "");
}

function parseEnvironment(file: string): Record<string, string> {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
}

/** Ends the server that the commands in `folder` started, if they did not get to ending it. */
function stopServerOf(folder: string): void {
  const file = join(folder, "ready.json");
  if (!existsSync(file)) return;
  try {
    process.kill(JSON.parse(readFileSync(file, "utf8")).pid);
  } catch {
    // It has ended.
  }
}
