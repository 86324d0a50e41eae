import assert from "node:assert/strict";
import { test } from "node:test";
import { TegataError } from "../../../src/base/index.ts";
import { fc } from "../../support/random.ts";
import { planned, type Situation } from "./planned.ts";

const keys = "aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = topsecretexample";
const role = "role_arn = arn:aws:iam::111111111111:role/R";
const config = "/home/jon/.aws/config";

/** Roles, each the source of the one before, and a key at the end. */
function chainOf(profiles: number): string {
  const links = Array.from({ length: profiles - 1 }, (_, at) => [
    `[profile P${at}]`,
    role,
    `source_profile = P${at + 1}`,
  ]);
  return [...links.flat(), `[profile P${profiles - 1}]`, keys].join("\n");
}

const refused: readonly (readonly [what: string, Situation, code: string, message: string])[] = [
  [
    "a profile that nothing knows",
    { config: "[profile Prod]", profile: "prod" },
    "ProfileNotFound",
    'no file and no keyring has a profile "prod"; "Prod" is there, and case matters',
  ],
  [
    "a circle, with the line of each link",
    {
      config: `[profile A]\n${role}\nsource_profile = B\n[profile B]\n${role}\nsource_profile = C\n[profile C]\n${role}\nsource_profile = B`,
      profile: "A",
    },
    "ProfileLoop",
    `the source profiles go in a circle: "A" (${config}:3) → "B" (${config}:6) → "C" (${config}:9) → "B"`,
  ],
  [
    "a circle back to a profile with keys",
    {
      config: `[profile A]\n${keys}\n${role}\nsource_profile = B\n[profile B]\n${role}\nsource_profile = A`,
      profile: "A",
    },
    "ProfileLoop",
    `the source profiles go in a circle: "A" (${config}:5) → "B" (${config}:8) → "A"`,
  ],
  [
    "a chain without end",
    { config: chainOf(101), profile: "P0" },
    "ChainTooLong",
    `profile "P0" at ${config}:3 begins a chain of more than 100 source profiles, which goes on behind "P99" at ${config}:300; so long a one is not followed`,
  ],
  [
    "both kinds of source",
    {
      config: `[profile A]\n${role}\nsource_profile = B\ncredential_source = Environment\n[profile B]\n${keys}`,
      profile: "A",
    },
    "SourceContradiction",
    `profile "A" has both source_profile at ${config}:3 and credential_source at ${config}:4; only one of them can give the credentials, so remove one`,
  ],
  [
    "a role whose keys stand beside it, unnamed",
    { config: `[profile A]\n${role}\n${keys}`, profile: "A" },
    "SourceMissing",
    `profile "A" has role_arn at ${config}:2 and nothing to assume it with: no source_profile, no credential_source, no key in the keyring, and the keys beside it are used only when source_profile names their profile`,
  ],
  [
    "a secret without its id",
    { config: "[profile A]\naws_secret_access_key = topsecretexample", profile: "A" },
    "PartialKeys",
    `profile "A" has aws_secret_access_key at ${config}:2 but no aws_access_key_id`,
  ],
  [
    "a source that is not there",
    { config: `[profile A]\n${role}\nsource_profile = B`, profile: "A" },
    "SourceProfileNotFound",
    `profile "A" names source_profile "B" at ${config}:3, and no file and no keyring has it`,
  ],
  [
    "a source without credentials, with the chain",
    { config: `[profile A]\n${role}\nsource_profile = B\n[profile B]\nregion = x`, profile: "A" },
    "NoCredentials",
    `profile "B" at ${config}:4 has no credentials: no key in the keyring or the files, no source_profile, SSO, web identity or credential_process; the chain is "A" (${config}:3) → "B" (${config}:4)`,
  ],
  [
    "a profile that is its own source and has nothing",
    { config: `[profile A]\n${role}\nsource_profile = A`, profile: "A" },
    "NoCredentials",
    `profile "A" at ${config}:1 has no credentials: no key in the keyring or the files, no source_profile, SSO, web identity or credential_process`,
  ],
  [
    "a credential_source that AWS does not have",
    { config: `[profile A]\n${role}\ncredential_source = Ec2`, profile: "A" },
    "CredentialSourceUnknown",
    `credential_source "Ec2" at ${config}:3 is none of Environment, Ec2InstanceMetadata, EcsContainer`,
  ],
  [
    "a credential_source named as something that every object has",
    { config: `[profile A]\n${role}\ncredential_source = constructor`, profile: "A" },
    "CredentialSourceUnknown",
    `credential_source "constructor" at ${config}:3 is none of Environment, Ec2InstanceMetadata, EcsContainer`,
  ],
  [
    "two tokens",
    {
      config: `[profile A]\n${role}\nweb_identity_token_file = /t\nweb_identity_token_process = get`,
      profile: "A",
    },
    "WebIdentityContradiction",
    `profile "A" has both web_identity_token_file at ${config}:3 and web_identity_token_process at ${config}:4; only one can give the token, so remove one`,
  ],
  [
    "an SSO role without its account",
    { config: "[profile A]\nsso_start_url = u\nsso_region = r\nsso_role_name = n", profile: "A" },
    "PartialSso",
    `profile "A" has sso_role_name at ${config}:4 but no sso_account_id`,
  ],
  [
    "an SSO profile without region and portal",
    { config: "[profile A]\nsso_account_id = 1\nsso_role_name = n", profile: "A" },
    "PartialSso",
    `profile "A" has sso_account_id at ${config}:2 but no sso_start_url and no sso_region`,
  ],
  [
    "an SSO portal without account and role, in the form without a session",
    { config: "[profile A]\nsso_start_url = u\nsso_region = r", profile: "A" },
    "PartialSso",
    `profile "A" has sso_start_url at ${config}:2 but no sso_account_id and no sso_role_name`,
  ],
  [
    "an sso-session without its region",
    { config: "[profile A]\nsso_session = s\n[sso-session s]\nsso_start_url = u", profile: "A" },
    "PartialSso",
    `profile "A" has sso_session at ${config}:2 but no sso_region`,
  ],
  [
    "an sso-session that is not there",
    { config: "[profile A]\nsso_session = s\nsso_account_id = 1\nsso_role_name = n", profile: "A" },
    "SsoSessionNotFound",
    `sso_session "s" at ${config}:2 is no section of the config file`,
  ],
  [
    "a profile and an sso-session that disagree",
    {
      config:
        "[profile A]\nsso_session = s\nsso_region = a\nsso_account_id = 1\nsso_role_name = n\n[sso-session s]\nsso_start_url = u\nsso_region = b",
      profile: "A",
    },
    "SsoContradiction",
    `sso_region at ${config}:3 is not that of the sso_session at ${config}:8`,
  ],
  [
    "a role with a token for credentials",
    {
      config: `[profile A]\n${role}\nsource_profile = B\n[profile B]\nsso_session = s\n[sso-session s]\nsso_start_url = u\nsso_region = b`,
      profile: "A",
    },
    "NoCredentials",
    `profile "B" signs in to SSO at ${config}:5 but names no account and role, so it has no credentials to assume a role with; the chain is "A" (${config}:3) → "B" (${config}:5)`,
  ],
  [
    "profiles that include one another",
    { config: "[profile A]\ninclude_profile = B\n[profile B]\ninclude_profile = A", profile: "A" },
    "IncludeLoop",
    `include_profile goes in a circle: "A" (${config}:2) → "B" (${config}:4) → "A"`,
  ],
  [
    "an included profile that is not there",
    { config: "[profile A]\ninclude_profile = B", profile: "A" },
    "IncludedProfileNotFound",
    `profile "A" includes "B" at ${config}:2, and no file has a profile of that name`,
  ],
  [
    "a role for the root user",
    { config: `[profile A]\n${role}`, profile: "A", stored: ["A"], root: ["A"] },
    "RootCannotAssume",
    `the key of "A" is the root user's, and AWS lets the root user assume no role at ${config}:2`,
  ],
  [
    "tags that are none",
    { config: `[profile A]\n${role}\nsession_tags = red`, profile: "A", stored: ["A"] },
    "TagsUnreadable",
    `session_tags at ${config}:3 is not up to 50 different key=value pairs with commas between them`,
  ],
  [
    "what only the AWS CLI can renew",
    { config: "[profile A]\nlogin_session = arn:x", profile: "A" },
    "LoginSession",
    `profile "A" is signed in by \`aws login\` at ${config}:2, which only the AWS CLI can renew`,
  ],
];
for (const [what, situation, code, message] of refused) {
  test(`buildPlan() refuses ${what}`, () => {
    assert.throws(
      () => planned(situation),
      (error) => {
        assert.ok(error instanceof TegataError);
        assert.deepEqual([error.code, error.message], [code, message]);
        assert.ok(error.hint, "there is something to paste");
        assert.doesNotMatch(`${error.message} ${error.hint}`, /topsecret/);
        return true;
      },
    );
  });
}

