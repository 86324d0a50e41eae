/** Failures of profiles, variables and caches as the real AWS CLI meets them; each is seen, told and mended. */
import assert from "node:assert/strict";
import { chmodSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { needs } from "../support/aws-cli.ts";
import { openDesk, type Person } from "../support/desk.ts";
import { variablesOf } from "../support/doctor.ts";
import { editor } from "../support/doctor-person.ts";
import { linesOf, openPractice } from "../support/practice.ts";
import { type Key, startServer } from "../support/server.ts";

const whoAmI = "aws sts get-caller-identity";
const nobodys: Key = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "x".repeat(40) };
const refused = /InvalidClientTokenId/;

describe("tegata why, of profiles and variables", () => {
  const practice = openPractice();
  const { write, cure } = practice;
  let ann: Person;
  let role: string;

  before(async () => {
    ann = await practice.desk.addUser("ann", { Action: ["iam:ListUsers", "sts:AssumeRole"] });
    role = await practice.desk.addRole(
      "reader",
      { Principal: { AWS: ann.arn } },
      { Action: "iam:ListUsers" },
    );
  });

  it("A10 role_arn alone, whose key the vault has: through the vault", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "deploy";
    await practice.clinic.home.addKey(name, ann);
    t.after(() => practice.clinic.home.tegata(["remove", "--force", name]));
    write(`[profile ${name}]\nrole_arn = ${role}\n${practice.there}`);
    await cure({
      command: `${whoAmI} --profile ${name}`,
      shows: /Partial credentials found in assume-role, missing: source_profile or credential_source/,
      // Nobody types it a second time: the command names it.
      by: "run",
      finding: ["role-without-source", "certain"],
      actor: "you",
      // The remedy is the command itself, through the vault.
      again: ":",
    });
  });

  // Under other names it is the same ailment: here for real, for every rule in test/doctor/other-names.test.ts.
  for (const [name, other] of [
    ["deploy", "base"],
    ["kikai-2", "moto"],
  ] as const) {
    it(`A10 role_arn alone, and a file has a key: the line to add (${name})`, async (t) => {
      if (!needs(t, "aws")) return;
      write(
        `[profile ${name}]\nrole_arn = ${role}\n${practice.there}[profile ${other}]\n${linesOf(ann)}${practice.there}`,
      );
      const { findings } = await cure({
        command: `${whoAmI} --profile ${name}`,
        shows: /Partial credentials/,
        profile: name,
        finding: ["role-without-source", "certain"],
        actor: "you",
      });
      assert.deepEqual(findings[0]?.remedies[0]?.commands, [
        `aws configure set source_profile ${other} --profile ${name}`,
      ]);
      assert.deepEqual(
        findings.filter(({ concern }) => concern === "failure").map(({ code }) => code),
        ["role-without-source"],
      );
    });
  }

  it("a source_profile that no file has", async (t) => {
    if (!needs(t, "aws")) return;
    const [name, other] = ["kikai", "moto"] as const;
    write(
      `[profile ${name}]\nrole_arn = ${role}\nsource_profile = ${other}x\n${practice.there}[profile ${other}]\n${linesOf(ann)}${practice.there}`,
    );
    await cure({
      command: `${whoAmI} --profile ${name}`,
      shows: /source_profile ".*" referenced in the profile/,
      profile: name,
      finding: ["profile-unknown", "certain"],
      actor: "you",
    });
  });

  it("mistyped after --profile", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "team.b";
    write(`[profile ${name}]\n${linesOf(ann)}${practice.there}`);
    const typo = `${name}y`;
    await cure({
      command: `${whoAmI} --profile ${typo}`,
      shows: /The config profile \(.*\) could not be found/,
      by: "run",
      finding: ["profile-unknown", "certain"],
      actor: "you",
      again: ":",
    });
  });

  for (const variable of ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"])
    it(`mistyped in ${variable}`, async (t) => {
      if (!needs(t, "aws")) return;
      write(`[profile haken]\n${linesOf(ann)}${practice.there}`);
      await cure({
        command: whoAmI,
        shows: /could not be found/,
        env: { [variable]: "hakne" },
        finding: ["profile-unknown", "certain"],
        actor: "you",
      });
    });

  const [name, other] = ["team.a", "moto"] as const;
  const command = `${whoAmI} --profile ${name}`;

  it("no credentials for the AWS CLI, since the vault has the key", async (t) => {
    if (!needs(t, "aws")) return;
    await practice.clinic.home.addKey(name, ann);
    t.after(() => practice.clinic.home.tegata(["remove", "--force", name]));
    write(`[profile ${name}]\n${practice.there}`);
    await cure({
      command,
      shows: /Unable to locate credentials/,
      profile: name,
      finding: ["no-credentials", "certain"],
      actor: "you",
    });
  });

  it("no profile is named, and one has a key", async (t) => {
    if (!needs(t, "aws")) return;
    write(`[profile ${name}]\n${linesOf(ann)}${practice.there}`);
    await cure({
      command: whoAmI,
      shows: /Unable to locate credentials/,
      finding: ["no-credentials", "certain"],
      actor: "you",
    });
  });

  it("keys in the environment stand before AWS_PROFILE; the start-up file that exports them is named", async (t) => {
    if (!needs(t, "aws")) return;
    write(`[profile ${name}]\n${linesOf(ann)}${practice.there}`);
    const startUp = join(practice.clinic.home.folder, ".bashrc");
    writeFileSync(startUp, `# mine\nexport AWS_ACCESS_KEY_ID=${nobodys.accessKeyId}\n`);
    t.after(() => rmSync(startUp));
    const { findings } = await cure({
      command: whoAmI,
      shows: refused,
      env: { AWS_PROFILE: name, ...variablesOf(nobodys) },
      finding: ["environment-shadows-profile", "certain"],
      actor: "you",
    });
    assert.ok(
      findings[0]?.evidence.some(({ place }) => place?.file === startUp && place.line === 2),
      JSON.stringify(findings[0]?.evidence),
    );
  });

  it("AWS_PROFILE and AWS_DEFAULT_PROFILE disagree, and the AWS CLI v1 takes the other one", async (t) => {
    if (!needs(t, "aws")) return;
    write(
      `[profile ${name}]\n${linesOf(ann)}${practice.there}[profile ${other}]\n${linesOf(nobodys)}${practice.there}`,
    );
    await cure({
      command: whoAmI,
      shows: refused,
      env: { AWS_PROFILE: name, AWS_DEFAULT_PROFILE: other },
      finding: ["profile-variables-disagree", "likely"],
      actor: "you",
    });
  });

  it("two files name different keys", async (t) => {
    if (!needs(t, "aws")) return;
    write(`[profile ${name}]\n${linesOf(ann)}${practice.there}`, `[${name}]\n${linesOf(nobodys)}`);
    await cure({
      command,
      shows: refused,
      profile: name,
      // The person knows which of them is the right one.
      env: editor(practice.clinic, "1,$d"),
      finding: ["two-files-two-keys", "certain"],
      actor: "you-in-person",
    });
  });

  it("a credential_process that fails, is no program, or prints no JSON", async (t) => {
    if (!needs(t, "aws")) return;
    const good = join(practice.clinic.home.folder, `${name}.sh`);
    const answer = { Version: 1, AccessKeyId: ann.accessKeyId, SecretAccessKey: ann.secretAccessKey };
    writeFileSync(good, `#!/bin/sh\necho '${JSON.stringify(answer)}'\n`);
    chmodSync(good, 0o700);
    for (const [line, shows, certainty] of [
      [
        "sh -c 'echo broken >&2; exit 3'",
        /Error when retrieving credentials from custom-process: broken/,
        "certain",
      ],
      [
        "/no/such/program --json",
        /^\[Errno 2\] No such file or directory: '\/no\/such\/program'/m,
        "certain",
      ],
      ["echo hello", /^Expecting value: line 1 column 1/m, "likely"],
    ] as const) {
      write(`[profile ${name}]\n${practice.there}credential_process = ${line}\n`);
      await cure({
        command,
        shows,
        profile: name,
        // The AWS CLI does not say in its words that they are its own.
        by: "run",
        env: editor(practice.clinic, `s|^credential_process.*|credential_process = ${good}|`),
        finding: ["credential-process-failed", certainty],
        actor: "you-in-person",
      });
    }
  });

  it("an empty file in the AWS CLI's cache, of which the AWS CLI prints the name only", async (t) => {
    if (!needs(t, "aws")) return;
    write(
      `[profile ${name}]\nrole_arn = ${role}\nsource_profile = ${other}\n${practice.there}[profile ${other}]\n${linesOf(ann)}${practice.there}`,
    );
    assert.equal((await practice.clinic.sh(command)).code, 0);
    const cache = join(practice.clinic.home.folder, ".aws/cli/cache");
    for (const file of readdirSync(cache)) truncateSync(join(cache, file));
    await cure({
      command,
      shows: /^'[0-9a-f]{40}'$/m,
      profile: name,
      by: "run",
      finding: ["cli-cache-broken", "certain"],
      actor: "you",
    });
  });

  it("half a key in the environment", async (t) => {
    if (!needs(t, "aws")) return;
    write(`[default]\n${linesOf(ann)}${practice.there}`);
    await cure({
      command: whoAmI,
      shows: /Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY/,
      env: { AWS_ACCESS_KEY_ID: ann.accessKeyId },
      finding: ["half-a-key", "certain"],
      actor: "you",
    });
  });

  it("half a key in a file", async (t) => {
    if (!needs(t, "aws", "python3")) return;
    write(`[profile half]\n${practice.there}`, `[half]\naws_access_key_id = ${ann.accessKeyId}\n`);
    await cure({
      command: `${whoAmI} --profile half`,
      shows: /Partial credentials found in shared-credentials-file, missing: aws_secret_access_key/,
      profile: "half",
      finding: ["half-a-key", "certain"],
      actor: "you-in-person",
      // What the person types: both halves, and what may stay as it is.
      fill: (command) => `printf '%s\\n' ${ann.accessKeyId} ${ann.secretAccessKey} '' '' | ${command}`,
    });
  });

  it("no region for the AWS CLI v1, which does not read AWS_REGION", async (t) => {
    if (!needs(t, "aws")) return;
    write(`[profile nowhere]\n${linesOf(ann)}endpoint_url = ${practice.server.endpoint}\n`);
    const failed = await practice.clinic.sh("aws ec2 describe-instances --profile nowhere");
    assert.match(failed.stderr, /You must specify a region/);
    const { findings } = await cure({
      command: "aws ec2 describe-instances --profile nowhere",
      shows: /You must specify a region/,
      profile: "nowhere",
      finding: ["no-region", "certain"],
      actor: "you",
      // There is no EC2 here; STS at a regional endpoint asks for a region too.
      again: `test "$(aws configure get region --profile nowhere)" = us-east-1 && ${whoAmI} --profile nowhere`,
    });
    assert.match(findings[0]?.what.en ?? "", /AWS_REGION is set/);
  });

  it("a source profile whose key went into the vault", async (t) => {
    if (!needs(t, "aws")) return;
    const [name, source] = ["kikai", "moto"] as const;
    await practice.clinic.home.addKey(source, ann);
    t.after(() => practice.clinic.home.tegata(["remove", "--force", source]));
    for (const [remedy, again] of [
      [0, undefined],
      [1, ":"],
    ] as const) {
      write(
        `[profile ${name}]\nrole_arn = ${role}\nsource_profile = ${source}\n${practice.there}[profile ${source}]\n${practice.there}`,
      );
      await cure({
        command: `${whoAmI} --profile ${name}`,
        shows: /The source profile "moto" must have credentials/,
        by: "run",
        finding: ["source-without-credentials", "certain"],
        actor: "you",
        remedy,
        ...(again !== undefined && { again }),
      });
    }
  });

  it("A10 role_arn alone, and the vault has another profile's key", async (t) => {
    if (!needs(t, "aws")) return;
    const [name, source] = ["nosrc", "sumi"] as const;
    await practice.clinic.home.addKey(source, ann);
    t.after(() => practice.clinic.home.tegata(["remove", "--force", source]));
    write(`[profile ${name}]\nrole_arn = ${role}\n${practice.there}[profile ${source}]\n${practice.there}`);
    await cure({
      command: `${whoAmI} --profile ${name}`,
      shows: /Partial credentials/,
      by: "run",
      finding: ["role-without-source", "certain"],
      actor: "you",
      again: ":",
    });
  });

  it("a header or a setting that stands twice, for which the AWS CLI refuses the file", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "kk";
    for (const twice of [`[profile ${name}]\noutput = json\n`, "Region = us-west-2\n"]) {
      write(`[profile ${name}]\n${practice.there}${linesOf(ann)}${twice}`);
      const { findings } = await cure({
        command: `${whoAmI} --profile ${name}`,
        shows: /Unable to parse config file: /,
        profile: name,
        env: editor(practice.clinic, "6d"),
        finding: ["line-read-differently", "certain"],
        actor: "you-in-person",
      });
      assert.equal(findings[0]?.evidence.at(-1)?.place?.line, 6);
    }
  });

  it("a circle of source profiles", async (t) => {
    if (!needs(t, "aws")) return;
    write(
      `[profile a]\nrole_arn = ${role}\nsource_profile = b\n${practice.there}` +
        `[profile b]\nrole_arn = ${role}\nsource_profile = a\n[profile c]\n${linesOf(ann)}${practice.there}`,
    );
    await cure({
      command: `${whoAmI} --profile a`,
      shows: /Infinite loop in credential configuration/,
      profile: "a",
      env: editor(practice.clinic, "s/^source_profile = b/source_profile = c/"),
      finding: ["profile-cannot-be-used", "certain"],
      actor: "you-in-person",
    });
  });

  it("source_profile together with credential_source", async (t) => {
    if (!needs(t, "aws")) return;
    write(
      `[profile a]\nrole_arn = ${role}\nsource_profile = b\ncredential_source = Environment\n${practice.there}[profile b]\n${linesOf(ann)}${practice.there}`,
    );
    await cure({
      command: `${whoAmI} --profile a`,
      shows: /contains both source_profile and credential_source/,
      profile: "a",
      env: editor(practice.clinic, "/^credential_source/d"),
      finding: ["profile-cannot-be-used", "certain"],
      actor: "you-in-person",
    });
  });

  it("lines that no client can read, with their place", async (t) => {
    if (!needs(t, "aws")) return;
    for (const [bad, mended] of [
      ["[profile b", "s/^\\[profile b$/[profile b]/"],
      ["nonsense", "/^nonsense$/d"],
    ] as const) {
      write(`[profile a]\n${linesOf(ann)}${practice.there}${bad}\n`);
      const { findings } = await cure({
        command: `${whoAmI} --profile a`,
        shows: /Unable to parse config file/,
        profile: "a",
        env: editor(practice.clinic, mended),
        finding: ["profile-cannot-be-used", "certain"],
        actor: "you-in-person",
      });
      assert.ok(findings[0]?.evidence.some(({ place }) => place?.line === 6));
    }
  });

  it("a comment behind a value, which boto3 and the AWS CLI take for a part of it", async (t) => {
    if (!needs(t, "aws", "python3")) return;
    const { accessKeyId, secretAccessKey } = ann;
    write(
      `[profile a]\n${practice.there}aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey} # mine\n`,
    );
    const boto3 = 'import boto3; print(boto3.Session(profile_name="a").get_credentials().secret_key)';
    assert.equal(
      (await practice.clinic.sh(`python3 -c '${boto3}'`)).stdout.trim(),
      `${secretAccessKey} # mine`,
    );
    await cure({
      command: `${whoAmI} --profile a`,
      shows: /SignatureDoesNotMatch/,
      profile: "a",
      env: editor(practice.clinic, "s/ # mine$//"),
      finding: ["line-read-differently", "certain"],
      actor: "you-in-person",
    });
    write(
      `[profile a]\n${linesOf(ann)}endpoint_url = ${practice.server.endpoint}\nregion = us-east-1 # near\n`,
    );
    await cure({
      command: `${whoAmI} --profile a`,
      shows: /doesn't match a supported format/,
      profile: "a",
      finding: ["line-read-differently", "certain"],
      actor: "you",
    });
  });

  it("a profile whose kept session was made elsewhere: the AWS CLI's cache does not tell endpoints apart", async (t) => {
    if (!needs(t, "aws")) return;
    const away = await startServer({ args: ["--account", practice.server.accountId] });
    t.after(() => away.stop());
    const awayDesk = openDesk(away);
    const bob = await awayDesk.addUser("bob");
    assert.equal(await awayDesk.addRole("reader", { Principal: { AWS: bob.arn } }), role);
    const elsewhere = `region = us-east-1\nendpoint_url = ${away.endpoint}\n`;
    write(
      `[profile here]\nrole_arn = ${role}\nsource_profile = ann\n${practice.there}[profile ann]\n${linesOf(ann)}${practice.there}` +
        `[profile away]\nrole_arn = ${role}\nsource_profile = bob\n${elsewhere}[profile bob]\n${linesOf(bob)}${elsewhere}`,
    );
    assert.equal((await practice.clinic.sh(`${whoAmI} --profile here`)).code, 0);
    const { findings } = await cure({
      command: `${whoAmI} --profile away`,
      shows: refused,
      profile: "away",
      by: "run",
      finding: ["cli-cache-shared", "certain"],
      actor: "you",
    });
    assert.match(findings[0]?.what.en ?? "", /for "away" and for here/);
  });
});
