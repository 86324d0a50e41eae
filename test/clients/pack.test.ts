/** The package as people get it: packed, installed into an empty folder without network, and every part of it used. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { type Run, runProgram } from "../support/aws-cli.ts";
import { cleanEnvironment, repository } from "../support/server.ts";

const folder = mkdtempSync(join(tmpdir(), "tegata-pack-"));
const consumer = join(folder, "consumer");
const data = join(folder, "data");
const installed = join(consumer, "node_modules", "tegata");
const environment = cleanEnvironment({ npm_config_offline: "true", NO_COLOR: "1" });
const startTimeoutMs = 20_000;

async function run(command: readonly string[], cwd = consumer): Promise<Run> {
  return runProgram(command, environment, "", cwd);
}

async function does(command: readonly string[], cwd?: string): Promise<string> {
  const result = await run(command, cwd);
  assert.equal(result.code, 0, `${command.join(" ")}: ${result.stderr}${result.stdout}`);
  return result.stdout;
}

/** The installed program, as a shell in that folder runs it. */
function tegata(...args: readonly string[]): Promise<string> {
  return does([process.execPath, join(consumer, "node_modules", ".bin", "tegata"), ...args]);
}

describe("the packed tegata", () => {
  let files: readonly string[] = [];

  before(async () => {
    mkdirSync(consumer);
    const packed = await does(["npm", "pack", "--json", "--pack-destination", folder], repository);
    const [archive] = archivesOf(packed);
    files = archive?.files.map(({ path }) => path) ?? [];
    writeFileSync(join(consumer, "package.json"), '{ "private": true, "type": "module" }\n');
    await does(["npm", "install", "--no-audit", "--no-fund", join(folder, archive?.filename ?? "")]);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("holds its licence, its notice, the licences of what it bundles, and no sources", () => {
    for (const file of ["LICENSE", "NOTICE", "README.md", "dist/THIRD-PARTY-LICENSES.txt", "bin/tegata.mjs"])
      assert.ok(files.includes(file), file);
    assert.deepEqual(
      files.filter(
        (file) =>
          !/^(?:bin|dist|docs\/man|docs\/troubleshooting)\/|^(?:docs\/doctor(?:\.ja)?\.md|LICENSE|NOTICE|(?:README|CHANGELOG).*\.md|package\.json)$/.test(
            file,
          ),
      ),
      [],
    );
    const licences = readFileSync(join(installed, "dist/THIRD-PARTY-LICENSES.txt"), "utf8");
    for (const name of ["commander", "kysely", "pino", "qrcode", "saxes"])
      assert.match(licences, new RegExp(`^  ${name} \\d`, "m"));
  });

  it("installs offline, with nothing beside it", async () => {
    const tree: { dependencies: object } = JSON.parse(await does(["npm", "ls", "--all", "--json"]));
    assert.deepEqual(Object.keys(tree.dependencies), ["tegata"]);
    assert.ok(!existsSync(join(installed, "node_modules")));
  });

  it("prints its version and the help of every verb", async () => {
    const { version }: { version: string } = JSON.parse(
      readFileSync(join(repository, "package.json"), "utf8"),
    );
    assert.equal((await tegata("--version")).trim(), version);
    const seen: string[] = [];
    const waiting: string[][] = [[]];
    for (let verb = waiting.pop(); verb !== undefined; verb = waiting.pop()) {
      const help = await tegata(...verb, "--help");
      assert.match(help, /^Usage: tegata/);
      seen.push(verb.join(" "));
      for (const name of verbsIn(help)) waiting.push([...verb, name]);
    }
    for (const verb of [
      "serve",
      "env",
      "account create",
      "account list",
      "mfa register-hardware",
      "policy check",
      ...["add", "list", "remove", "clear", "import"],
    ])
      assert.ok(seen.includes(verb), verb);
  });

  it("explains, in both languages, with the pages that it brings", async () => {
    const title = "The security token included in the request is expired";
    for (const [language, heading] of [
      ["en", "## What to do"],
      ["ja", "## 対処"],
    ] as const) {
      const page = await tegata("explain", "ExpiredToken", "--lang", language);
      assert.ok(page.startsWith("# ") && page.includes(title) && page.includes(heading), page);
    }
    assert.match(await tegata("why", "--offline", "--error", title), /tegata explain expired-token/);
  });

  it("serves, and its verbs speak to it", async () => {
    const server = await serve();
    try {
      const env: Record<string, string> = JSON.parse(
        await tegata("env", "--json", "--endpoint", server.endpoint, "--data", data),
      );
      const sts = new STSClient({
        endpoint: env.AWS_ENDPOINT_URL ?? "",
        region: "us-east-1",
        credentials: {
          accessKeyId: env.AWS_ACCESS_KEY_ID ?? "",
          secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "",
        },
      });
      const identity = await sts.send(new GetCallerIdentityCommand({}));
      sts.destroy();
      assert.equal(identity.Arn, `arn:aws:iam::${server.account}:user/admin`);
      const at = ["--endpoint", server.endpoint, "--data", data];
      await tegata("account", "create", "--account", "210987654321", ...at);
      const list = await tegata("account", "list", ...at);
      assert.ok(list.includes(server.account) && list.includes("210987654321"), list);
      const seedFile = join(folder, "seed");
      writeFileSync(seedFile, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP\n", { mode: 0o600 });
      const device = ["--user", "admin", "--serial", "GAHT12345678", "--seed-file", seedFile];
      assert.match(await tegata("mfa", "register-hardware", ...device, ...at), /GAHT12345678/);
    } finally {
      server.process.kill("SIGTERM");
      await server.exited;
    }
  });

  it("is a library whose doors open, alone and with types", async () => {
    writeFileSync(join(consumer, "use.mts"), libraryUse);
    const compiler = join(repository, "node_modules/typescript/bin/tsc");
    const flags = [
      "--noEmit",
      "--strict",
      "--module",
      "nodenext",
      "--target",
      "es2024",
      "--lib",
      "es2024,dom",
    ];
    const node = ["--types", "node", "--typeRoots", join(repository, "node_modules/@types")];
    await does([process.execPath, compiler, "--ignoreConfig", ...flags, ...node, "use.mts"]);
    assert.equal(await does([process.execPath, "use.mts"]), "allow 200 403\n");
  });

  it("has a policy engine that imports nothing, for browsers", () => {
    for (const file of ["dist/policy.js", "dist/policy-reference.js"])
      assert.doesNotMatch(
        readFileSync(join(installed, file), "utf8"),
        /^import\b|\bimport\(|\brequire\(/m,
        file,
      );
  });

  interface Serving {
    readonly endpoint: string;
    readonly account: string;
    readonly process: ReturnType<typeof spawn>;
    readonly exited: Promise<unknown>;
  }

  async function serve(): Promise<Serving> {
    const readyFile = join(folder, "ready.json");
    const program = join(consumer, "node_modules", ".bin", "tegata");
    const args = [program, "serve", "--port", "0", "--data", data, "--ready-file", readyFile];
    const child = spawn(process.execPath, args, { env: environment, cwd: consumer, stdio: "ignore" });
    const exited = once(child, "exit");
    const deadline = Date.now() + startTimeoutMs;
    while (!existsSync(readyFile)) {
      assert.ok(child.exitCode === null && Date.now() < deadline, "the server became ready");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return { ...JSON.parse(readFileSync(readyFile, "utf8")), process: child, exited };
  }
});

/** The names that a help text lists as commands. */
function verbsIn(help: string): string[] {
  const [, commands = ""] = help.split(/^Commands:$/m);
  return [...commands.matchAll(/^ {2}([a-z][\w-]*)/gm)]
    .map((match) => match[1] ?? "")
    .filter((name) => name !== "help");
}

interface Archive {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** npm's JSON comes after what the build printed; newer versions answer by name, older ones in a list. */
function archivesOf(output: string): readonly Archive[] {
  const start = output.search(/^[[{]/m);
  const answer: readonly Archive[] | Readonly<Record<string, Archive>> = JSON.parse(output.slice(start));
  return Object.values(answer);
}

/** What a program of others would write; its types are checked, then it runs. */
const libraryUse = `
import { createAuthority, Secret, WireHeaders, type WireResponse, wholeBody } from "tegata";
import { compilePolicy, type Decision, evaluate, lintPolicy } from "tegata/policy";
import { serviceReference } from "tegata/policy/reference";
import { type SignedRequest, signRequest } from "tegata/sigv4";

const policy = { Statement: { Effect: "Allow", Action: "s3:Get*", Resource: "*" } };
const decision: Decision = evaluate({
  principal: {
    type: "user",
    accountId: "123456789012",
    arn: "arn:aws:iam::123456789012:user/ann",
    uniqueId: "AIDA0123456789ABCDEF",
  },
  action: "s3:GetObject",
  resource: "arn:aws:s3:::b/k",
  context: new Map(),
  layers: { identity: [compilePolicy(JSON.stringify(policy), "identity", "mine")] },
});

const key = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
const body = "Action=GetCallerIdentity&Version=2011-06-15";
const signed: SignedRequest = signRequest(
  {
    method: "POST",
    target: "/",
    headers: [["host", "localhost"], ["content-type", "application/x-www-form-urlencoded"]],
    body,
  },
  { credentials: key, region: "us-east-1", service: "sts", time: Date.now() },
);

const authority = await createAuthority({
  accountId: "123456789012",
  adminKey: { accessKeyId: key.accessKeyId, secretAccessKey: new Secret(key.secretAccessKey) },
});
function send(text: string): Promise<WireResponse> {
  return authority.handle({
    method: signed.method,
    target: signed.target,
    headers: new WireHeaders(signed.headers.flat()),
    body: wholeBody(new TextEncoder().encode(text)),
    remoteAddress: "127.0.0.1",
    secure: false,
  });
}
const answers = [await send(body), await send(body + "&")];
await authority.close();
const found = lintPolicy(JSON.stringify(policy), { kind: "resource", reference: serviceReference });
if (!found.some(({ code }) => code === "invalid-policy")) throw new Error("lint found nothing");
console.log(decision.outcome, ...answers.map(({ status }) => status));
`;
