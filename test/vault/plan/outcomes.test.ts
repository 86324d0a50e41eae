/** AWS Vault's documented outcomes. Source: its usage guide, "Using multiple profiles", "Session" and "Role chaining". */
import assert from "node:assert/strict";
import { test } from "node:test";
import { TegataError } from "../../../src/base/index.ts";
import { duration, noSession, planned, shape } from "./planned.ts";

const config = `[profile jonsmith]
mfa_serial = arn:aws:iam::111111111111:mfa/jonsmith

[profile foo-readonly]
source_profile = jonsmith
role_arn = arn:aws:iam::222222222222:role/ReadOnly

[profile foo-admin]
source_profile = jonsmith
role_arn = arn:aws:iam::222222222222:role/Administrator
mfa_serial = arn:aws:iam::111111111111:mfa/jonsmith

[profile bar-role1]
source_profile = jonsmith
role_arn = arn:aws:iam::333333333333:role/Role1
mfa_serial = arn:aws:iam::111111111111:mfa/jonsmith

[profile bar-role2]
source_profile = bar-role1
role_arn = arn:aws:iam::333333333333:role/Role2
mfa_serial = arn:aws:iam::111111111111:mfa/jonsmith
`;
const jon = { config, stored: ["jonsmith"] };

// `*` a code is given, `+` the session is kept.
const outcomes = [
  {
    run: "jonsmith --no-session",
    profile: "jonsmith",
    options: noSession,
    shape: "stored-key",
    codes: 0,
    seconds: [],
  },
  { run: "jonsmith", profile: "jonsmith", shape: "stored-key session-token*+", codes: 1, seconds: [3600] },
  {
    run: "foo-readonly",
    profile: "foo-readonly",
    shape: "stored-key assume-role",
    codes: 0,
    seconds: [3600],
  },
  {
    run: "foo-admin",
    profile: "foo-admin",
    shape: "stored-key session-token*+ assume-role",
    codes: 1,
    seconds: [28_800, 3600],
  },
  {
    run: "foo-admin --duration=2h",
    profile: "foo-admin",
    options: duration(7200),
    shape: "stored-key assume-role*+",
    codes: 1,
    seconds: [7200],
  },
  {
    run: "bar-role2",
    profile: "bar-role2",
    shape: "stored-key session-token*+ assume-role assume-role",
    codes: 1,
    seconds: [28_800, 3600, 3600],
  },
  {
    run: "bar-role2 --no-session",
    profile: "bar-role2",
    options: noSession,
    shape: "stored-key assume-role*+ assume-role",
    codes: 1,
    seconds: [3600, 3600],
  },
] as const;

for (const outcome of outcomes) {
  test(`buildPlan() does for "exec ${outcome.run}" what AWS Vault's guide says`, () => {
    const options = "options" in outcome ? { options: outcome.options } : {};
    const plan = planned({ ...jon, profile: outcome.profile, ...options });
    assert.equal(shape(plan), outcome.shape);
    assert.equal(plan.mfaCodes, outcome.codes);
    const seconds = plan.steps.flatMap((step) => ("durationSeconds" in step ? [step.durationSeconds] : []));
    assert.deepEqual(seconds, outcome.seconds);
  });
}

test("buildPlan() names why no session is asked for before a role without MFA", () => {
  const { skipped } = planned({ ...jon, profile: "foo-readonly" });
  assert.match(
    skipped.map(({ text }) => text.en).join(),
    /GetSessionToken first: profile "foo-readonly" has no mfa_serial/,
  );
});

test("buildPlan() asks for no session when key and role have different devices, and says where", () => {
  const other = config.replace(/(Administrator\nmfa_serial = \S+)jonsmith/, "$1other");
  const plan = planned({ config: other, stored: ["jonsmith"], profile: "foo-admin" });
  assert.equal(shape(plan), "stored-key assume-role*+");
  assert.equal(plan.skipped[0]?.place?.line, 11);
});

test("buildPlan() cuts what the file asks of chained roles to one hour, and says so", () => {
  const long = config.replace("role/Role1", "role/Role1\nduration_seconds = 7200");
  const plan = planned({ config: long, stored: ["jonsmith"], profile: "bar-role2" });
  assert.equal(shape(plan), "stored-key session-token*+ assume-role assume-role");
  assert.equal(plan.steps[2]?.kind === "assume-role" && plan.steps[2].durationSeconds, 3600);
  assert.match(
    plan.warnings[0]?.text.en ?? "",
    /"bar-role1" will live 1 h, not the 2 h that duration_seconds asks for/,
  );
  assert.equal(plan.warnings[0]?.place?.line, 16);
});

test("buildPlan() refuses a typed duration that a chain cannot give, with the choice", () => {
  assert.throws(
    () => planned({ ...jon, profile: "bar-role2", options: duration(7200) }),
    (error) =>
      error instanceof TegataError &&
      error.code === "DurationImpossible" &&
      error.exitCode === 2 &&
      error.hint === "--duration 1h" &&
      /cannot live 2 h \(--duration\): it lives at most 1 h, .*role chaining.*`--server` renews/.test(
        error.message,
      ),
  );
});

test("buildPlan() gives the first role its own hours when it is assumed with the key itself", () => {
  const long = config.replace("role/Role1", "role/Role1\nduration_seconds = 7200");
  const plan = planned({ config: long, stored: ["jonsmith"], profile: "bar-role2", options: noSession });
  assert.equal(plan.steps[1]?.kind === "assume-role" && plan.steps[1].durationSeconds, 7200);
  assert.deepEqual(plan.warnings, []);
});

test("buildPlan() assumes the role beside a stored key with that key, without a session first", () => {
  const runner = "[profile terraform-runner]\nrole_arn = arn:aws:iam::111111111111:role/terraform\n";
  const plan = planned({ config: runner, stored: ["terraform-runner"], profile: "terraform-runner" });
  assert.equal(shape(plan), "stored-key assume-role");
  assert.equal(plan.mfaCodes, 0);
});
