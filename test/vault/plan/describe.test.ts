import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type CacheInputs,
  cacheInputs,
  describeMechanism,
  describePlan,
  type Plan,
  type Step,
} from "../../../src/vault/plan/index.ts";
import { assertJapanese, noSession, planned } from "./planned.ts";

const mfa = "mfa_serial = arn:aws:iam::111111111111:mfa/jon";
const config = `[profile jon]
${mfa}
[profile admin]
source_profile = jon
role_arn = arn:aws:iam::111111111111:role/admin
${mfa}
region = eu-west-1`;

test("describePlan() tells every step, why, and how far the result goes", () => {
  const plan = planned({ config, stored: ["jon"], profile: "admin" });
  assert.equal(
    describePlan(plan),
    `profile "admin": AssumeRole with MFA, from a long-lived key in the keyring
1. the key of "jon" in the keyring
   the keyring holds the key of profile "jon" (/home/jon/.aws/config:4)
2. GetSessionToken for 8 h with an MFA code of arn:aws:iam::111111111111:mfa/jon, kept for the next time
   one MFA code for all roles: the device of the key is that of the role (/home/jon/.aws/config:2)
3. AssumeRole arn:aws:iam::111111111111:role/admin for 1 h
   role_arn of profile "admin" (/home/jon/.aws/config:5)
MFA codes to type: 1
lives at most 1 h: a role assumed with another session (role chaining)
region eu-west-1: region of profile "admin" (/home/jon/.aws/config:7)
cannot call GetSessionToken or GetFederationToken: STS takes a long-lived key for these
cannot assume a role for more than 1 h: AWS limits role chaining`,
  );
});

