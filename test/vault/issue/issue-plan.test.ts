/** Plans carried out: what is called, what is kept, and what is forgotten. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { TegataError } from "../../../src/base/index.ts";
import type { IssueRequest } from "../../../src/vault/index.ts";
import { keyId, makeStage, type Stage } from "../vault-stage.ts";

const config = `
[profile jon]
mfa_serial = arn:aws:iam::111122223333:mfa/jon
[profile reader]
source_profile = jon
role_arn = arn:aws:iam::111122223333:role/reader
[profile admin]
source_profile = jon
role_arn = arn:aws:iam::111122223333:role/admin
mfa_serial = arn:aws:iam::111122223333:mfa/jon
[profile other-device]
source_profile = admin
role_arn = arn:aws:iam::111122223333:role/other
mfa_serial = arn:aws:iam::111122223333:mfa/other
[profile plain]
`;
const session = "GetSessionToken";
const role = "AssumeRole";
const identity = "GetCallerIdentity";
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const twoHours: IssueRequest = { options: { durationSeconds: { value: 7_200, setting: "--duration" } } };

let stage: Stage;
beforeEach(async () => {
  stage = makeStage(config);
  await stage.addKey("jon");
  await stage.addKey("plain", "AKIAEXAMPLE000000002");
});
afterEach(() => stage.remove());

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "none",
    (error: unknown) => (error instanceof TegataError ? error.code : String(error)),
  );

describe("issuePlan() goes on from the last kept session", () => {
  it("makes the session once and asks for one code; a role without one of its own is made each time", async () => {
    assert.deepEqual((await stage.issue("admin")).slice(1), [session, role]);
    assert.deepEqual((await stage.issue("admin")).slice(1), [role]);
    assert.deepEqual((await stage.issue("jon")).slice(1), [session], "unchained it lives for another time");
    assert.equal(stage.codes.length, 2);
  });

  it("keeps a role that a code was given for, for other processes too", async () => {
    const first = await stage.issue("admin", twoHours);
    assert.deepEqual(first.slice(1), [role]);
    assert.deepEqual(await stage.issue("admin", twoHours, stage.open()), [first[0]]);
    assert.equal(stage.codes.length, 1);
  });

  it("hands a long-lived key over as it is, calls nothing and keeps nothing", async () => {
    const request: IssueRequest = { options: { noSession: { value: true, setting: "--no-session" } } };
    assert.deepEqual(await stage.issue("jon", request), [keyId]);
    assert.deepEqual(await (await stage.vault.openSessions()).list(), []);
  });

  it("signs each step with the one before", async () => {
    await stage.vault.issue({ profile: { name: "other-device", setting: "the argument" } });
    const [first, second, third] = stage.sts.calls;
    assert.equal(first?.keyId, keyId);
    assert.equal(second?.keyId, "ASIA00000001");
    assert.equal(third?.keyId, "ASIA00000002");
    assert.equal(third?.parameters.SerialNumber, "arn:aws:iam::111122223333:mfa/other");
  });

  it("knows the session of a chain by its parent's id, not by the parent's key, which each renewal changes", async () => {
    const [kept] = await stage.issue("other-device");
    const sessions = await stage.vault.openSessions();
    const parent = (await sessions.list()).find(({ about }) => about.kind === "session-token");
    assert.ok(await sessions.drop(parent?.id ?? ""));
    assert.deepEqual(await stage.issue("other-device"), [kept]);
  });

  it("tells what is kept by profile, kind, role and device, without a secret", async () => {
    await stage.issue("admin", twoHours);
    const [listed] = await (await stage.vault.openSessions()).list();
    assert.deepEqual(listed?.about, {
      profile: "admin",
      kind: "assume-role",
      role: "arn:aws:iam::111122223333:role/admin",
      serial: "arn:aws:iam::111122223333:mfa/jon",
    });
  });

  it("with fresh makes every session of the chain anew", async () => {
    const [before] = await stage.issue("other-device");
    const [after, ...calls] = await stage.issue("other-device", { fresh: true });
    assert.notEqual(after, before);
    assert.deepEqual(calls, [session, role, role]);
    assert.deepEqual(await stage.issue("other-device"), [after]);
  });

  it("assumes a role that a program asks for with what the profile gives, and does not keep it", async () => {
    const roleArn = "arn:aws:iam::111122223333:role/asked";
    await stage.issue("jon");
    for (let time = 0; time < 2; time += 1) {
      await stage.vault.issue({ profile: { name: "jon", setting: "the argument" }, assumeRole: roleArn });
      const [call, ...others] = stage.sts.calls.splice(0);
      assert.deepEqual(others, []);
      assert.equal(call?.parameters.RoleArn, roleArn);
      assert.equal(call?.parameters.DurationSeconds, "3600");
    }
  });
});

describe("issuePlan() and sessions that their service refuses", () => {
  it("mid-chain: forgets the session and makes it once more, with one more code", async () => {
    await stage.issue("admin");
    stage.sts.dead.add("ASIA00000001");
    const [, ...calls] = await stage.issue("admin");
    assert.deepEqual(calls, [role, session, role]);
    assert.equal(stage.codes.length, 2);
    assert.match(stage.notes.join("\n"), /the kept session is refused/);
    assert.deepEqual((await stage.issue("admin")).slice(1), [role], "the new one is kept");
  });

  it("with check: forgets the last session and makes it once more", async () => {
    const [first] = await stage.issue("jon");
    stage.sts.dead.add(first);
    assert.deepEqual(await stage.issue("jon"), [first], "without a check it is believed");
    const [second, ...calls] = await stage.issue("jon", { check: true });
    assert.deepEqual(calls, [identity, session]);
    assert.notEqual(second, first);
    assert.deepEqual(await stage.issue("jon", { check: true }), [second, identity]);
  });

  it("with check: leaves what another process made in the meantime", async () => {
    const [first] = await stage.issue("jon");
    stage.sts.dead.add(first);
    let others: string | undefined;
    const { handler } = stage.sts;
    const slow = stage.open({
      requestHandler: {
        async handle(request) {
          others ??= (await stage.issue("jon", { fresh: true }))[0];
          return handler.handle(request);
        },
      },
    });
    assert.deepEqual(await stage.issue("jon", { check: true }, slow), [others, identity]);
    assert.notEqual(others, first);
  });

  it("with check: does not ask about what was made this moment", async () => {
    assert.deepEqual((await stage.issue("jon", { check: true })).slice(1), [session]);
  });

  it("gives up when the new one is refused as well", async () => {
    await stage.issue("admin");
    stage.sts.refused.set(role, "InvalidClientTokenId");
    assert.equal(await codeOf(stage.issue("admin")), "InvalidClientTokenId");
    assert.deepEqual(stage.sts.take(), [role, session, role]);
    stage.sts.refused.set(role, "ExpiredToken").set(session, "ExpiredToken");
    assert.equal(await codeOf(stage.issue("admin")), "ExpiredToken");
    assert.deepEqual(stage.sts.take(), [role, session]);
  });

  it("gives up when the key itself is refused, after one call", async () => {
    stage.sts.dead.add(keyId);
    assert.equal(await codeOf(stage.issue("admin")), "InvalidClientTokenId");
    assert.deepEqual(stage.sts.take(), [session]);
  });

  it("keeps the session when the service only says no to what is asked with it", async () => {
    await stage.issue("admin");
    stage.sts.refused.set(role, "AccessDenied");
    assert.equal(await codeOf(stage.issue("admin")), "AccessDenied");
    assert.deepEqual(stage.sts.take(), [role]);
    stage.sts.refused.delete(role);
    assert.deepEqual((await stage.issue("admin")).slice(1), [role]);
  });

  it("with check: believes what is kept when the service says nothing about it", async () => {
    const [first] = await stage.issue("jon");
    for (const code of ["AccessDenied", "Throttling", "ServiceUnavailable"]) {
      stage.sts.refused.set(identity, code);
      const [again] = await stage.issue("jon", { check: true });
      assert.equal(again, first, code);
    }
    const down = stage.open({ requestHandler: { handle: () => Promise.reject(new Error("no network")) } });
    assert.equal((await stage.issue("jon", { check: true }, down))[0], first);
  });
});

describe("issuePlan() and the clock", () => {
  it("uses a session until five minutes before its end, or as AWS_MIN_TTL says", async () => {
    const [first] = await stage.issue("jon");
    stage.clock.advance(54 * minuteMs);
    assert.deepEqual(await stage.issue("jon"), [first]);
    const careful = stage.open({}, { AWS_MIN_TTL: "30m" });
    assert.deepEqual((await stage.issue("jon", {}, careful)).slice(1), [session]);
    stage.clock.advance(56 * minuteMs);
    assert.deepEqual((await stage.issue("jon")).slice(1), [session]);
  });

  it("says once how far the service's clock is away, whatever number of calls is made", async () => {
    stage.sts.skewMs = 20 * minuteMs;
    await stage.issue("other-device");
    await stage.issue("jon");
    const said = stage.notes.filter((note) => note.includes("clock"));
    assert.deepEqual(
      said.map((note) => note.replace(/:.*/, "")),
      ["this machine's clock is 20 minutes behind sts.us-east-1.amazonaws.com"],
    );
  });

  it("does not believe a session that was made in the future", async () => {
    await stage.issue("jon");
    stage.clock.advance(-hourMs);
    assert.deepEqual((await stage.issue("jon")).slice(1), [session]);
  });
});

