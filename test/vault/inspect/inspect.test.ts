import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import {
  awsCliSources,
  compareProfiles,
  findExports,
  findingKinds,
  maskValue,
  startupFiles,
} from "../../../src/vault/inspect/index.ts";
import { parseSharedFiles, selectProfile } from "../../../src/vault/profiles/index.ts";
import { inspect, key, now, roleArn, type Situation } from "./inspected.ts";

function typeOf(situation: Situation): string | undefined {
  return inspect(situation).rows.find(({ name }) => name === "access_key")?.type;
}

function findingsOf(situation: Situation, code: string) {
  return inspect(situation).findings.filter((finding) => finding.code === code);
}

describe("inspectProfile(): rows", () => {
  it("name every kind of credentials with the AWS CLI's own word", () => {
    const sso =
      "sso_start_url = https://x\nsso_region = us-east-1\nsso_account_id = 123456789012\nsso_role_name = R";
    const cases: readonly (readonly [type: string, situation: Situation])[] = [
      ["shared-credentials-file", { credentials: `[p]\n${key}` }],
      ["config-file", { config: `[profile p]\n${key}` }],
      ["assume-role", { config: `[profile p]\nrole_arn = ${roleArn}\nsource_profile = p\n${key}` }],
      [
        "assume-role-with-web-identity",
        { config: `[profile p]\nrole_arn = ${roleArn}\nweb_identity_token_file = /t` },
      ],
      ["sso", { config: `[profile p]\n${sso}` }],
      ["custom-process", { config: "[profile p]\ncredential_process = x" }],
      ["iam-role", { config: "[profile p]\ncredential_source = Ec2InstanceMetadata" }],
      ["container-role", { config: "[profile p]\ncredential_source = EcsContainer" }],
      ["keyring", { stored: ["p"] }],
    ];
    for (const [type, situation] of cases) assert.equal(typeOf({ profile: "p", ...situation }), type);
    const env = { AWS_ACCESS_KEY_ID: "AKIAENV", AWS_SECRET_ACCESS_KEY: "secretsecret" };
    assert.equal(typeOf({ env }), "env");
  });

  it("mask keys but for their last four characters, and say line, variable or flag", () => {
    const { rows } = inspect({ credentials: `[p]\n${key}region = eu-west-1\n`, profile: "p" });
    assert.deepEqual(
      rows.map(({ name, value, type, location }) => [name, value, type, location.en]),
      [
        ["profile", "p", "manual", "the argument"],
        ["access_key", "****************MPLE", "shared-credentials-file", "/home/jon/.aws/credentials:2"],
        ["secret_key", "****************fiCY", "shared-credentials-file", "/home/jon/.aws/credentials:3"],
        ["region", "eu-west-1", "config-file", "/home/jon/.aws/credentials:4"],
      ],
    );
    const env = { AWS_PROFILE: "p", AWS_REGION: "ap-northeast-1" };
    const ofVariables = inspect({ credentials: `[p]\n${key}`, env }).rows;
    assert.deepEqual(
      [ofVariables[0], ofVariables[3]].map((row) => [row?.type, row?.location.en]),
      [
        ["env", "AWS_PROFILE"],
        ["env", "AWS_REGION"],
      ],
    );
  });

  it("say that only a call would tell a session's key", () => {
    const { rows } = inspect({ stored: ["p"], profile: "p" });
    assert.equal(rows[1]?.value, "<not asked>");
  });

  it("work with Windows paths", () => {
    const { rows } = inspect({ credentials: `[p]\n${key}`, profile: "p", platform: "win32" });
    assert.equal(rows[1]?.location.en, "C:\\Users\\jon\\.aws\\credentials:2");
    assert.equal(rows[1]?.type, "shared-credentials-file");
  });
});

describe("maskValue()", () => {
  it("shows nothing of what is short", () => {
    assert.equal(maskValue("hidden"), "****************");
    assert.equal(maskValue("longenough"), "****************ough");
  });
});

