import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import { parseEnv } from "node:util";
import { Secret, TegataError } from "../../../src/base/index.ts";
import {
  type ExportFormat,
  exportCredentials,
  exportFormats,
  setLine,
  shells,
  unsetCredentials,
  unsetLine,
} from "../../../src/vault/deliver/index.ts";
import { needs } from "../../support/aws-cli.ts";
import { fc } from "../../support/random.ts";
import { longLived, machineOf, session } from "./machines.ts";

/** Anything that an environment variable can hold. */
const hostile = fc
  .oneof(
    fc.string({ unit: "grapheme", maxLength: 40 }),
    fc.string({
      unit: fc.constantFrom(..."'\"\\$`!%^&|<>;(){}#*?~ \t\n\r\u2018\u2019\u201a\u201b=-é".split("")),
    }),
    fc.constantFrom("'; touch /x #", "$(id)", "`id`", "%PATH%", "'\\''", "\\'", "a\\", "-n", "\n", ""),
  )
  .map((text) => text.replaceAll("\0", "").toWellFormed());

const realShells = [
  { name: "sh", shell: "sh" },
  { name: "bash", shell: "sh" },
  { name: "dash", shell: "sh" },
  { name: "zsh", shell: "sh" },
  { name: "fish", shell: "fish" },
] as const;

describe("setLine()", () => {
  for (const { name, shell } of realShells) {
    it(`gives ${name} every value as it is`, (t) => {
      if (!needs(t, name)) return;
      fc.assert(
        fc.property(fc.array(hostile, { minLength: 30, maxLength: 60 }), (values) => {
          const lines = values.map((value, at) => setLine(shell, `V${at}`, value));
          const shown = run(name, `${lines.join("\n")}\nenv -0\n`);
          values.forEach((value, at) => {
            assert.equal(shown.get(`V${at}`), value);
          });
        }),
        { numRuns: 8 },
      );
    });

    it(`is undone in ${name} by unsetLine()`, (t) => {
      if (!needs(t, name)) return;
      const lines = [setLine(shell, "V", "x"), unsetLine(shell, "V"), unsetLine(shell, "NEVER_SET")];
      assert.equal(run(name, `${lines.join("\n")}\nenv -0\n`).has("V"), false);
    });
  }

  it("gives powershell every value as it is, by its rules", () => {
    fc.assert(
      fc.property(hostile, (value) => {
        assert.equal(readPowershell(setLine("powershell", "V", value)), value);
      }),
    );
    assert.equal(setLine("powershell", "V", "a\u2019; id"), "$env:V = 'a\u2019\u2019; id'");
  });

  it("gives cmd what it can carry and refuses the rest", () => {
    fc.assert(
      fc.property(hostile, (value) => {
        if (/["%!\p{Cc}]/u.test(value)) assert.throws(() => setLine("cmd", "V", value), unwritable);
        else assert.equal(setLine("cmd", "V", value), `set "V=${value}"`);
      }),
    );
    assert.equal(setLine("cmd", "V", "a&b|c^d"), 'set "V=a&b|c^d"');
  });

  it("refuses NUL for every shell, without telling the value", () => {
    for (const shell of shells)
      assert.throws(
        () => setLine(shell, "V", "hidden\0"),
        (error) => unwritable(error) && !String(error).includes("hidden"),
      );
  });
});

describe("exportCredentials()", () => {
  const exported = {
    profile: "prod",
    credentials: session,
    machine: machineOf("linux"),
    region: "eu-west-1",
  };
  const expected: Readonly<Record<ExportFormat, readonly string[]>> = {
    sh: [
      "export AWS_ACCESS_KEY_ID='ASIAEXAMPLEEXAMPLE01'",
      "export AWS_SECRET_ACCESS_KEY='secret/of+session'",
      "export AWS_SESSION_TOKEN='token=='",
      "export AWS_CREDENTIAL_EXPIRATION='2026-11-21T09:00:00Z'",
      "export AWS_REGION='eu-west-1'",
      "export AWS_DEFAULT_REGION='eu-west-1'",
    ],
    fish: [
      "set -gx AWS_ACCESS_KEY_ID 'ASIAEXAMPLEEXAMPLE01'",
      "set -gx AWS_SECRET_ACCESS_KEY 'secret/of+session'",
      "set -gx AWS_SESSION_TOKEN 'token=='",
      "set -gx AWS_CREDENTIAL_EXPIRATION '2026-11-21T09:00:00Z'",
      "set -gx AWS_REGION 'eu-west-1'",
      "set -gx AWS_DEFAULT_REGION 'eu-west-1'",
    ],
    powershell: [
      "$env:AWS_ACCESS_KEY_ID = 'ASIAEXAMPLEEXAMPLE01'",
      "$env:AWS_SECRET_ACCESS_KEY = 'secret/of+session'",
      "$env:AWS_SESSION_TOKEN = 'token=='",
      "$env:AWS_CREDENTIAL_EXPIRATION = '2026-11-21T09:00:00Z'",
      "$env:AWS_REGION = 'eu-west-1'",
      "$env:AWS_DEFAULT_REGION = 'eu-west-1'",
    ],
    cmd: [
      'set "AWS_ACCESS_KEY_ID=ASIAEXAMPLEEXAMPLE01"',
      'set "AWS_SECRET_ACCESS_KEY=secret/of+session"',
      'set "AWS_SESSION_TOKEN=token=="',
      'set "AWS_CREDENTIAL_EXPIRATION=2026-11-21T09:00:00Z"',
      'set "AWS_REGION=eu-west-1"',
      'set "AWS_DEFAULT_REGION=eu-west-1"',
    ],
    dotenv: [
      "AWS_ACCESS_KEY_ID=ASIAEXAMPLEEXAMPLE01",
      "AWS_SECRET_ACCESS_KEY=secret/of+session",
      "AWS_SESSION_TOKEN=token==",
      "AWS_CREDENTIAL_EXPIRATION=2026-11-21T09:00:00Z",
      "AWS_REGION=eu-west-1",
      "AWS_DEFAULT_REGION=eu-west-1",
    ],
    ini: [
      "[prod]",
      "aws_access_key_id = ASIAEXAMPLEEXAMPLE01",
      "aws_secret_access_key = secret/of+session",
      "aws_session_token = token==",
      "aws_credential_expiration = 2026-11-21T09:00:00Z",
      "region = eu-west-1",
    ],
    json: [
      '{"Version":1,"AccessKeyId":"ASIAEXAMPLEEXAMPLE01","SecretAccessKey":"secret/of+session","SessionToken":"token==","Expiration":"2026-11-21T09:00:00Z"}',
    ],
  };
  for (const format of exportFormats)
    it(`writes ${format}`, () => {
      assert.deepEqual(exportCredentials(format, exported).split("\n"), [...expected[format], ""]);
    });

  it("writes a long-lived key as json without token and expiry", () => {
    assert.deepEqual(JSON.parse(exportCredentials("json", { ...exported, credentials: longLived })), {
      Version: 1,
      AccessKeyId: "AKIAEXAMPLEEXAMPLE01",
      SecretAccessKey: "secret/of+key",
    });
  });

  it("unsets first what would win over the credentials, and only that", () => {
    const machine = machineOf("linux", {
      AWS_PROFILE: "x",
      AWS_SESSION_TOKEN: "y",
      AWS_REGION: "z",
      TEGATA_OP_TOKEN: "t",
    });
    const text = exportCredentials("sh", { ...exported, credentials: longLived, machine });
    assert.deepEqual(
      text.split("\n").filter((line) => line.startsWith("unset")),
      ["unset AWS_PROFILE", "unset AWS_SESSION_TOKEN"],
    );
  });

  it("writes .env values that Node and a shell read as they are, or refuses them", () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const credentials = { ...longLived, secretAccessKey: new Secret(value) };
        const made = attempt(() => exportCredentials("dotenv", { ...exported, credentials }));
        if (made === undefined) assert.match(value, /['\\\p{Cc}]/u);
        else assert.equal(parseEnv(made).AWS_SECRET_ACCESS_KEY, value);
      }),
    );
  });

  it("writes no line of a shared file that would be read otherwise", () => {
    for (const profile of ["a]b", "a\nb", "", "#x", " x", "[x"])
      assert.throws(() => exportCredentials("ini", { ...exported, profile }), unwritable);
    for (const value of ["a\nrole_arn = x", " a", "a ", "a #b", "a ;b", "a\t#b"])
      assert.throws(
        () =>
          exportCredentials("ini", {
            ...exported,
            credentials: { ...longLived, secretAccessKey: new Secret(value) },
          }),
        unwritable,
      );
    assert.match(exportCredentials("ini", { ...exported, profile: "team/dev one" }), /^\[team\/dev one\]\n/);
  });
});