describe("issuePlan() with many at once", () => {
  it("makes a session once and asks for one code, in one vault and in several", async () => {
    const vaults = [stage.vault, stage.vault, stage.open(), stage.open(), stage.open()];
    const profile = { name: "jon", setting: "the argument" };
    const issued = await Promise.all(vaults.map((vault) => vault.issue({ profile })));
    assert.deepEqual(stage.sts.take(), [session]);
    assert.equal(stage.codes.length, 1);
    assert.equal(new Set(issued.map(({ credentials }) => credentials.accessKeyId)).size, 1);
    assert.equal(issued.filter(({ isNew }) => isNew).length, 1);
  });

  it("replaces a refused session once for all who were refused", async () => {
    await stage.issue("admin");
    stage.sts.dead.add("ASIA00000001");
    const profile = { name: "admin", setting: "the argument" };
    await Promise.all(Array.from({ length: 5 }, () => stage.open().issue({ profile })));
    const calls = stage.sts.take();
    assert.equal(calls.filter((action) => action === session).length, 1, calls.join(" "));
  });
});

describe("issuePlan() and the keyring", () => {
  it("begins once more where the key was replaced while it was refused, and only then", async () => {
    const next = "AKIAEXAMPLE000000009";
    stage.sts.dead.add(keyId);
    assert.equal(await codeOf(stage.issue("plain")), "none", "another key than the refused one");
    assert.equal(await codeOf(stage.issue("jon")), "InvalidClientTokenId");
    assert.deepEqual(stage.sts.take(), [session], "the same key is not tried again");
    let codes = 200_000;
    const rotating = stage.open({
      askMfa: async () => {
        // The rotation of another process ends while the person types.
        await stage.addKey("jon", next);
        codes += 1;
        return String(codes);
      },
    });
    assert.deepEqual((await stage.issue("jon", {}, rotating)).slice(1), [session, session]);
  });

  it("makes nothing while the keyring is locked, and goes on once it is not", async () => {
    let locked = true;
    const vault = stage.open({
      openKeyring: async () => {
        if (locked) throw new TegataError("KeyringLocked", "locked", { exitCode: 3 });
        return { keyring: stage.keyring, kind: "file", why: "a test" };
      },
    });
    assert.equal(await codeOf(stage.issue("jon", {}, vault)), "KeyringLocked");
    assert.equal(await codeOf(vault.openSessions()), "KeyringLocked");
    assert.equal(await codeOf(vault.openTokens()), "KeyringLocked");
    assert.deepEqual([stage.sts.take(), stage.codes], [[], []]);
    locked = false;
    assert.deepEqual((await stage.issue("jon", {}, vault)).slice(1), [session]);
    assert.ok(await vault.openTokens());
  });

  it("makes nothing that could not be sealed: a keyring that gives names only", async () => {
    stage.writeConfig("[profile web]\nweb_identity_token_file = /nonexistent\nrole_arn = r");
    const file = join(stage.home, "token");
    writeFileSync(file, "a.b.c");
    stage.writeConfig(
      `[profile web]\nweb_identity_token_file = ${file}\nrole_arn = arn:aws:iam::111122223333:role/web`,
    );
    const keyring = {
      ...stage.keyring,
      read: () => Promise.reject(new TegataError("KeyringLocked", "locked", { exitCode: 3 })),
    };
    const vault = stage.open({ openKeyring: async () => ({ keyring, kind: "file", why: "a test" }) });
    assert.equal(await codeOf(stage.issue("web", {}, vault)), "KeyringLocked");
    assert.deepEqual(stage.sts.take(), []);
  });
});