test("describePlan() lets no control character of a file reach the terminal", () => {
  const plan = planned({ config: "[profile p]\ncredential_process = a\u001b[2Jb", profile: "p" });
  assert.match(describePlan(plan), /run: a\?\[2Jb/);
});

test("buildPlan() warns of a session without MFA and says what it cannot call", () => {
  const plan = planned({ profile: "runner", stored: ["runner"] });
  assert.equal(describeMechanism(plan).en, "GetSessionToken without MFA");
  assert.match(
    plan.warnings[0]?.text.en ?? "",
    /InvalidClientTokenId.*"runner" an mfa_serial, or a role_arn/,
  );
  assert.deepEqual(
    plan.cannot.map(({ code }) => code),
    ["iam-without-mfa", "sts-except-assume-role", "no-sign-in", "one-hour-chain"],
  );
});

test("buildPlan() bars IAM from no session that was made with MFA", () => {
  const plan = planned({ config, profile: "jon", stored: ["jon"] });
  assert.deepEqual(plan.warnings, []);
  assert.ok(!plan.cannot.some(({ code }) => code === "iam-without-mfa"));
});

const remarks: readonly (readonly [what: string, plan: Plan, warning: RegExp])[] = [
  [
    "a long-lived key that is handed over",
    planned({ config, profile: "jon", stored: ["jon"], options: noSession }),
    /does not expire/,
  ],
  ["the root user's key", planned({ profile: "r", stored: ["r"], root: ["r"] }), /root user's/],
  [
    "a duration that nothing takes",
    planned({
      config: "[profile p]\ncredential_process = get",
      profile: "p",
      options: { durationSeconds: { value: 7200, setting: "--duration" } },
    }),
    /no call of this plan takes one/,
  ],
  [
    "a device that is not used",
    planned({
      config: `[profile p]\naws_access_key_id = A\naws_secret_access_key = B\n${mfa}`,
      profile: "p",
    }),
    /move the key into the keyring/,
  ],
  [
    "a device that AWS Vault would take from the default profile",
    planned({ config: `[default]\n${mfa}\n[profile p]`, profile: "p", stored: ["p"] }),
    /include_profile = default/,
  ],
  [
    "an empty environment",
    planned({ config: "[profile p]\ncredential_source = Environment", profile: "p" }),
    /AWS_ACCESS_KEY_ID is not set/,
  ],
  [
    "a container that is none",
    planned({ config: "[profile p]\ncredential_source = EcsContainer", profile: "p" }),
    /AWS_CONTAINER_CREDENTIALS_RELATIVE_URI/,
  ],
  [
    "a code that a role cannot give",
    planned({
      config: `[profile a]\nrole_arn = arn:a\nsource_profile = b\nmfa_serial = arn:m\n[profile b]\nrole_arn = arn:b\ncredential_source = Ec2InstanceMetadata`,
      profile: "a",
    }),
    /MFA codes from users only/,
  ],
  [
    "source_profile without a role",
    planned({ config: "[profile a]\nsource_profile = b", profile: "a", stored: ["b"] }),
    /which the AWS CLI does not do/,
  ],
];
for (const [what, plan, warning] of remarks) {
  test(`buildPlan() warns of ${what}`, () => {
    assert.match(plan.warnings.map(({ text }) => text.en).join("\n"), warning);
    assertJapanese(plan, ["「b」"]);
  });
}

test("cacheInputs() is the same for the same session, whichever profile asks", () => {
  const other = config.replace("[profile admin]", "[profile boss]");
  const [one, two] = [
    planned({ config, stored: ["jon"], profile: "admin" }),
    planned({ config: other, stored: ["jon"], profile: "boss" }),
  ].map((plan) => inputs(plan, 1));
  assert.deepEqual(one, two);
  assert.notDeepEqual(one, inputs(planned({ config, stored: ["jon"], profile: "admin" }), 1, "AKIAOTHER"));
});

function inputs(plan: Plan, index: number, source = "AKIAJON"): CacheInputs | undefined {
  const step = plan.steps[index];
  return step && cacheInputs(step, plan, source);
}

const base = planned({ config, stored: ["jon"], profile: "admin", options: noSession });
const variants: Readonly<Record<string, string>> = {
  role: config.replace("role/admin", "role/other"),
  device: config.replaceAll("mfa/jon", "mfa/other"),
  duration: `${config}\nduration_seconds = 1800`,
  "external id": `${config}\nexternal_id = x`,
  "session name": `${config}\nrole_session_name = x`,
  tags: `${config}\nsession_tags = a=b`,
  "transitive tags": `${config}\ntransitive_session_tags = a`,
  "source identity": `${config}\nsource_identity = x`,
  region: config.replace("eu-west-1", "eu-west-2"),
  endpoint: `${config}\nendpoint_url = http://local`,
};
for (const [what, changed] of Object.entries(variants)) {
  test(`cacheInputs() changes with the ${what}`, () => {
    const plan = planned({ config: changed, stored: ["jon"], profile: "admin", options: noSession });
    assert.notDeepEqual(inputs(plan, 1), inputs(base, 1));
  });
}

test("cacheInputs() holds every field of a step but who asks and why", () => {
  const notIdentity = new Set(["kind", "profile", "reason", "mfa", "registrationScopes"]);
  for (const config of [
    "[profile p]\nrole_arn = arn:r\nweb_identity_token_file = /t",
    "[profile p]\nrole_arn = arn:r\nweb_identity_token_process = get",
    "[profile p]\nsso_start_url = u\nsso_region = r\nsso_account_id = 1\nsso_role_name = n",
    "[profile p]\ncredential_process = get",
  ]) {
    const plan = planned({ config, profile: "p" });
    const step: Step = plan.steps[0];
    const values = Object.values(cacheInputs(step, plan, undefined) ?? {});
    for (const [key, value] of Object.entries(step)) {
      if (notIdentity.has(key)) continue;
      assert.ok(values.includes(value ?? null), `${step.kind}: ${key}`);
    }
  }
});

test("cacheInputs() gives nothing for a step that makes no session", () => {
  const plan = planned({ config, stored: ["jon"], profile: "jon" });
  assert.equal(cacheInputs(plan.steps[0], plan, undefined), undefined);
});
