import assert from "node:assert/strict";
import { test } from "node:test";
import { TegataError } from "../../../src/base/index.ts";
import { describeSpan, type Plan, parseSpan, spellSpan } from "../../../src/vault/plan/index.ts";
import { fc } from "../../support/random.ts";
import { duration, planned, type Situation } from "./planned.ts";

const key = { config: "[profile key]", stored: ["key"], profile: "key" };
const role = {
  config: "[profile key]\n[profile role]\nsource_profile = key\nrole_arn = arn:aws:iam::111111111111:role/R",
  stored: ["key"],
  profile: "role",
};
const rootDevice = "mfa_serial = arn:aws:iam::111111111111:mfa/root-account-mfa-device";

function lastSeconds(plan: Plan): number | undefined {
  const last = plan.steps.at(-1);
  return last !== undefined && "durationSeconds" in last ? last.durationSeconds : undefined;
}

const given: readonly (readonly [string, Situation, number])[] = [
  ["36 h of a user", { ...key, options: duration(129_600) }, 129_600],
  ["15 min of a user", { ...key, options: duration(900) }, 900],
  ["12 h of a role with the key itself", { ...role, options: duration(43_200) }, 43_200],
  ["AWS_SESSION_TOKEN_TTL", { ...key, env: { AWS_SESSION_TOKEN_TTL: "2h" } }, 7200],
  ["AWS_ASSUME_ROLE_TTL", { ...role, env: { AWS_ASSUME_ROLE_TTL: "1h30m" } }, 5400],
  [
    "the flag before the variable",
    { ...role, env: { AWS_ASSUME_ROLE_TTL: "2h" }, options: duration(1800) },
    1800,
  ],
  [
    "the variable before duration_seconds",
    { ...role, config: `${role.config}\nduration_seconds = 1200`, env: { AWS_ASSUME_ROLE_TTL: "2h" } },
    7200,
  ],
  ["duration_seconds", { ...role, config: `${role.config}\nduration_seconds = 1200` }, 1200],
  [
    "1 h of root for more from a variable",
    { ...key, root: ["key"], env: { AWS_SESSION_TOKEN_TTL: "2h" } },
    3600,
  ],
];
for (const [what, situation, seconds] of given) {
  test(`buildPlan() gives ${what}`, () => assert.equal(lastSeconds(planned(situation)), seconds));
}

test("buildPlan() reads AWS_CHAINED_SESSION_TOKEN_TTL and AWS_MIN_TTL", () => {
  const mfa = "mfa_serial = arn:aws:iam::111111111111:mfa/jon";
  const plan = planned({
    ...role,
    config: `[profile key]\n${mfa}\n[profile role]\nsource_profile = key\nrole_arn = arn:x\n${mfa}`,
    env: { AWS_CHAINED_SESSION_TOKEN_TTL: "4h", AWS_MIN_TTL: "10m" },
  });
  assert.equal(plan.steps[1]?.kind === "session-token" && plan.steps[1].durationSeconds, 14_400);
  assert.equal(plan.reuseAboveSeconds.seconds, 600);
});

const refused: readonly (readonly [string, Situation, RegExp, string])[] = [
  [
    "less than 15 min",
    { ...key, options: duration(899) },
    /at least 15 min, STS gives none shorter/,
    "--duration 15m",
  ],
  ["more than 36 h of a user", { ...key, options: duration(129_601) }, /at most 36 h/, "--duration 36h"],
  ["more than 12 h of a role", { ...role, options: duration(43_201) }, /at most 12 h/, "--duration 12h"],
  [
    "more than 1 h of root",
    { ...key, root: ["key"], options: duration(3601) },
    /at most 1 h.*root/,
    "--duration 1h",
  ],
  [
    "more than 1 h of root, known by its device",
    { ...key, config: `[profile key]\n${rootDevice}`, options: duration(3601) },
    /at most 1 h.*root/,
    "--duration 1h",
  ],
  [
    "13 h of a role in the file, with its line",
    { ...role, config: `${role.config}\nduration_seconds = 46800` },
    /at \/home\/jon\/\.aws\/config:5: it lives at most 12 h/,
    "duration_seconds = 43200",
  ],
  [
    "13 h of a role by a variable",
    { ...role, env: { AWS_ASSUME_ROLE_TTL: "13h" } },
    /\(AWS_ASSUME_ROLE_TTL\)/,
    "AWS_ASSUME_ROLE_TTL=12h",
  ],
];
for (const [what, situation, message, hint] of refused) {
  test(`buildPlan() refuses ${what}`, () => {
    assert.throws(
      () => planned(situation),
      (error) =>
        error instanceof TegataError &&
        error.code === "DurationImpossible" &&
        message.test(error.message) &&
        error.hint === hint,
    );
  });
}

for (const [setting, text] of [
  ["duration_seconds", "an hour"],
  ["duration_seconds", "1h"],
  ["duration_seconds", "-900"],
] as const) {
  test(`buildPlan() does not guess what ${setting} = ${text} means`, () => {
    assert.throws(
      () => planned({ ...role, config: `${role.config}\n${setting} = ${text}` }),
      (error) =>
        error instanceof TegataError && error.code === "DurationUnreadable" && /config:5/.test(error.message),
    );
  });
}

test("buildPlan() lets a process's credentials try more than an hour, and warns", () => {
  const plan = planned({
    config: "[profile p]\ncredential_process = get\n[profile role]\nsource_profile = p\nrole_arn = arn:x",
    profile: "role",
    options: duration(7200),
  });
  assert.equal(lastSeconds(plan), 7200);
  assert.match(plan.warnings[0]?.text.en ?? "", /if credential_process gives a session/);
});

test("parseSpan() reads what spellSpan() writes", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 999_999 }), (n) => parseSpan(spellSpan(n)) === n));
});

test("parseSpan() reads spans as AWS Vault does, seconds as AWS does, and nothing else", () => {
  assert.deepEqual(
    ["2h", "90m", "1h30m", "1.5h", "45s", "3600", "", "h", "2 h", "1m1h", "-1h", "1d"].map(parseSpan),
    [7200, 5400, 5400, 5400, 45, 3600, undefined, undefined, undefined, undefined, undefined, undefined],
  );
  assert.equal(describeSpan(5405), "1 h 30 min 5 s");
});