describe("inspectProfile(): sources", () => {
  it("name the winner and what it shadows, each with its line", () => {
    const { sources } = inspect({
      credentials: `[p]\n${key}`,
      config: "[profile p]\ncredential_process = tool",
      profile: "p",
    });
    assert.deepEqual(
      sources.map(({ state, place }) => [state, place?.file.endsWith("credentials"), place?.line]),
      [
        ["used", true, 2],
        ["shadowed", false, 2],
      ],
    );
  });

  it("are all there for a key in the keyring that comes before the files", () => {
    const { sources } = inspect({ credentials: `[p]\n${key}`, stored: ["p"], profile: "p" });
    assert.deepEqual(
      sources.map(({ state }) => state),
      ["used", "used", "shadowed"],
    );
  });

  it("point at the setting of one file that the other overrules", () => {
    const config = "[profile p]\nregion = us-east-1\n";
    const credentials = `[p]\n${key}region = eu-west-1\n`;
    const [finding] = findingsOf({ config, credentials, profile: "p" }, "SettingShadowed");
    assert.equal(finding?.text.en, "region is overruled by that at /home/jon/.aws/credentials:4");
    assert.deepEqual(finding?.place, { file: "/home/jon/.aws/config", line: 2 });
  });
});

describe("inspectProfile(): keys in the environment", () => {
  const keys = {
    AWS_ACCESS_KEY_ID: "ASIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "secretsecret",
    AWS_SESSION_TOKEN: "hidden-token",
  };
  const credentials = `[p]\n${key}`;

  it("are named with the lines that unset them, and not their values", () => {
    const [finding] = findingsOf({ env: { ...keys, AWS_PROFILE: "p" }, credentials }, "EnvironmentKeys");
    assert.match(finding?.text.en ?? "", /\*{16}MPLE\) come before profile "p" for the AWS CLI/);
    assert.match(finding?.text.en ?? "", /nothing here says when they end/);
    assert.deepEqual(
      finding?.hints?.map(({ en }) => en),
      ["unset AWS_ACCESS_KEY_ID", "unset AWS_SECRET_ACCESS_KEY", "unset AWS_SESSION_TOKEN"],
    );
    assert.doesNotMatch(JSON.stringify(inspect({ env: keys })), /secretsecret|hidden-token/);
  });

  it("are unset in the shell's own words, and on Windows where setx wrote them", () => {
    const hintsFor = (given: Situation) =>
      findingsOf({ env: keys, ...given }, "EnvironmentKeys")[0]?.hints?.map(({ en }) => en);
    assert.ok(hintsFor({ shell: "fish" })?.includes("set -e AWS_SESSION_TOKEN"));
    const cmd = hintsFor({ shell: "cmd", platform: "win32" }) ?? [];
    assert.ok(cmd.includes('set "AWS_ACCESS_KEY_ID="'));
    assert.ok(cmd.includes("reg delete HKCU\\Environment /v AWS_ACCESS_KEY_ID /f"));
    assert.match(cmd[3] ?? "", /^rem .*setx/);
    const powershell = hintsFor({ shell: "powershell", platform: "win32" }) ?? [];
    assert.match(powershell[0] ?? "", /^Remove-Item Env:/);
    assert.match(powershell[3] ?? "", /^# .*setx/);
  });

  it("are expired when AWS_CREDENTIAL_EXPIRATION or a cache says so", () => {
    const env = { ...keys, AWS_CREDENTIAL_EXPIRATION: "2026-11-21T09:00:00Z" };
    const [byVariable] = findingsOf({ env }, "EnvironmentKeysExpired");
    assert.match(byVariable?.text.en ?? "", /expired at 2026-11-21T09:00:00Z \(AWS_CREDENTIAL_EXPIRATION\)/);
    const known = new Map([[keys.AWS_ACCESS_KEY_ID, { expiration: now - 1000, by: "/cache/x.json" }]]);
    const [byCache] = findingsOf({ env: keys, knownExpirations: known }, "EnvironmentKeysExpired");
    assert.match(byCache?.text.en ?? "", /\(\/cache\/x\.json\)/);
    const later = { ...keys, AWS_CREDENTIAL_EXPIRATION: "2026-11-21T11:00:00Z" };
    assert.deepEqual(findingsOf({ env: later }, "EnvironmentKeysExpired"), []);
  });

  it("are named when they are half a key, and the line of the start-up file that exports them", () => {
    const env = { AWS_ACCESS_KEY_ID: "AKIAX", AWS_PROFILE: "p" };
    const exported = [{ name: "AWS_ACCESS_KEY_ID", place: { file: "/home/jon/.bashrc", line: 7 } }];
    const given = { env, credentials, exported };
    assert.match(
      findingsOf(given, "EnvironmentKeysPartial")[0]?.text.en ?? "",
      /AWS_SECRET_ACCESS_KEY is not set/,
    );
    assert.deepEqual(findingsOf(given, "VariableExported")[0]?.place, { file: "/home/jon/.bashrc", line: 7 });
  });
});

