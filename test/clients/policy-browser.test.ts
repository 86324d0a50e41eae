/** `tegata/policy` as a page loads it: the bundle in a real browser, under a content security policy without eval. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { type BuildOptions, build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { policyBundles } from "../../scripts/policy-bundles.ts";
import { needs } from "../support/aws-cli.ts";
import { openChromium } from "../support/chromium.ts";
import { decisionAnswers, operatorAnswers } from "../support/policy-answers.ts";
import { exampleOutput, exampleProgram, statedKilobytes } from "../support/policy-page.ts";

const securityPolicy = "default-src 'none'; script-src 'self' 'nonce-map'; connect-src 'self'; img-src data:";
const imports = { "tegata/policy": "/policy.js", "tegata/policy/reference": "/policy-reference.js" };

/** The vectors' program, with the engine left to the page. */
const vectorsPage = `
import { decisionAnswers, operatorAnswers } from "./test/support/policy-answers.ts";
const read = async (file) => (await fetch(file)).json();
globalThis.answers = {
  decisions: decisionAnswers(await read("/policy-decisions.json")),
  operators: operatorAnswers(await read("/policy-operators.json")),
};
`;

/** What a page sees before and after the library is loaded, and whether the policy of the page is in force. */
const globalsPage = `
const before = Object.getOwnPropertyNames(globalThis);
const { compilePolicy, lintPolicy } = await import("tegata/policy");
const { serviceReference } = await import("tegata/policy/reference");
const policy = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObjct","Resource":"*"}}';
compilePolicy(policy, "identity");
let evaluates = true;
try { new Function("return 1")(); } catch { evaluates = false; }
globalThis.answers = {
  added: Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name)),
  evaluates,
  findings: lintPolicy(policy, { kind: "identity", reference: serviceReference }).map(({ code }) => code),
};
`;

async function bundle(options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    bundle: true,
    format: "esm",
    legalComments: "none",
    logLevel: "warning",
    outdir: "dist",
    ...options,
    write: false,
  });
  assert.equal(outputFiles?.length, 1);
  return outputFiles?.[0]?.text ?? "";
}