test("buildPlan() ends with a plan or a refusal, whatever the profiles name", () => {
  const name = fc.constantFrom("A", "B", "C", "D");
  const line = fc.oneof(
    name.map((source) => `source_profile = ${source}`),
    name.map((other) => `include_profile = ${other}`),
    fc.constantFrom(
      role,
      keys,
      "credential_source = Environment",
      "credential_process = get",
      "web_identity_token_file = /t",
      "sso_session = s",
      "sso_account_id = 1",
      "sso_role_name = n",
      "mfa_serial = arn:m",
      "duration_seconds = 7200",
    ),
  );
  const section = fc.array(line, { maxLength: 5 });
  fc.assert(
    fc.property(
      fc.array(section, { minLength: 4, maxLength: 4 }),
      fc.subarray(["A", "B", "C"]),
      (bodies, stored) => {
        const text = bodies
          .map((lines, index) => [`[profile ${"ABCD"[index]}]`, ...lines].join("\n"))
          .join("\n");
        try {
          const plan = planned({
            config: `${text}\n[sso-session s]\nsso_start_url = u\nsso_region = r`,
            profile: "A",
            stored,
          });
          assert.doesNotMatch(JSON.stringify(plan), /topsecret/);
        } catch (error) {
          assert.ok(error instanceof TegataError, String(error));
          assert.doesNotMatch(error.message, /topsecret/);
        }
      },
    ),
    { numRuns: 500 },
  );
});