describe("issuePlan() and sources that are no keys", () => {
  const token = (claims: object): string =>
    `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.sig`;

  it("knows a web identity by who it is and for whom, not by its token, which is renewed", async () => {
    const file = join(stage.home, "token");
    stage.writeConfig(
      `[profile web]\nweb_identity_token_file = ${file}\nrole_arn = arn:aws:iam::111122223333:role/web`,
    );
    const claims = { iss: "https://issuer", sub: "pod-1", aud: "sts.amazonaws.com" };
    writeFileSync(file, token({ ...claims, iat: 1, exp: 2, jti: "a" }));
    const [first] = await stage.issue("web");
    writeFileSync(file, token({ ...claims, iat: 3, exp: 4, jti: "b" }));
    assert.deepEqual(await stage.issue("web"), [first]);
    const others = [
      { ...claims, sub: "pod-2" },
      { ...claims, iss: "https://other" },
      { ...claims, aud: "other" },
      { ...claims, "https://aws.amazon.com/tags": { principal_tags: { team: ["red"] } } },
      { ...claims, "https://aws.amazon.com/source_identity": "ann" },
    ];
    for (const other of others) {
      writeFileSync(file, token(other));
      const [id, ...calls] = await stage.issue("web");
      assert.deepEqual(calls, ["AssumeRoleWithWebIdentity"], JSON.stringify(other));
      assert.notEqual(id, first);
    }
    writeFileSync(file, token(claims));
    assert.deepEqual(await stage.issue("web"), [first], "each has its own");
    writeFileSync(file, "no token at all");
    assert.equal((await stage.issue("web")).length, 2);
  });

  for (const [source, kind] of [
    ["EcsContainer", "a container"],
    ["Ec2InstanceMetadata", "an instance"],
  ] as const) {
    it(`keeps nothing that comes of ${kind}, which does not say whose it is`, async () => {
      stage.writeConfig(
        `[profile c]\ncredential_source = ${source}\nrole_arn = arn:aws:iam::111122223333:role/c\nmfa_serial = m`,
      );
      const expiration = new Date(stage.clock.now() + hourMs).toISOString();
      const answer = JSON.stringify({
        AccessKeyId: "ASIAC",
        SecretAccessKey: "s",
        Token: "t",
        Expiration: expiration,
      });
      const fetch = async (url: unknown) =>
        new Response(String(url).endsWith("/security-credentials/") ? "role" : answer);
      const env = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/creds" };
      const vault = stage.open({ fetch: fetch as typeof globalThis.fetch }, env);
      assert.deepEqual((await stage.issue("c", {}, vault)).slice(1), [role]);
      assert.deepEqual((await stage.issue("c", {}, vault)).slice(1), [role]);
      assert.deepEqual(await (await vault.openSessions()).list(), []);
    });
  }

  it("tells the keys of the environment apart", async () => {
    stage.writeConfig(
      "[profile e]\ncredential_source = Environment\nrole_arn = arn:aws:iam::111122223333:role/e\nmfa_serial = m",
    );
    const env = { AWS_ACCESS_KEY_ID: "AKIAENVIRONMENT00001", AWS_SECRET_ACCESS_KEY: "s" };
    const [first] = await stage.issue("e", {}, stage.open({}, env));
    assert.deepEqual(await stage.issue("e", {}, stage.open({}, env)), [first]);
    const other = stage.open({}, { ...env, AWS_ACCESS_KEY_ID: "AKIAENVIRONMENT00002" });
    assert.deepEqual((await stage.issue("e", {}, other)).slice(1), [role]);
  });
});