describe("tegata/policy in a browser", () => {
  const files = new Map<string, string>();
  let site: Server;
  let origin: string;
  let browser: Browser | undefined;

  before(async () => {
    for (const options of policyBundles) {
      const [name] = Object.keys(options.entryPoints);
      files.set(`/${name}.js`, await bundle(options));
    }
    const engine = /\/src\/policy\/index\.ts$/;
    files.set(
      "/vectors.js",
      await bundle({
        stdin: { contents: vectorsPage, resolveDir: ".", loader: "ts" },
        plugins: [
          {
            name: "engine-of-the-page",
            setup: ({ onResolve }) =>
              onResolve({ filter: engine }, () => ({ path: "tegata/policy", external: true })),
          },
        ],
      }),
    );
    files.set("/globals.js", globalsPage);
    files.set("/example.js", exampleProgram);
    for (const name of ["policy-decisions", "policy-operators"])
      files.set(`/${name}.json`, readFileSync(`vectors/${name}.json`, "utf8"));
    site = createServer((request, response) => {
      const { pathname, search } = new URL(request.url ?? "/", "http://localhost");
      const file = files.get(pathname);
      const type = pathname.endsWith(".json")
        ? "application/json"
        : file === undefined
          ? "text/html"
          : "text/javascript";
      response.writeHead(200, { "content-type": type, "content-security-policy": securityPolicy });
      response.end(
        file ??
          `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="importmap" nonce="map">${JSON.stringify({ imports })}</script><script type="module" src="/${search.slice(1)}.js"></script>`,
      );
    }).listen(0, "127.0.0.1");
    await once(site, "listening");
    const address = site.address();
    origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
    browser = await openChromium();
  });

  after(async () => {
    await browser?.close();
    site?.close();
  });

  /** Opens the page with one of the programs; its faults become the test's. */
  async function withPage<T>(
    program: string,
    use: (page: Page, printed: readonly string[]) => Promise<T>,
  ): Promise<T> {
    if (browser === undefined) throw new Error("no browser");
    const page = await browser.newPage();
    const printed: string[] = [];
    const faults: string[] = [];
    page.on("console", (message) => void (message.type() === "log" ? printed : faults).push(message.text()));
    page.on("pageerror", (error) => void faults.push(error.message));
    try {
      await page.goto(`${origin}/?${program}`, { waitUntil: "load" });
      const result = await use(page, printed);
      assert.deepEqual(faults, []);
      return result;
    } finally {
      await page.close();
    }
  }

  /** What the program left in `globalThis.answers`. */
  async function answersOf(program: string): Promise<Record<string, unknown>> {
    return withPage(program, async (page) => {
      const waiting = await page.waitForFunction(() => (globalThis as { answers?: object }).answers);
      return (await waiting.jsonValue()) as Record<string, unknown>;
    });
  }

  it("evaluate() decides every vector as it does under Node", async (t) => {
    if (!needs(t, "chromium")) return;
    const { decisions, operators } = await answersOf("vectors");
    const here = decisionAnswers(JSON.parse(files.get("/policy-decisions.json") ?? ""));
    assert.ok(here.length >= 200 && here.every((answer) => answer.includes(": true {")));
    assert.deepEqual(decisions, here);
    const rows = operatorAnswers(JSON.parse(files.get("/policy-operators.json") ?? ""));
    assert.ok(rows.length > 1_000);
    assert.deepEqual(operators, rows);
  });

  it("docs/policy/library.md: its program prints in a page what it says", async (t) => {
    if (!needs(t, "chromium")) return;
    await withPage("example", async (_page, printed) => {
      const wanted = exampleOutput.trimEnd();
      const deadline = Date.now() + 10_000;
      while (printed.join("\n").trimEnd().length < wanted.length && Date.now() < deadline)
        await new Promise((resolve) => setTimeout(resolve, 20));
      assert.equal(printed.join("\n").trimEnd(), wanted);
    });
  });

  it("leaves the page's globals alone, and needs no eval", async (t) => {
    if (!needs(t, "chromium")) return;
    const { added, evaluates, findings } = await answersOf("globals");
    assert.deepEqual(added, []);
    assert.equal(evaluates, false, "the content security policy is in force");
    assert.ok(Array.isArray(findings) && findings.includes("unknown-action"), String(findings));
  });

  it("is made of its own files, imports nothing and names nothing of Node", async () => {
    for (const options of policyBundles) {
      const { metafile } = await build({
        ...options,
        bundle: true,
        outdir: "dist",
        write: false,
        metafile: true,
      });
      const inputs = Object.keys(metafile.inputs);
      assert.deepEqual(
        inputs.filter((file) => !/^src\/(?:policy|base)\//.test(file)),
        [],
      );
      assert.ok(inputs.length > 2);
      assert.deepEqual(
        Object.values(metafile.outputs).flatMap((output) => output.imports),
        [],
      );
    }
    // Minified, so that comments and the engine's own names are gone.
    const text = await bundle({ ...policyBundles[0], minify: true });
    assert.ok(text.length > 10_000);
    assert.doesNotMatch(text, /^import\b|\bimport\(|\bnode:|\beval\(|\bFunction\(/);
    assert.doesNotMatch(
      text,
      /\b(?:process|Buffer|global|globalThis|window|self|require|__dirname|setImmediate|setTimeout|fetch)\b/,
    );
  });

  it("docs/policy/library.md states sizes that the bundles keep to", async () => {
    for (const options of policyBundles) {
      const [name = ""] = Object.keys(options.entryPoints);
      const text = await bundle({ ...options, minify: true });
      const stated = statedKilobytes(`tegata/${name.replace("-", "/")}`);
      for (const [bytes, kilobytes] of [
        [text.length, stated.minified],
        [gzipSync(text, { level: 9 }).length, stated.compressed],
      ] as const)
        assert.ok(
          bytes <= kilobytes * 1_000 && bytes > kilobytes * 700,
          `${name}: ${bytes} bytes, the page says at most ${kilobytes} kB`,
        );
    }
  });
});