describe("inspectProfile(): other findings", () => {
  it("names files that others may open, with the chmod; none on Windows, nor a config file without keys", () => {
    const path = "/home/jon/.aws/credentials";
    const fileFacts = [
      { path, mode: 0o644 },
      { path: "/home/jon/.aws/config", mode: 0o644 },
    ];
    const given = { credentials: `[p]\n${key}`, profile: "p", fileFacts };
    assert.deepEqual(
      findingsOf(given, "FileReadable").map(({ text, hints }) => [text.en, hints?.map(({ en }) => en)]),
      [[`others may open "${path}" (mode 0644)`, [`chmod 600 ${path}`]]],
    );
    assert.deepEqual(findingsOf({ ...given, platform: "win32" }, "FileReadable"), []);
    const closed = fileFacts.map((facts) => ({ ...facts, mode: 0o600 }));
    assert.deepEqual(findingsOf({ ...given, fileFacts: closed }, "FileReadable"), []);
  });

  it("names long-lived keys in clear text, and no session", () => {
    const given = { credentials: `[p]\n${key}`, profile: "p" };
    assert.deepEqual(
      findingsOf(given, "ClearTextKey")[0]?.hints?.map(({ en }) => en),
      ["tegata import --from credentials-file"],
    );
    const session = { ...given, credentials: `[p]\n${key}aws_session_token = t\n` };
    assert.deepEqual(findingsOf(session, "ClearTextKey"), []);
  });

  it("quotes the AWS CLI's refusal of a role whose source only the vault knows", () => {
    const config = `[profile p]\nrole_arn = ${roleArn}\n`;
    const [finding] = findingsOf({ config, stored: ["p"], profile: "p" }, "AwsCliDiffers");
    assert.match(
      finding?.text.en ?? "",
      /Partial credentials found in assume-role, missing: source_profile or credential_source/,
    );
    assert.equal(finding?.place?.line, 2);
    const chained = `${config}source_profile = q\n[profile q]\nrole_arn = ${roleArn}\nsource_profile = r\n[profile r]\n`;
    const [deeper] = findingsOf({ config: chained, stored: ["r"], profile: "p" }, "AwsCliDiffers");
    assert.match(deeper?.text.en ?? "", /stops with: The source profile "r" must have credentials\.$/);
    const fine = `[profile p]\nrole_arn = ${roleArn}\nsource_profile = q\n[profile q]\n${key}`;
    assert.deepEqual(findingsOf({ config: fine, profile: "p" }, "AwsCliDiffers"), []);
  });

  it("says where clients take another profile or another region", () => {
    const env = { AWS_PROFILE: "p", AWS_DEFAULT_PROFILE: "q", AWS_REGION: "a", AWS_DEFAULT_REGION: "b" };
    const given = { env, credentials: `[p]\n${key}` };
    assert.match(findingsOf(given, "ClientsDisagree")[0]?.text.en ?? "", /boto3 take "q"/);
    assert.match(findingsOf(given, "RegionsDisagree")[0]?.text.en ?? "", /"a" and AWS_DEFAULT_REGION "b"/);
    assert.deepEqual(findingsOf({ ...given, profile: "p" }, "ClientsDisagree"), []);
  });
});

