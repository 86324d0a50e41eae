import assert from "node:assert/strict";
import { test } from "node:test";
import { pages } from "../../src/doctor/index.ts";
import { runProgram } from "../support/aws-cli.ts";
import { readPage } from "../support/doctor-pages.ts";
import { cleanEnvironment } from "../support/server.ts";
import { assertRefused, entry, tegata } from "./support.ts";

const english = { LC_ALL: "C", TEGATA_LANG: "" };
const expired =
  "An error occurred (ExpiredToken) when calling the ListBuckets operation: The provided token has expired.";

test("explain prints a page as it stands: by its name, a code, a finding, an error's whole text", async () => {
  for (const [words, slug] of [
    [["ExpiredTokenException"], "expired-token"],
    [["session-without-mfa"], "invalid-client-token-id"],
    // Unquoted, as one types it.
    [
      ["The", "security", "token", "included", "in", "the", "request", "is", "invalid"],
      "invalid-client-token-id",
    ],
    [[`$ aws s3 ls\n\n${expired}\n`], "expired-token"],
    [["リクエストに含まれているセキュリティトークンが失効しています"], "expired-token"],
  ] as const) {
    const run = await tegata(["explain", ...words], { env: english });
    assert.deepEqual([run.code, run.stdout, run.stderr], [0, readPage(slug, "en"), ""], words.join(" "));
  }
});

test("explain alone lists every page with its title, and nothing else", async () => {
  const run = await tegata(["explain"], { env: english });
  assert.equal(run.code, 0);
  const lines = run.stdout.trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => line.split(/\s+/)[0]),
    pages.map(({ slug }) => slug),
  );
  assert.match(run.stdout, /^you-must-specify-a-region +You must specify a region\./m);
});

test("explain speaks Japanese by TEGATA_LANG, by the locale and by --lang, which stands before them", async () => {
  const inJapanese = readPage("expired-token", "ja");
  for (const [env, flags, page] of [
    [{ TEGATA_LANG: "ja" }, [], inJapanese],
    [{ LC_ALL: "ja_JP.UTF-8", TEGATA_LANG: "" }, [], inJapanese],
    [english, ["--lang", "ja"], inJapanese],
    [{ TEGATA_LANG: "ja" }, ["--lang", "en"], readPage("expired-token", "en")],
  ] as const)
    assert.equal((await tegata(["explain", "expired-token", ...flags], { env })).stdout, page);
});

test("explain says of an unknown word that there is no page, and which ones it may mean", async () => {
  const near = await tegata(["explain", "expird-token"], { env: english });
  assertRefused(near, 2, /there is no page about "expird-token"; did you mean expired-token, [a-z-]+/);
  const far = await tegata(["explain", "weather", "report"], { env: english });
  assert.equal(
    far.stderr,
    'tegata: there is no page about "weather report"\n  tegata explain   # lists the pages\n',
  );
  // At zsh's prompt `#` is a word like any other.
  const zsh = await tegata(["explain", "weather", "report"], { env: { ...english, SHELL: "/bin/zsh" } });
  assert.equal(
    zsh.stderr,
    'tegata: there is no page about "weather report"\n  tegata explain\n  (lists the pages)\n',
  );
  const long = await tegata(["explain", `${"drizzle ".repeat(1000)}\nand rain`], { env: english });
  assert.ok(assertRefused(long, 2, /there is no page about "drizzle .*…"$/).length < 120);
});

test("explain stays silent when its reader has gone", async () => {
  const line = `"${process.execPath}" "${entry}" explain | head -n 1; "${process.execPath}" "${entry}" explain expired-token | head -c 1`;
  const run = await runProgram(["bash", "-c", line], cleanEnvironment(english));
  assert.equal(run.stderr, "");
  assert.match(run.stdout, /^invalid-client-token-id .*\n#$/);
});

test("explain --help shows lines that work", async () => {
  const { stdout } = await tegata(["explain", "--help"], { env: english });
  const examples = [...stdout.matchAll(/^ {2}tegata (explain .+)$/gm)].map(([, line = ""]) =>
    line.split(" "),
  );
  assert.ok(examples.length > 1);
  for (const words of examples)
    assert.equal((await tegata(words, { env: english })).code, 0, words.join(" "));
});
