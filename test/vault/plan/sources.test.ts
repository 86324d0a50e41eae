import assert from "node:assert/strict";
import { test } from "node:test";
import { assertJapanese, planned, type Situation, shape } from "./planned.ts";

const keys = "aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = example";
const roleA = "role_arn = arn:aws:iam::111111111111:role/A";
const roleB = "role_arn = arn:aws:iam::111111111111:role/B";

const shapes: readonly (readonly [what: string, situation: Situation, shape: string])[] = [
  ["keys in a file", { config: `[profile A]\n${keys}`, profile: "A" }, "static-key"],
  [
    "the source's keys rather than those beside source_profile",
    { config: `[profile A]\n${keys}\n${roleA}\nsource_profile = B\n[profile B]\n${keys}`, profile: "A" },
    "static-key assume-role",
  ],
  [
    "keys in a source, which end the chain before its role",
    {
      config: `[profile A]\n${roleA}\nsource_profile = B\n[profile B]\n${roleB}\nsource_profile = C\n${keys}\n[profile C]`,
      profile: "A",
    },
    "static-key assume-role",
  ],
  ["credential_process", { config: "[profile A]\ncredential_process = get", profile: "A" }, "process+"],
  [
    "credential_process of a source",
    {
      config: `[profile A]\n${roleA}\nsource_profile = B\n[profile B]\ncredential_process = get`,
      profile: "A",
    },
    "process+ assume-role",
  ],
  [
    "credential_process of a profile that is its own source",
    { config: `[profile A]\n${roleA}\nsource_profile = A\ncredential_process = get`, profile: "A" },
    "process+ assume-role",
  ],
  [
    "Environment",
    { config: `[profile A]\n${roleA}\ncredential_source = Environment`, profile: "A" },
    "environment assume-role",
  ],
  [
    "Ec2InstanceMetadata",
    { config: `[profile A]\n${roleA}\ncredential_source = Ec2InstanceMetadata`, profile: "A" },
    "instance assume-role",
  ],
  [
    "EcsContainer at the end of a chain",
    {
      config: `[profile A]\n${roleA}\nsource_profile = B\n[profile B]\n${roleB}\ncredential_source = EcsContainer`,
      profile: "A",
    },
    "container assume-role assume-role",
  ],
  [
    "web identity of a source",
    {
      config: `[profile A]\n${roleA}\nsource_profile = B\n[profile B]\n${roleB}\nweb_identity_token_file = /t`,
      profile: "A",
    },
    "web-identity+ assume-role",
  ],
  [
    "web identity by a process",
    { config: `[profile A]\n${roleA}\nweb_identity_token_process = get`, profile: "A" },
    "web-identity+",
  ],
  [
    "SSO of a source with an sso-session",
    {
      config: `[profile A]\n${roleA}\nsource_profile = B\n[profile B]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n[sso-session s]\nsso_start_url = https://s\nsso_region = eu-west-1`,
      profile: "A",
    },
    "sso+ assume-role",
  ],
  ["a stored key without a section", { profile: "A", stored: ["A"] }, "stored-key session-token+"],
  [
    "a stored key of a source without a section",
    { config: `[profile A]\n${roleA}\nsource_profile = B`, profile: "A", stored: ["B"] },
    "stored-key assume-role",
  ],
  [
    "a stored key before keys in the files",
    { config: `[profile A]\n${keys}`, profile: "A", stored: ["A"] },
    "stored-key session-token+",
  ],
  [
    "a stored key with its role, below another role",
    {
      config: `[profile A]\n${roleA}\nsource_profile = B\n[profile B]\n${roleB}`,
      profile: "A",
      stored: ["B"],
    },
    "stored-key assume-role assume-role",
  ],
  [
    "the source's session for a profile that has source_profile and no role",
    { config: "[profile A]\nsource_profile = B\n[profile B]", profile: "A", stored: ["B"] },
    "stored-key session-token+",
  ],
  [
    "a web identity rather than source_profile",
    { config: `[profile A]\n${roleA}\nsource_profile = B\nweb_identity_token_file = /t`, profile: "A" },
    "web-identity+",
  ],
  [
    "keys of the credentials file before credential_process",
    { config: "[profile A]\ncredential_process = get", credentials: `[A]\n${keys}`, profile: "A" },
    "static-key",
  ],
  [
    "credential_process before keys of the config file",
    { config: `[profile A]\ncredential_process = get\n${keys}`, profile: "A" },
    "process+",
  ],
  [
    "AWS_ROLE_ARN with the credentials of the profile",
    {
      config: "[profile A]\ncredential_process = get",
      profile: "A",
      env: { AWS_ROLE_ARN: "arn:aws:iam::111111111111:role/E" },
    },
    "process+ assume-role",
  ],
  [
    "AWS_MFA_SERIAL for a stored key",
    { profile: "A", stored: ["A"], env: { AWS_MFA_SERIAL: "arn:aws:iam::111111111111:mfa/e" } },
    "stored-key session-token*+",
  ],
  [
    "the environment's keys when nobody names a profile",
    {
      config: `[default]\n${keys}`,
      profile: "default",
      named: false,
      env: { AWS_ACCESS_KEY_ID: "AKIAENV", AWS_SECRET_ACCESS_KEY: "example" },
    },
    "environment",
  ],
  [
    "the profile that is named before the environment's keys",
    {
      config: `[default]\n${keys}`,
      profile: "default",
      env: { AWS_ACCESS_KEY_ID: "AKIAENV", AWS_SECRET_ACCESS_KEY: "example" },
    },
    "static-key",
  ],
  [
    "the environment's web identity when there is no profile",
    {
      profile: "default",
      named: false,
      env: { AWS_WEB_IDENTITY_TOKEN_FILE: "/t", AWS_ROLE_ARN: "arn:aws:iam::111111111111:role/E" },
    },
    "web-identity+",
  ],
  [
    "the container's credentials when there is no profile",
    { profile: "default", named: false, env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1/" } },
    "container",
  ],
];
for (const [what, situation, expected] of shapes) {
  test(`buildPlan() takes ${what}`, () => {
    const plan = planned(situation);
    assert.equal(shape(plan), expected);
    assertJapanese(plan, ["「A」", "「B」", "「C」"]);
  });
}

test("buildPlan() does not give a profile AWS_ROLE_ARN that belongs to a web identity", () => {
  const env = { AWS_WEB_IDENTITY_TOKEN_FILE: "/t", AWS_ROLE_ARN: "arn:aws:iam::111111111111:role/E" };
  assert.equal(shape(planned({ config: `[profile A]\n${keys}`, profile: "A", env })), "static-key");
});

test("buildPlan() names what a winner shadows, with file and line", () => {
  const { skipped } = planned({
    config: "[profile A]\ncredential_process = get",
    credentials: `[A]\n${keys}`,
    profile: "A",
    stored: ["A"],
    env: { AWS_ACCESS_KEY_ID: "AKIAENV", AWS_SECRET_ACCESS_KEY: "example" },
  });
  assert.deepEqual(
    skipped.map(({ text, place, setting }) => [text.en, place?.line ?? setting]),
    [
      ['the key in the keyring comes before the keys of the credentials file of "A"', 2],
      ['the key in the keyring comes before credential_process of "A"', 2],
      ["a profile that is named comes before the keys in the environment", "AWS_ACCESS_KEY_ID"],
    ],
  );
});

test("buildPlan() gives a role all its settings, with AWS Vault's among them", () => {
  const plan = planned({
    config: `[profile A]
include_profile = shared
${roleA}
source_profile = B
external_id = x-1
session_tags = team=red, project = moon=base
transitive_session_tags = team
source_identity = jon
[profile B]
mfa_process = code
${keys}
[profile shared]
mfa_serial = arn:aws:iam::111111111111:mfa/jon
role_session_name = session`,
    profile: "A",
  });
  assert.deepEqual(plan.steps[1], {
    kind: "assume-role",
    profile: "A",
    reason: {
      text: { en: 'role_arn of profile "A"', ja: "プロファイル「A」の role_arn" },
      place: { file: "/home/jon/.aws/config", line: 3 },
    },
    roleArn: "arn:aws:iam::111111111111:role/A",
    roleSessionName: "session",
    durationSeconds: 3600,
    externalId: "x-1",
    mfa: { serial: "arn:aws:iam::111111111111:mfa/jon", process: "code" },
    sourceIdentity: "jon",
    tags: { team: "red", project: "moon=base" },
    transitiveTagKeys: ["team"],
  });
  assert.equal(plan.mfaCodes, 0);
});

test("buildPlan() merges an SSO profile with its session", () => {
  const plan = planned({
    config: `[profile A]
sso_session = work
sso_account_id = 111111111111
sso_role_name = Reader
sso_region = eu-west-1
[sso-session work]
sso_start_url = https://work.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access, codewhisperer:completions`,
    profile: "A",
  });
  assert.deepEqual(plan.steps, [
    {
      kind: "sso",
      profile: "A",
      reason: {
        text: { en: 'sso_session of profile "A"', ja: "プロファイル「A」の sso_session" },
        place: { file: "/home/jon/.aws/config", line: 2 },
      },
      startUrl: "https://work.awsapps.com/start",
      ssoRegion: "eu-west-1",
      accountId: "111111111111",
      roleName: "Reader",
      sessionName: "work",
      registrationScopes: ["sso:account:access", "codewhisperer:completions"],
    },
  ]);
});

test("buildPlan() finds region and endpoint where AWS's clients do", () => {
  const config = `[profile A]
${keys}
region = eu-west-1
services = local
endpoint_url = http://general
[services local]
sts =
  endpoint_url = http://sts`;
  const plan = planned({ config, profile: "A" });
  assert.equal(plan.region?.value, "eu-west-1");
  assert.equal(plan.stsEndpoint?.value, "http://sts");
  assert.equal(plan.stsEndpoint?.reason.place?.line, 9);

  const fromEnvironment = planned({
    config,
    profile: "A",
    env: { AWS_REGION: "eu-north-1", AWS_DEFAULT_REGION: "no", AWS_ENDPOINT_URL: "http://env" },
  });
  assert.equal(fromEnvironment.region?.value, "eu-north-1");
  assert.equal(fromEnvironment.stsEndpoint?.value, "http://env");

  const env = { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true", AWS_ENDPOINT_URL_STS: "http://env" };
  assert.equal(planned({ config, profile: "A", env }).stsEndpoint, undefined);
});

test("buildPlan() sends the key of a source where that source's profile says", () => {
  const config = `[profile A]\n${roleA}\nsource_profile = B\n[profile B]\nendpoint_url = http://local`;
  assert.equal(planned({ config, profile: "A", stored: ["B"] }).stsEndpoint?.value, "http://local");
});