describe("awsCliSources()", () => {
  const files = parseSharedFiles({
    config: { file: "config", text: `[profile p]\n${key}credential_process = x\nlogin_session = l\n` },
    credentials: { file: "credentials", text: `[p]\n${key}` },
  });
  const typesFor = (env: Readonly<Record<string, string>>, typed?: string) => {
    const profile = selectProfile(
      env,
      typed === undefined ? undefined : { name: typed, setting: "--profile" },
    );
    return awsCliSources({ files, env, profile, credentialsFile: "credentials" }).map(({ type }) => type);
  };

  it("keeps botocore's order, the same key in both files included", () => {
    assert.deepEqual(typesFor({}, "p"), [
      "shared-credentials-file",
      "login",
      "custom-process",
      "config-file",
    ]);
  });

  it("follows a chain however long it is", () => {
    const count = 20_000;
    const links = Array.from({ length: count }, (_, at) => `[profile c${at}]\nsource_profile = c${at + 1}\n`);
    const text = `${links.join("role_arn = arn:r\n")}role_arn = arn:r\n[profile c${count}]\nregion = r\n`;
    const chained = parseSharedFiles({
      config: { file: "config", text },
      credentials: { file: "credentials", text: "" },
    });
    const profile = selectProfile({}, { name: "c0", setting: "--profile" });
    const [first] = awsCliSources({ files: chained, env: {}, profile, credentialsFile: "credentials" });
    assert.equal(first?.refusal, `The source profile "c${count}" must have credentials.`);
  });

  it("begins with the environment's keys, unless a profile is typed", () => {
    const env = { AWS_ACCESS_KEY_ID: "AKIA", AWS_PROFILE: "p" };
    assert.equal(typesFor(env)[0], "env");
    assert.equal(typesFor(env, "p")[0], "shared-credentials-file");
  });
});

describe("compareProfiles()", () => {
  it("tells what differs with both places, and nothing of the same profile", () => {
    const config = `[profile a]\nregion = us-east-1\noutput = json\n${key}[profile b]\nregion = eu-west-1\nmfa_serial = m\n${key}`;
    const [a, b] = [inspect({ config, profile: "a" }), inspect({ config, profile: "b" })];
    assert.deepEqual(compareProfiles(a, a), []);
    const differences = compareProfiles(a, b);
    assert.deepEqual(
      differences.map(({ name, left, right }) => [name.en, left?.value.en, right?.value.en]),
      [
        ["region in use", "us-east-1", "eu-west-1"],
        ["region", "us-east-1", "eu-west-1"],
        ["mfa_serial", undefined, "m"],
      ],
    );
    assert.equal(differences[1]?.right?.place?.line, 7);
  });
});

describe("findExports()", () => {
  const names = new Set(["AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN"]);
  const linesOf = (text: string) =>
    findExports("f", text, names).map(({ name, place }) => [name, place.line]);

  it("finds the forms of sh, bash and fish, and passes comments and others' variables over", () => {
    const text = [
      "# export AWS_ACCESS_KEY_ID=x",
      "export AWS_ACCESS_KEY_ID=x",
      "declare -x AWS_SESSION_TOKEN=x",
      "AWS_ACCESS_KEY_ID=x",
      "set -gx AWS_SESSION_TOKEN x",
      "set -g -x AWS_SESSION_TOKEN x",
      "AWS_ACCESS_KEY_ID DEFAULT=x",
      "export AWS_REGION=x",
      "echo AWS_ACCESS_KEY_ID=x",
    ].join("\n");
    assert.deepEqual(
      linesOf(text).map(([, line]) => line),
      [2, 3, 4, 5, 6, 7],
    );
  });

  it("looks nowhere on Windows, and in the home folder on macOS", () => {
    assert.deepEqual(startupFiles({ platform: "win32", home: "C:\\Users\\jon" }), []);
    assert.ok(
      startupFiles({ platform: "darwin", home: "/Volumes/home/jon" }).includes("/Volumes/home/jon/.zshrc"),
    );
  });
});

describe("findingKinds", () => {
  it("are all in docs/vault/seeing.md, and no others", () => {
    const page = readFileSync(new URL("../../../docs/vault/seeing.md", import.meta.url), "utf8");
    const rows = Object.entries(findingKinds).map(([code, about]) => `| \`${code}\` | ${about} |`);
    assert.ok(page.includes(`| code | meaning |\n|---|---|\n${rows.join("\n")}\n\n`));
  });
});