describe("unsetCredentials()", () => {
  it("names everything that an export or a hand-over sets", () => {
    const set = exportCredentials("sh", {
      profile: "p",
      credentials: { ...session, accountId: "123456789012" },
      machine: machineOf("linux"),
      region: "r",
      endpointUrl: "http://x",
    });
    const names = [...set.matchAll(/^export (\w+)=/gm)].map(([, name]) => `unset ${name}`);
    const env = { AWS_ENDPOINT_URL_S3: "http://s3", AWS_PAGER: "less", "AWS_ENDPOINT_URL_$(reboot)": "x" };
    const undone = unsetCredentials("sh", env).split("\n");
    assert.ok(undone.includes("unset AWS_ENDPOINT_URL_S3"));
    assert.ok(!undone.join().includes("PAGER") && !undone.join().includes("reboot"));
    assert.deepEqual(
      names.filter((line) => !undone.includes(line)),
      [],
    );
    assert.ok(undone.includes("unset AWS_VAULT"));
  });
});

function run(program: string, script: string): ReadonlyMap<string, string> {
  const env = { PATH: process.env.PATH, HOME: "/nonexistent", LC_ALL: "C.UTF-8" };
  const { status, stdout, stderr } = spawnSync(program, ["-c", script], { encoding: "utf8", env });
  assert.equal(status, 0, stderr);
  return new Map(
    stdout
      .split("\0")
      .map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]),
  );
}

/** about_Quoting_Rules: within single quotes only a quote, any of the five, means something; two of them are one. */
function readPowershell(line: string): string {
  const quoted = /^\$env:V = '([\s\S]*)'$/.exec(line)?.[1];
  assert.ok(quoted !== undefined);
  const quote = /['\u2018-\u201b]/;
  let read = "";
  for (let at = 0; at < quoted.length; at++) {
    const character = quoted.charAt(at);
    if (quote.test(character)) assert.match(quoted.charAt(++at), quote, "the text ends early");
    read += character;
  }
  return read;
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (unwritable(error)) return undefined;
    throw error;
  }
}

function unwritable(error: unknown): boolean {
  return error instanceof TegataError && error.code === "UnwritableValue" && error.exitCode === 2;
}
