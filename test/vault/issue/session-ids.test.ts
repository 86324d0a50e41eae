/** Ids of sessions: one more difference in what makes a session is another id, and nothing else is. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sessionIds } from "../../../src/vault/issue/session-ids.ts";
import { fc } from "../../support/random.ts";
import { planned } from "../plan/planned.ts";

/** Everything that makes the session of `target`, a role with MFA on top of a key in the keyring. */
interface Inputs {
  readonly keyId: string;
  readonly roleArn: string;
  readonly serial: string;
  readonly durationSeconds: number;
  readonly externalId: string;
  readonly roleSessionName: string;
  readonly region: string;
  readonly endpoint: string;
  readonly sourceIdentity: string;
  readonly tags: string;
  readonly transitive: string;
  readonly baseSerial: string;
}

const names = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);
const inputs: fc.Arbitrary<Inputs> = fc.record({
  keyId: names.map((name) => `AKIA${name}`),
  roleArn: names.map((name) => `arn:aws:iam::111122223333:role/${name}`),
  serial: names,
  durationSeconds: fc.integer({ min: 900, max: 3_600 }),
  externalId: names,
  roleSessionName: names,
  region: names,
  endpoint: names.map((name) => `https://${name}`),
  sourceIdentity: names,
  tags: names.map((name) => `${name}=1`),
  transitive: names,
  baseSerial: names.map((name) => `base-${name}`),
});

/** The ids of all steps; `extra` are lines that make no difference to the session. */
function idsOf(of: Inputs, name = "target", extra = ""): readonly (string | undefined)[] {
  const plan = planned({
    config: `[profile ${name}]
source_profile = base
role_arn = ${of.roleArn}
mfa_serial = ${of.serial}
duration_seconds = ${of.durationSeconds}
external_id = ${of.externalId}
role_session_name = ${of.roleSessionName}
region = ${of.region}
endpoint_url = ${of.endpoint}
source_identity = ${of.sourceIdentity}
session_tags = ${of.tags}
transitive_session_tags = ${of.transitive}
${extra}
[profile base]
mfa_serial = ${of.baseSerial}`,
    profile: name,
    stored: ["base"],
  });
  return sessionIds(plan, of.keyId);
}

describe("sessionIds()", () => {
  it("gives another id for any one input that differs", () => {
    const fields = Object.keys(inputsOf(fc.sample(inputs, 1))) as (keyof Inputs)[];
    // The base's device makes its own session, and none here: the role is signed with the key.
    const counting = fields.filter((field) => field !== "baseSerial");
    fc.assert(
      fc.property(inputs, inputs, fc.constantFrom(...counting), (one, other, field) => {
        fc.pre(one[field] !== other[field]);
        const changed = { ...one, [field]: other[field] };
        assert.notEqual(idsOf(one).at(-1), idsOf(changed).at(-1), field);
      }),
      { numRuns: 300 },
    );
  });

  it("gives the same id whatever the profile is called, and however its codes are asked for", () => {
    fc.assert(
      fc.property(inputs, names, (one, name) => {
        fc.pre(name !== "base" && name !== "default");
        assert.deepEqual(idsOf(one, name), idsOf(one));
        assert.deepEqual(idsOf(one, "target", "mfa_process = echo 123456\noutput = json"), idsOf(one));
      }),
    );
  });

  it("gives two profiles with one role and two keys two ids", () => {
    fc.assert(
      fc.property(inputs, names, (one, other) => {
        fc.pre(one.keyId !== other);
        assert.notEqual(idsOf(one).at(-1), idsOf({ ...one, keyId: other }).at(-1));
      }),
    );
  });

  it("carries a difference at the source through every step of a chain", () => {
    const plan = planned({
      config: `[profile c]\nrole_arn = r3\nsource_profile = b\nmfa_serial = m3
[profile b]\nrole_arn = r2\nsource_profile = a\nmfa_serial = m2
[profile a]\nmfa_serial = m2`,
      profile: "c",
      stored: ["a"],
    });
    const one = sessionIds(plan, "AKIA1");
    const other = sessionIds(plan, "AKIA2");
    assert.deepEqual(
      plan.steps.map(({ kind }) => kind),
      ["stored-key", "session-token", "assume-role", "assume-role"],
    );
    assert.deepEqual(
      one.map((id) => id !== undefined),
      [false, true, false, true],
    );
    assert.notEqual(one[1], other[1]);
    assert.notEqual(one[3], other[3]);
    assert.equal(new Set(one).size, 3);
  });

  it("carries a difference in the middle of a chain to its end", () => {
    const idsFor = (middle: string) => {
      const config = `[profile c]\nrole_arn = r3\nsource_profile = b\nmfa_serial = m3\n[profile b]\nrole_arn = ${middle}\nsource_profile = a\n[profile a]`;
      return sessionIds(planned({ config, profile: "c", stored: ["a"] }), "AKIA1");
    };
    assert.notEqual(idsFor("r2").at(-1), undefined);
    assert.notEqual(idsFor("r2").at(-1), idsFor("other").at(-1));
  });

  it("gives none for a web identity whose token could not be read", () => {
    const config = "[profile w]\nrole_arn = r\nweb_identity_token_file = /gone";
    const plan = planned({ config, profile: "w" });
    assert.deepEqual(sessionIds(plan, undefined), [undefined]);
    assert.notDeepEqual(sessionIds(plan, "somebody"), [undefined]);
  });

  it("gives none after a source that does not say whose it is", () => {
    const plan = planned({
      config: "[profile c]\nrole_arn = r\ncredential_source = EcsContainer\nmfa_serial = m",
      profile: "c",
    });
    assert.deepEqual(sessionIds(plan, undefined), [undefined, undefined]);
  });

  it("gives one to each SSO role and each process by their settings alone", () => {
    const sso = (account: string): string =>
      `[profile s]\nsso_start_url = https://u\nsso_region = r\nsso_account_id = ${account}\nsso_role_name = n`;
    const idOf = (config: string): string | undefined =>
      sessionIds(planned({ config, profile: "s" }), undefined)[0];
    assert.notEqual(idOf(sso("1")), undefined);
    assert.notEqual(idOf(sso("1")), idOf(sso("2")));
    const process = (command: string): string => `[profile s]\ncredential_process = ${command}`;
    assert.notEqual(idOf(process("a")), undefined);
    assert.notEqual(idOf(process("a")), idOf(process("b")));
  });
});

function inputsOf([first]: readonly Inputs[]): Inputs {
  if (first === undefined) throw new Error("nothing was sampled");
  return first;
}
