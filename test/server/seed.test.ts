/** The seed: what it makes, that it makes it once, and what it refuses. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setAccessKeyStatus } from "../../src/authority/store/credentials/access-keys.ts";
import {
  findLoginProfile,
  updateLoginProfile,
} from "../../src/authority/store/credentials/login-profiles.ts";
import { findMfaDevice, updateMfaDevice } from "../../src/authority/store/credentials/mfa-devices.ts";
import { listInlinePolicies } from "../../src/authority/store/policies/inline-policies.ts";
import { findPolicyByArn } from "../../src/authority/store/policies/policies.ts";
import { insertAccount } from "../../src/authority/store/principals/accounts.ts";
import { listGroupsOfUser } from "../../src/authority/store/principals/groups.ts";
import { findRole } from "../../src/authority/store/principals/roles.ts";
import { findUser } from "../../src/authority/store/principals/users.ts";
import { insertBucket } from "../../src/authority/store/s3/buckets.ts";
import type { Schema } from "../../src/authority/store/schema.ts";
import { buildArn, decodeBase32, TegataError } from "../../src/base/index.ts";
import { totpCode, totpStep } from "../../src/crypto/index.ts";
import { type Authority, createAuthority } from "../../src/server/index.ts";
import { applySeed, readSeed } from "../../src/server/seed/index.ts";
import { closing } from "../support/closing.ts";
import { cleanEnvironment, type RunningServer, repository, startServer } from "../support/server.ts";
import { elementOf, sendQuery } from "../support/signed.ts";

const documented = /```json\n([\s\S]*?)```/.exec(
  readFileSync(new URL("../../docs/seed.md", import.meta.url), "utf8"),
)?.[1];

const accountId = "123456789012";
const allowAll = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
};
const denyAll = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }] };
const trustOf = (principal: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: "sts:AssumeRole" }],
});

const folder = mkdtempSync(join(tmpdir(), "tegata-seed-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** The seed that a file with this content gives. */
function seedOf(content: unknown) {
  const file = join(folder, "seed.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return readSeed(file);
}

async function open(): Promise<Authority & AsyncDisposable> {
  const authority = await createAuthority({ accountId });
  return Object.assign(authority, { [Symbol.asyncDispose]: () => authority.close() });
}

const tables = [
  ...["account", "iam_user", "iam_group", "group_member", "iam_role", "managed_policy", "policy_version"],
  ...["attached_policy", "inline_policy", "access_key", "login_profile", "mfa_device", "bucket"],
  ...["organization_policy", "organization_attachment", "organization_member"],
] as readonly (keyof Schema)[];

/** What is in the store, rows as they are; the account's row has its version. */
async function contents(authority: Authority): Promise<unknown> {
  const { read } = authority.kernel.services.store;
  return Promise.all(tables.map((table) => read.selectFrom(table).selectAll().execute()));
}

async function refused(work: () => unknown, sentence: RegExp, exitCode: number): Promise<void> {
  await assert.rejects(
    async () => work(),
    (error) => {
      assert.ok(error instanceof TegataError, String(error));
      assert.match(error.message, sentence);
      assert.equal(error.exitCode, exitCode, error.message);
      return true;
    },
  );
}

describe("the documented seed", () => {
  let file = "";
  const data = join(folder, "data");
  let server: RunningServer;
  const ann = {
    accessKeyId: "AKIAEXAMPLEEXAMPLE01",
    secretAccessKey: "an-example-secret-for-tests-only-0000001",
  };

  before(async () => {
    file = join(folder, "documented.json");
    writeFileSync(file, documented ?? "");
    server = await startServer({ data, args: ["--seed", file] });
  });
  after(() => server.stop());

  it("lets the user in with the key, and into the role with a code of the device only", async () => {
    const to = { endpoint: server.endpoint, key: ann };
    const identity = await sendQuery(to, "sts", "GetCallerIdentity");
    assert.equal(elementOf(identity, "Arn"), `arn:aws:iam::${server.accountId}:user/ann`);

    const role = { RoleArn: `arn:aws:iam::${server.accountId}:role/Deploy`, RoleSessionName: "job" };
    const without = await sendQuery(to, "sts", "AssumeRole", role);
    assert.equal(elementOf(without, "Code"), "AccessDenied");

    const seed = decodeBase32("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP") ?? assert.fail();
    const withMfa = await sendQuery(to, "sts", "AssumeRole", {
      ...role,
      SerialNumber: `arn:aws:iam::${server.accountId}:mfa/ann`,
      TokenCode: totpCode(seed, totpStep(Date.now())),
      DurationSeconds: "7200",
    });
    assert.equal(withMfa.status, 200, withMfa.text);
  });

  it("starts again on what it made", async () => {
    await server.stop();
    server = await startServer({ data, args: ["--seed", file] });
    assert.equal(
      (await sendQuery({ endpoint: server.endpoint, key: ann }, "sts", "GetCallerIdentity")).status,
      200,
    );
  });

  it("ends the start with one sentence and exit code 2 when the file is malformed", async () => {
    const bad = join(folder, "bad.json");
    const untouched = join(folder, "untouched");
    writeFileSync(bad, '{"Users":[{"UserNam":"ann"}]}');
    const run = spawnSync(
      process.execPath,
      [join(repository, "src/cli/main.ts"), "serve", "--port", "0", "--data", untouched, "--seed", bad],
      { encoding: "utf8", env: cleanEnvironment({}), timeout: 20_000 },
    );
    assert.equal(run.status, 2, run.stderr);
    assert.equal(run.stderr, "tegata: Users[0]: must have the member UserName\n");
    assert.ok(!existsSync(untouched));
  });
});

describe("applySeed()", () => {
  it("applied twice changes no row and no version", async () => {
    const authority = closing(await open());
    const seed = seedOf(documented);
    await applySeed(authority, seed);
    const once = await contents(authority);
    await applySeed(authority, seed);
    assert.deepEqual(await contents(authority), once);
  });

  it("brings what is there to what the file says and deletes nothing", async () => {
    const authority = closing(await open());
    const arn = buildArn("iam", accountId, "policy/Doc");
    const first = {
      Policies: [{ PolicyName: "Doc", PolicyDocument: allowAll }],
      Groups: [{ GroupName: "Staff" }, { GroupName: "Extra" }],
      Users: [
        {
          UserName: "ann",
          Tags: [
            { Key: "team", Value: "blue" },
            { Key: "kept", Value: "yes" },
          ],
          Groups: ["Extra"],
          AttachedPolicyArns: [arn],
          InlinePolicies: { one: allowAll, other: allowAll },
        },
      ],
      Roles: [{ RoleName: "R", AssumeRolePolicyDocument: trustOf(accountId), Description: "old" }],
    };
    const second = {
      Policies: [{ PolicyName: "Doc", PolicyDocument: denyAll, Tags: [{ Key: "a", Value: "b" }] }],
      Groups: [{ GroupName: "Staff", Path: "/x/", InlinePolicies: { g: allowAll } }],
      Users: [
        {
          UserName: "ANN",
          Path: "/people/",
          Tags: [{ Key: "Team", Value: "red" }],
          Groups: ["staff"],
          PermissionsBoundary: arn,
          InlinePolicies: { one: denyAll },
        },
      ],
      Roles: [
        {
          RoleName: "R",
          AssumeRolePolicyDocument: trustOf(`arn:aws:iam::{{AccountId}}:user/people/ann`),
          Description: "new",
          MaxSessionDuration: 7200,
          PermissionsBoundary: arn,
          Tags: [{ Key: "c", Value: "d" }],
          AttachedPolicyArns: [arn],
        },
      ],
    };
    await applySeed(authority, seedOf(first));
    await applySeed(authority, seedOf(second));
    const { read } = authority.kernel.services.store;

    const user = await findUser(read, accountId, "ann");
    assert.equal(user?.path, "/people/");
    assert.equal(user.boundary_arn, arn);
    assert.deepEqual(JSON.parse(user.tags), [
      { Key: "Team", Value: "red" },
      { Key: "kept", Value: "yes" },
    ]);
    const inline = await listInlinePolicies(read, user.user_id);
    assert.deepEqual(
      inline.map(({ name, document }) => [name, JSON.parse(document)]),
      [
        ["one", denyAll],
        ["other", allowAll],
      ],
    );
    const groups = await listGroupsOfUser(read, user.user_id);
    assert.deepEqual(groups.map(({ name }) => name).sort(), ["Extra", "Staff"]);

    const role = await findRole(read, accountId, "R");
    assert.equal(role?.description, "new");
    assert.equal(role.max_session_duration, 7200);
    assert.equal(role.boundary_arn, arn);
    assert.deepEqual(JSON.parse(role.trust_policy), trustOf(user.user_id));

    const policy = await findPolicyByArn(read, arn);
    assert.equal(policy?.default_version_id, "v2");
    const settled = await contents(authority);
    await applySeed(authority, seedOf(second));
    assert.deepEqual(await contents(authority), settled);

    await applySeed(authority, seedOf(first));
    assert.equal(
      (await findPolicyByArn(read, arn))?.default_version_id,
      "v1",
      "the old version is used again",
    );
  });

  it("keeps a key that was switched off, and a password that was changed", async () => {
    const authority = closing(await open());
    const { store } = authority.kernel.services;
    const seed = seedOf(documented);
    await applySeed(authority, seed);
    await store.write(accountId, (tx) => setAccessKeyStatus(tx, "AKIAEXAMPLEEXAMPLE01", "Inactive"));
    await store.write(accountId, async (tx) => {
      const user = (await findUser(tx, accountId, "ann")) ?? assert.fail();
      const profile = (await findLoginProfile(tx, user.user_id)) ?? assert.fail();
      await updateLoginProfile(tx, profile, { password_hash: "another" });
    });
    const changed = await contents(authority);
    await applySeed(authority, seed);
    assert.deepEqual(await contents(authority), changed);
  });

  it("gives a device back to its user when nobody has it", async () => {
    const authority = closing(await open());
    const { store } = authority.kernel.services;
    const serial = buildArn("iam", accountId, "mfa/ann");
    const seed = seedOf(documented);
    await applySeed(authority, seed);
    await store.write(accountId, (tx) =>
      updateMfaDevice(tx, { account_id: accountId, serial }, { owner_id: null, enabled_at: null }),
    );
    await applySeed(authority, seed);
    const user = await findUser(store.read, accountId, "ann");
    assert.equal((await findMfaDevice(store.read, accountId, serial))?.owner_id, user?.user_id);
  });

  const key = { AccessKeyId: "AKIAEXAMPLEEXAMPLE01", SecretAccessKey: "s".repeat(40) };
  const device = { VirtualMFADeviceName: "d", Base32StringSeed: "A".repeat(32) };
  const present = {
    Users: [{ UserName: "ann", AccessKeys: [key], VirtualMFADevices: [device] }],
    Roles: [{ RoleName: "R", AssumeRolePolicyDocument: trustOf("*") }],
    Policies: [{ PolicyName: "P", Description: "old", PolicyDocument: allowAll }],
  };
  /** What is refused after `present`, in which words, with which exit code. */
  const refusals: readonly (readonly [string, unknown, RegExp, number])[] = [
    [
      "a key with another secret",
      { Users: [{ UserName: "ann", AccessKeys: [{ ...key, SecretAccessKey: "t".repeat(40) }] }] },
      /^Users\[0\]\.AccessKeys\[0\]: the access key "AKIAEXAMPLEEXAMPLE01" exists with another secret$/,
      1,
    ],
    [
      "a key of somebody else",
      { Users: [{ UserName: "bob", AccessKeys: [key] }] },
      /^Users\[0\]\.AccessKeys\[0\]: the access key "AKIAEXAMPLEEXAMPLE01" exists and is somebody else's$/,
      1,
    ],
    [
      "a third key",
      {
        Users: [
          {
            UserName: "ann",
            AccessKeys: [2, 3].map((n) => ({ ...key, AccessKeyId: `AKIAEXAMPLEEXAMPLE0${n}` })),
          },
        ],
      },
      /^Users\[0\]\.AccessKeys\[1\]: LimitExceeded: Cannot exceed quota for AccessKeysPerUser: 2$/,
      1,
    ],
    [
      "a key id that is no key id, without saying it",
      { Users: [{ UserName: "ann", AccessKeys: [{ AccessKeyId: "secret/swapped", SecretAccessKey: "x" }] }] },
      /^Users\[0\]\.AccessKeys\[0\]: an access key id has 16 to 128 letters and digits$/,
      2,
    ],
    [
      "a device with another seed",
      {
        Users: [{ UserName: "ann", VirtualMFADevices: [{ ...device, Base32StringSeed: "B".repeat(32) }] }],
      },
      /^Users\[0\]\.VirtualMFADevices\[0\]: the MFA device "arn:aws:iam::123456789012:mfa\/d" exists with another seed$/,
      1,
    ],
    [
      "a device of somebody else",
      { Users: [{ UserName: "bob", VirtualMFADevices: [device] }] },
      /^Users\[0\]\.VirtualMFADevices\[0\]: the MFA device "arn:aws:iam::123456789012:mfa\/d" exists and is somebody else's$/,
      1,
    ],
    [
      "a seed that is too short",
      { Users: [{ UserName: "ann", VirtualMFADevices: [{ ...device, Base32StringSeed: "AAAA" }] }] },
      /^Users\[0\]\.VirtualMFADevices\[0\]: Base32StringSeed must be base32 of 16 to 64 bytes$/,
      2,
    ],
    [
      "a policy that breaks the grammar",
      { Users: [{ UserName: "ann", InlinePolicies: { p: { Statement: [{ Effect: "Maybe" }] } } }] },
      /^Users\[0\]\.InlinePolicies\.p: MalformedPolicyDocument: /,
      2,
    ],
    [
      "a trust policy that names nobody",
      {
        Roles: [
          { RoleName: "R", AssumeRolePolicyDocument: trustOf(`arn:aws:iam::${accountId}:user/nobody`) },
        ],
      },
      /^Roles\[0\]\.AssumeRolePolicyDocument: MalformedPolicyDocument: Invalid principal/,
      2,
    ],
    [
      "a name that no name can be",
      { Users: [{ UserName: "an n" }] },
      /^Users\[0\]: ValidationError: .*userName/,
      2,
    ],
    [
      "a group that is not there",
      { Users: [{ UserName: "ann", Groups: ["nowhere"] }] },
      /^Users\[0\]\.Groups\[0\]: NoSuchEntity: The group with name nowhere cannot be found\.$/,
      1,
    ],
    [
      "another path of a role",
      { Roles: [{ RoleName: "R", Path: "/x/", AssumeRolePolicyDocument: trustOf("*") }] },
      /^Roles\[0\]: the role exists with the path "\/", and a role's path cannot be changed$/,
      1,
    ],
    [
      "another path of a policy",
      { Policies: [{ PolicyName: "P", Path: "/x/", PolicyDocument: allowAll }] },
      /^Policies\[0\]: EntityAlreadyExists: /,
      1,
    ],
    [
      "another description of a policy",
      { Policies: [{ PolicyName: "P", Description: "new", PolicyDocument: allowAll }] },
      /^Policies\[0\]: the policy exists with another description/,
      1,
    ],
    ["a bucket that no bucket can be", { Buckets: ["Up"] }, /^Buckets\[0\]: InvalidBucketName: /, 2],
    [
      "a password that the password policy refuses, without saying it",
      { Users: [{ UserName: "ann", Password: "abc" }] },
      /^Users\[0\]\.Password: PasswordPolicyViolation: (?!.*abc)/,
      2,
    ],
  ];
  for (const [what, content, sentence, exitCode] of refusals)
    it(`refuses ${what}`, async () => {
      const authority = closing(await open());
      await applySeed(authority, seedOf(present));
      await refused(() => applySeed(authority, seedOf(content)), sentence, exitCode);
    });

  it("refuses a bucket of another account", async () => {
    const authority = closing(await open());
    const { store } = authority.kernel.services;
    const bucket = { name: "taken", account_id: "210987654321", created_at: 0, region: "us-east-1" };
    await store.write("210987654321", async (tx) => {
      await insertAccount(tx, { accountId: "210987654321", name: "b", isManagement: false, createdAt: 0 });
      await insertBucket(tx, bucket);
    });
    await refused(
      () => applySeed(authority, seedOf({ Buckets: ["taken"] })),
      /^Buckets\[0\]: BucketAlreadyExists/,
      1,
    );
  });
});

describe("readSeed()", () => {
  const malformed: readonly (readonly [string, unknown, RegExp])[] = [
    [
      "a text that is no JSON, by its place alone",
      '{\n "Users": [s3cr3t]}',
      /^the seed file: is not JSON \(line 2, column 12\)$/,
    ],
    ["a file that ends too early", "", /^the seed file: is not JSON \(line 1, column 1\)$/],
    ["a list", [], /^the seed file: must be an object$/],
    [
      "an unknown list",
      { Devices: [] },
      /^the seed file: has the member "Devices", which is not one of Policies, /,
    ],
    ["an object for a list", { Users: {} }, /^Users: must be a list$/],
    ["null for an object", { Users: [null] }, /^Users\[0\]: must be an object$/],
    [
      "a missing member",
      { Roles: [{ RoleName: "R" }] },
      /^Roles\[0\]: must have the member AssumeRolePolicyDocument$/,
    ],
    ["an unknown member", { Users: [{ UserName: "a", Name: "b" }] }, /^Users\[0\]: has the member "Name"/],
    ["a prototype", '{"Users":[{"UserName":"a","__proto__":{}}]}', /^Users\[0\]: has the member "__proto__"/],
    ["a number for a text", { Users: [{ UserName: 1 }] }, /^Users\[0\]\.UserName: must be a text$/],
    [
      "a text for a number",
      { Roles: [{ RoleName: "R", AssumeRolePolicyDocument: {}, MaxSessionDuration: "1" }] },
      /^Roles\[0\]\.MaxSessionDuration: must be a whole number$/,
    ],
    [
      "a list for a document",
      { Policies: [{ PolicyName: "P", PolicyDocument: [] }] },
      /^Policies\[0\]\.PolicyDocument: must be a policy, as an object or as a text$/,
    ],
    [
      "an unknown member of a key",
      { Users: [{ UserName: "a", AccessKeys: [{ AccessKeyId: "x", SecretAccessKey: "y", Status: "z" }] }] },
      /^Users\[0\]\.AccessKeys\[0\]: has the member "Status"/,
    ],
  ];
  for (const [what, content, sentence] of malformed)
    it(`refuses ${what}`, () => refused(() => seedOf(content), sentence, 2));

  it("refuses a file that is not there", () =>
    refused(() => readSeed(join(folder, "none.json")), /^cannot read the seed file ".*none\.json"$/, 2));

  it("keeps secrets out of what is printed of a seed", () => {
    const shown = JSON.stringify(seedOf(documented));
    for (const secret of ["an-example-secret", "JBSWY3DP", "Correct-Horse"])
      assert.ok(!shown.includes(secret), secret);
  });
});
