/** What a seed says of other accounts and of the organisation they form. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { listAttachedNames, listPolicies } from "../../src/authority/organization/index.ts";
import { deleteAccessKey, findAccessKey } from "../../src/authority/store/credentials/access-keys.ts";
import { listUnits } from "../../src/authority/store/organization/members.ts";
import { TegataError } from "../../src/base/index.ts";
import { type Authority, createAuthority } from "../../src/server/index.ts";
import { applySeed, readSeed } from "../../src/server/seed/index.ts";

const accountId = "123456789012";
const member = "210987654321";
const allowAll = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
};
const denyAll = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }] };
const key = { AccessKeyId: "AKIAEXAMPLEEXAMPLE01", SecretAccessKey: "s".repeat(40) };

const folder = mkdtempSync(join(tmpdir(), "tegata-seed-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function seedOf(content: unknown) {
  const file = join(folder, "seed.json");
  writeFileSync(file, JSON.stringify(content));
  return readSeed(file);
}

async function open(t: { after(close: () => Promise<void>): void }): Promise<Authority> {
  const authority = await createAuthority({ accountId });
  t.after(() => authority.close());
  return authority;
}

/** The organisation's rows and every account's version. */
async function contents(authority: Authority): Promise<unknown> {
  const { read } = authority.kernel.services.store;
  const tables = [
    "account",
    "organization_policy",
    "organization_attachment",
    "organization_member",
  ] as const;
  return Promise.all(tables.map((table) => read.selectFrom(table).selectAll().execute()));
}

test("applySeed() attaches and detaches the organisation's policies, and leaves alone what it does not name", async (t) => {
  const authority = await open(t);
  const { read } = authority.kernel.services.store;
  const policy = (PolicyName: string, Content: unknown) => ({
    PolicyName,
    Type: "SERVICE_CONTROL_POLICY",
    Content,
  });
  const AdminAccessKey = { AccessKeyId: "AKIAEXAMPLEEXAMPLE02", SecretAccessKey: "t".repeat(40) };
  const first = {
    Accounts: [{ AccountId: member, AdminAccessKey }],
    Organization: {
      Policies: [policy("OnlyS3", allowAll), policy("Nothing", denyAll)],
      Units: [{ AccountId: member, Unit: "/Lab" }],
      Targets: [
        { Target: "/Lab", Attach: ["OnlyS3"], Detach: ["FullAWSAccess"] },
        { Target: member, Attach: ["Nothing"] },
      ],
    },
  };
  await applySeed(authority, seedOf(first));
  assert.deepEqual(await listAttachedNames(read, accountId, "/Lab"), ["OnlyS3", "RCPFullAWSAccess"]);
  assert.deepEqual(await listAttachedNames(read, accountId, member), [
    "FullAWSAccess",
    "Nothing",
    "RCPFullAWSAccess",
  ]);
  const once = await contents(authority);
  await applySeed(authority, seedOf(first));
  assert.deepEqual(await contents(authority), once);

  const second = {
    Organization: {
      Policies: [policy("OnlyS3", denyAll)],
      Units: [{ AccountId: member, Unit: "/" }],
      Targets: [{ Target: member, Detach: ["Nothing"] }],
    },
  };
  await applySeed(authority, seedOf(second));
  assert.deepEqual(await listAttachedNames(read, accountId, "/Lab"), ["OnlyS3", "RCPFullAWSAccess"]);
  assert.deepEqual(await listAttachedNames(read, accountId, member), ["FullAWSAccess", "RCPFullAWSAccess"]);
  const changed = (await listPolicies(read, accountId)).find(({ name }) => name === "OnlyS3");
  assert.deepEqual(JSON.parse(changed?.document ?? ""), denyAll);
  assert.deepEqual([...(await listUnits(read, accountId))], []);
});

const present = { Users: [{ UserName: "ann", AccessKeys: [key] }], Accounts: [] };

/** What is refused after `present`, in which words, with which exit code. */
const refusals: readonly (readonly [string, unknown, RegExp, number])[] = [
  [
    "an account whose key nobody would learn",
    { Accounts: [{ AccountId: "210987654321" }] },
    /^Accounts\[0\]: an account that is not there yet needs AdminAccessKey/,
    2,
  ],
  [
    "an admin's key that is somebody else's",
    { Accounts: [{ AccountId: "210987654321", AdminAccessKey: key }] },
    /^Accounts\[0\]: the access key "AKIAEXAMPLEEXAMPLE01" exists and is somebody else's$/,
    1,
  ],
  [
    "a resource control policy that allows",
    {
      Organization: {
        Policies: [{ PolicyName: "R", Type: "RESOURCE_CONTROL_POLICY", Content: allowAll }],
      },
    },
    /^Organization\.Policies\[0\]: MalformedPolicyDocumentException: .* a resource control policy can only deny/,
    2,
  ],
  [
    "the last policy of a target",
    { Organization: { Targets: [{ Target: "/", Detach: ["FullAWSAccess"] }] } },
    /^Organization\.Targets\[0\]\.Detach\[0\]: ConstraintViolationException: You cannot remove the last policy/,
    1,
  ],
  [
    "a unit that no unit can be",
    { Organization: { Units: [{ AccountId: accountId, Unit: "Production" }] } },
    /^Organization\.Units\[0\]: InvalidInputException: Unit must be \/ or a path/,
    2,
  ],
];

for (const [what, content, sentence, exitCode] of refusals)
  test(`applySeed() refuses ${what}`, async (t) => {
    const authority = await open(t);
    await applySeed(authority, seedOf(present));
    await assert.rejects(
      () => applySeed(authority, seedOf(content)),
      (error) => {
        assert.ok(error instanceof TegataError, String(error));
        assert.match(error.message, sentence);
        assert.equal(error.exitCode, exitCode, error.message);
        return true;
      },
    );
  });

test("applySeed() keeps a member account's admin without the key that was deleted since", async (t) => {
  const authority = await open(t);
  const { store } = authority.kernel.services;
  const seed = seedOf({ Accounts: [{ AccountId: member, AdminAccessKey: key }] });
  await applySeed(authority, seed);
  await store.write(member, (tx) => deleteAccessKey(tx, key.AccessKeyId));
  await applySeed(authority, seed);
  assert.equal(await findAccessKey(store.read, key.AccessKeyId), undefined);
});
