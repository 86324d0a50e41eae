/** Steps that call STS, against a real authority. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { MovableClock, Secret, type TegataError } from "../../src/base/index.ts";
import type { Credentials } from "../../src/vault/credentials.ts";
import type { CallStep } from "../../src/vault/plan/index.ts";
import { runStep, type StepContext } from "../../src/vault/steps/index.ts";
import { needs, runProgram } from "../support/aws-cli.ts";
import { type Desk, type Device, openDesk, type Person } from "../support/desk.ts";
import { cleanEnvironment, type RunningServer, repository, startServer } from "../support/server.ts";
import { elementOf, sendQuery } from "../support/signed.ts";
import { credentialsOfKey, keyOfCredentials, reason, stepContext } from "../support/vault-steps.ts";

describe("runStep() against an authority", () => {
  let server: RunningServer;
  let desk: Desk;
  let ann: Person;
  let device: Device;

  before(async () => {
    server = await startServer();
    desk = openDesk(server);
    ann = await desk.addUser("ann", {
      Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
    });
    device = await desk.addDevice("ann");
  });
  after(() => server.stop());

  const contextOf = (previous: Credentials, over: Partial<StepContext> = {}) =>
    stepContext({ previous, stsEndpoint: server.endpoint, ...over });

  const whoIs = async (credentials: Credentials) => {
    const answer = await sendQuery(
      { endpoint: server.endpoint, key: keyOfCredentials(credentials) },
      "sts",
      "GetCallerIdentity",
      {},
    );
    return elementOf(answer, "Arn");
  };

  it("makes a session without MFA", async () => {
    const context = contextOf(credentialsOfKey(ann));
    const session = await runStep(sessionToken({ durationSeconds: 900 }), context);
    assert.match(session.accessKeyId, /^ASIA/);
    assert.ok(Math.abs((session.expiration ?? 0) - (desk.now() + 900_000)) < 60_000);
    assert.equal(await whoIs(session), ann.arn);
    assert.deepEqual(context.notes, []);
  });

  it("makes a session with MFA, and asks again for a wrong code and for one that was sent already", async () => {
    const asked: (string | undefined)[] = [];
    const codes: string[] = [];
    const context = contextOf(credentialsOfKey(ann), {
      askMfa: async ({ again, attempt }) => {
        asked.push(again);
        const right = await device.nextCode();
        const code = attempt === 1 ? wrongFor(right) : right;
        codes.push(code);
        return code;
      },
    });
    const session = await runStep(
      sessionToken({ mfa: { serial: device.serial, process: undefined } }),
      context,
    );
    assert.equal(await whoIs(session), ann.arn);
    assert.deepEqual(asked, [undefined, "that code was refused: it is wrong, or was used before"]);
    assert.match(context.notes[0] ?? "", /^waiting for MFA: arn:/);
    for (const code of codes) assert.ok(!context.notes.join().includes(code));
  });

  it("gives up after three refused codes, with AWS's sentence and without the code", async () => {
    const right = await device.nextCode();
    let guess = 0;
    const context = contextOf(credentialsOfKey(ann), {
      askMfa: async () => {
        guess += 1;
        return wrongFor(right, guess);
      },
    });
    const step = sessionToken({ mfa: { serial: device.serial, process: undefined } });
    const error = await refusal(runStep(step, context));
    assert.equal(error.code, "AccessDenied");
    assert.equal(guess, 3);
    assert.equal(
      error.message,
      'sts:GetSessionToken for profile "ann" at config:3 was refused with AccessDenied: MultiFactorAuthentication failed with invalid MFA one time pass code.',
    );
  });

  it("assumes a role with external id, tags and source identity", async () => {
    const roleArn = await desk.addRole("tagged", {
      Principal: { AWS: ann.arn },
      Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
      Condition: {
        StringEquals: {
          "sts:ExternalId": "x-1",
          "aws:RequestTag/team": "blue",
          "sts:SourceIdentity": "ann@example",
        },
        "ForAllValues:StringEquals": { "sts:TransitiveTagKeys": ["team"] },
      },
    });
    const whole = assumeRole(roleArn, {
      externalId: "x-1",
      tags: { team: "blue" },
      transitiveTagKeys: ["team"],
      sourceIdentity: "ann@example",
      roleSessionName: "work",
    });
    const session = await runStep(whole, contextOf(credentialsOfKey(ann)));
    assert.equal(await whoIs(session), `arn:aws:sts::${desk.accountId}:assumed-role/tagged/work`);
    assert.equal(session.accountId, desk.accountId);

    const without = await refusal(
      runStep({ ...whole, externalId: undefined }, contextOf(credentialsOfKey(ann))),
    );
    assert.equal(without.code, "AccessDenied");
    assert.match(
      without.message,
      /^sts:AssumeRole for profile "ann" at config:3 was refused .* is not authorized to perform: sts:AssumeRole/,
    );
    assert.equal(without.hint, "tegata plan ann   # shows every call, with whom and why");
  });

  it("sends MFA along with AssumeRole", async () => {
    await desk.advance(3600);
    const roleArn = await desk.addRole("guarded", {
      Principal: { AWS: ann.arn },
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    });
    const context = contextOf(credentialsOfKey(ann), { askMfa: () => device.nextCode() });
    const mfa = { serial: device.serial, process: undefined };
    const session = await runStep(assumeRole(roleArn, { mfa }), context);
    assert.match((await whoIs(session)) ?? "", /assumed-role\/guarded\/tegata-\d+-[0-9a-f]{8}$/);
    const without = await refusal(runStep(assumeRole(roleArn, {}), contextOf(credentialsOfKey(ann))));
    assert.equal(without.code, "AccessDenied");
  });

  it("makes a chain of two roles", async () => {
    const first = await desk.addRole("first", { Principal: { AWS: ann.arn } }, { Action: "sts:AssumeRole" });
    const second = await desk.addRole("second", { Principal: { AWS: first } });
    const one = await runStep(assumeRole(first, {}), contextOf(credentialsOfKey(ann)));
    const two = await runStep(assumeRole(second, { roleSessionName: "end" }), contextOf(one));
    assert.equal(await whoIs(two), `arn:aws:sts::${desk.accountId}:assumed-role/second/end`);
    const long = await refusal(runStep(assumeRole(second, { durationSeconds: 7200 }), contextOf(one)));
    assert.equal(long.code, "ValidationError");
    assert.match(long.message, /1 hour session limit/);
  });

  it("says what AWS says of a key that is unknown, and of a secret that is wrong, and never the secret", async () => {
    const bob = await desk.addUser("bob");
    await desk.ask("iam", "DeleteAccessKey", { UserName: "bob", AccessKeyId: bob.accessKeyId });
    const gone = await refusal(runStep(sessionToken({}), contextOf(credentialsOfKey(bob))));
    assert.equal(gone.code, "InvalidClientTokenId");
    assert.match(gone.message, /: The security token included in the request is invalid\.?$/);
    assert.match(gone.hint ?? "", /^tegata whoami ann/);

    const wrong = { ...credentialsOfKey(ann), secretAccessKey: new Secret("not-the-secret-of-ann") };
    const refused = await refusal(runStep(sessionToken({}), contextOf(wrong)));
    assert.equal(refused.code, "SignatureDoesNotMatch");
    assert.ok(!JSON.stringify([refused.message, refused.hint]).includes("not-the-secret"));
  });

  it("names both times when a signature is refused because a clock is wrong", async () => {
    const clock = new MovableClock();
    clock.advance(-20 * 60_000);
    const offsets: number[] = [];
    const context = contextOf(credentialsOfKey(ann), {
      machine: { platform: "linux", env: {}, home: "/nonexistent", clock },
      onClockOffset: ({ milliseconds }) => {
        offsets.push(milliseconds);
      },
    });
    const error = await refusal(runStep(sessionToken({}), context));
    assert.equal(error.code, "SignatureDoesNotMatch");
    assert.match(
      error.message,
      /; this machine's clock is 20 minutes behind 127\.0\.0\.1: here it is \S+Z, there \S+Z$/,
    );
    assert.ok(Math.abs((offsets[0] ?? 0) - 20 * 60_000) < 5_000, String(offsets));
    assert.match(context.notes[0] ?? "", /^this machine's clock is 20 minutes behind/);
  });

  it("signs with the service's time on a machine whose clock is wrong, and says so", async (t) => {
    if (!needs(t, "faketime")) return;
    const fresh = await startServer();
    try {
      const driver = join(repository, "test/support/vault-step-once.ts");
      const env = {
        STEP_ENDPOINT: fresh.endpoint,
        STEP_KEY_ID: fresh.admin.accessKeyId,
        STEP_SECRET: fresh.admin.secretAccessKey,
      };
      const command = ["faketime", "-f", "-20m", process.execPath, driver];
      const run = await runProgram(command, cleanEnvironment(env));
      assert.equal(run.code, 0, run.stderr);
      assert.match(String(run.json.accessKeyId), /^ASIA/);
      assert.match(String(run.json.notes), /^this machine's clock is 20 minutes behind 127\.0\.0\.1/);
    } finally {
      await fresh.stop();
    }
  });

  it("says so when nothing listens, the name is unknown, or nothing answers in TLS", async () => {
    const silent = createServer((request) => request.socket.destroy());
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo;
    const ask = async (stsEndpoint: string) =>
      refusal(runStep(sessionToken({}), contextOf(credentialsOfKey(ann), { stsEndpoint })));
    const reset = await ask(`http://127.0.0.1:${port}`);
    assert.equal(reset.code, "NoConnection");
    const tls = await ask(`https://127.0.0.1:${port}`);
    assert.ok(["NoConnection", "TlsFailure"].includes(tls.code), tls.code);
    await new Promise((resolve) => silent.close(resolve));
    const refused = await ask(`http://127.0.0.1:${port}`);
    assert.equal(
      refused.message,
      'sts:GetSessionToken for profile "ann" at config:3 did not reach 127.0.0.1: nothing listens there (ECONNREFUSED)',
    );
    const unknown = await ask("http://sts.invalid");
    assert.equal(unknown.code, "NoConnection");
    assert.equal((await ask("ftp://x")).code, "EndpointInvalid");
  });
});

function sessionToken(over: Partial<CallStep & { kind: "session-token" }>): CallStep {
  return {
    kind: "session-token",
    profile: "ann",
    reason,
    durationSeconds: 3600,
    mfa: undefined,
    ...over,
  };
}

function assumeRole(roleArn: string, over: Partial<CallStep & { kind: "assume-role" }>) {
  return {
    kind: "assume-role",
    profile: "ann",
    reason,
    roleArn,
    roleSessionName: undefined,
    durationSeconds: 3600,
    externalId: undefined,
    mfa: undefined,
    sourceIdentity: undefined,
    tags: {},
    transitiveTagKeys: [],
    ...over,
  } as const satisfies CallStep;
}

/** Six digits that are not the right ones. */
function wrongFor(right: string, by = 1): string {
  return String((Number(right) + by * 111_111) % 1_000_000).padStart(6, "0");
}

async function refusal(run: Promise<unknown>): Promise<TegataError> {
  try {
    await run;
  } catch (error) {
    return error as TegataError;
  }
  throw new Error("it was not refused");
}
