/**
 * The documents' commands, run as they stand against a started server; what they print must be what is shown. README.ja.md
 * has README.md's commands, which `test/docs/readme.test.ts` sees to, so both are shown by one run.
 * `TEGATA_WRITE_DOCS=1` writes the answers anew.
 */
import assert from "node:assert/strict";
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { describe, it } from "node:test";
import { findProgram, needs, runProgram } from "../support/aws-cli.ts";
import { cleanEnvironment, repository, startServer } from "../support/server.ts";
import {
  normalise,
  readTranscript,
  runInBothLanguages,
  runTranscript,
  type Step,
  writeTranscript,
} from "../support/transcript.ts";

const isWriting = process.env.TEGATA_WRITE_DOCS === "1";
/** Most of a document's time is programs that start, so a second one is run beside it. */
const documentsAtOnce = 2;
/** What is shown in place of the run's own folder and port. */
const shownFolder = "/home/you/tegata";
const shownEndpoint = "http://127.0.0.1:4600";

interface Clone {
  readonly folder: string;
  readonly endpoint: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A clone as the reader has it, its authority started: npx finds the program, .tegata holds the credentials. */
async function inClone(run: (clone: Clone) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "tegata-readme-"));
  const server = await startServer({ data: join(folder, ".tegata"), testMode: false });
  try {
    for (const shared of ["package.json", "node_modules", "bin", "src", "examples", "LICENSE"])
      symlinkSync(join(repository, shared), join(folder, shared));
    const env = cleanEnvironment({
      TEGATA_ENDPOINT: server.endpoint,
      HOME: folder,
      LANG: "C.UTF-8",
      LC_ALL: undefined,
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_PAGER: "",
      COLUMNS: "80",
    });
    await run({ folder, endpoint: server.endpoint, env });
  } finally {
    stopServerOf(folder);
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The first call is npx's own; the later ones are spared the half second in which it looks around. */
function withShortNpx({ folder, env }: Clone): NodeJS.ProcessEnv {
  const bin = join(folder, "short");
  mkdirSync(bin);
  const lines = [
    "#!/bin/sh",
    `if mkdir "${bin}/called" 2> /dev/null; then exec "${findProgram("npx")}" "$@"; fi`,
    "program=$1",
    "shift",
    `exec "${process.execPath}" "${folder}/bin/$program.cjs" "$@"`,
  ];
  writeFileSync(join(bin, "npx"), `${lines.join("\n")}\n`, { mode: 0o755 });
  return { ...env, PATH: `${bin}${delimiter}${env.PATH}` };
}

describe("the documents", { concurrency: documentsAtOnce }, () => {
  it("README.md and README.ja.md show what their commands print", async (t) => {
    if (!needs(t, "aws", "jq", "bash", "npx", "curl")) return;
    await inClone(async (clone) => {
      const [english, japanese] = ["README.md", "README.ja.md"].map(stepsOf);
      assert.ok(english !== undefined && japanese !== undefined);
      const { en, ja } = await runInBothLanguages(english, withShortNpx(clone), clone.folder);
      compare("README.md", english, en, clone);
      compare("README.ja.md", japanese, ja, clone);
    });
  });

  const pages = globSync("docs/vault/*.md", { cwd: repository }).sort();
  for (const page of ["docs/policy/README.md", ...pages]) {
    if (readTranscript(join(repository, page)).length === 0) continue;
    it(`${page} shows what its commands print`, async (t) => {
      if (!needs(t, "aws", "jq", "bash", "npx")) return;
      await inClone(async (clone) => {
        const steps = stepsOf(page);
        compare(page, steps, await runTranscript(steps, withShortNpx(clone), clone.folder), clone);
        await assertAdminSigns(page, clone);
      });
    });
  }

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
      const steps = stepsOf("docs/ci.md");
      const outputs = await runTranscript(steps, { ...env, ...parseEnvironment(githubEnv) }, folder);
      compare("docs/ci.md", steps, outputs, { folder });
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

/** Nobody who pasted a page is locked out of the authority that it was pasted at. */
async function assertAdminSigns(page: string, { folder, endpoint, env }: Clone): Promise<void> {
  const admin = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_PROFILE: "tegata-admin",
    AWS_SHARED_CREDENTIALS_FILE: join(folder, ".tegata", "credentials"),
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1",
  };
  const run = await runProgram(["aws", "sts", "get-caller-identity"], { ...env, ...admin });
  assert.equal(run.code, 0, `${page}: the admin's key: ${run.stderr}`);
}

function stepsOf(name: string): Step[] {
  const steps = readTranscript(join(repository, name));
  assert.ok(steps.length > 5, `${name}: there is something to run`);
  return steps;
}

/** Compares what was printed with what the file shows, or writes it into it. */
function compare(
  name: string,
  steps: readonly Step[],
  outputs: readonly string[],
  { folder, endpoint = shownEndpoint }: Partial<Clone> & Pick<Clone, "folder">,
): void {
  const printed = outputs.map((output) =>
    output.replaceAll(folder, shownFolder).replaceAll(endpoint, shownEndpoint),
  );
  if (isWriting) writeTranscript(join(repository, name), printed);
  else
    steps.forEach(({ command, output }, at) => {
      assert.equal(normalise(printed[at] ?? ""), normalise(output), `${name}: ${command}`);
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
