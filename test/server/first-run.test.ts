/** What the first run founds and writes, and what later runs are held to. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { adminProfile, rootProfile, Secret } from "../../src/base/index.ts";
import { createAuthority, readCredentialsFile, writeCredentialsFile } from "../../src/server/index.ts";

const adminKey = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: new Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
};
const rootKey = {
  accessKeyId: "AKIAI44QH8DHBEXAMPLE",
  secretAccessKey: new Secret("je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY"),
};

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "tegata-server-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("createAuthority() founds an account whose keys are in the file it names, and only once", async (t) => {
  const folder = folderOf(t);
  const options = { store: join(folder, "data"), credentialsFile: join(folder, "deep", "credentials") };
  const first = await createAuthority({ ...options, accountId: "000000000007", rootKey });
  await first.close();
  assert.equal(first.accountId, "000000000007");
  assert.equal(statSync(options.credentialsFile).mode & 0o777, 0o600);
  const text = readFileSync(options.credentialsFile, "utf8");
  const admin = readCredentialsFile(options.credentialsFile, adminProfile);
  assert.equal(admin?.secretAccessKey.reveal(), first.adminKey?.secretAccessKey.reveal());
  const root = readCredentialsFile(options.credentialsFile, rootProfile);
  assert.equal(root?.secretAccessKey.reveal(), rootKey.secretAccessKey.reveal());

  const second = await createAuthority(options);
  await second.close();
  assert.equal(second.accountId, "000000000007");
  assert.equal(second.adminKey, undefined, "a key is shown once");
  assert.equal(readFileSync(options.credentialsFile, "utf8"), text);
});

test("createAuthority() refuses settings that cannot be before it makes anything", async (t) => {
  const folder = folderOf(t);
  const store = join(folder, "data");
  const weak = { accessKeyId: "short", secretAccessKey: adminKey.secretAccessKey };
  const refused = [
    { accountId: "7" },
    { adminKey: weak },
    { adminKey: { ...adminKey, secretAccessKey: new Secret("with spaces in the middle of it") } },
    { adminKey, rootKey: { ...rootKey, accessKeyId: adminKey.accessKeyId } },
  ];
  for (const options of refused)
    await assert.rejects(createAuthority({ store, testMode: {}, ...options }), {
      name: "TegataError",
      exitCode: 2,
    });
  assert.deepEqual(readdirSync(folder), []);
});

test("createAuthority() never makes a directory founded without test mode one of test mode", async (t) => {
  const store = join(folderOf(t), "data");
  const file = join(folderOf(t), "credentials");
  writeFileSync(file, "[default]\n");
  // Founding in test mode fails at its last step …
  await assert.rejects(createAuthority({ store, testMode: {}, credentialsFile: file }), /holds other things/);
  // … then somebody keeps something real in the same directory.
  await (await createAuthority({ store })).close();
  await assert.rejects(createAuthority({ store, testMode: {} }), { code: "NotATestDirectory", exitCode: 1 });
});

test("createAuthority() goes on in test mode where it was founded in test mode", async (t) => {
  const store = join(folderOf(t), "data");
  for (let run = 0; run < 2; run += 1) await (await createAuthority({ store, testMode: {} })).close();
});

test("createAuthority() holds fixed keys against the ones it was founded with", async (t) => {
  const store = join(folderOf(t), "data");
  await (await createAuthority({ store, adminKey })).close();
  await (await createAuthority({ store, adminKey })).close();
  const others = [
    { adminKey: { ...adminKey, secretAccessKey: new Secret("x".repeat(40)) } },
    { adminKey: rootKey },
    { rootKey },
    { rootKey: adminKey },
    { accountId: "000000000008" },
  ];
  for (const options of others)
    await assert.rejects(
      createAuthority({ store, ...options }),
      /^TegataError: this authority was founded with /,
    );
});

test("writeCredentialsFile() replaces an earlier run's file and nothing else", (t) => {
  const file = join(folderOf(t), "credentials");
  const keys = [{ profile: adminProfile, ...adminKey }];
  for (const before of [
    "",
    " \n",
    "[tegata-admin]\naws_access_key_id = OLD\n",
    "[tegata-admin]\n[tegata-root]\n",
  ]) {
    writeFileSync(file, before);
    writeCredentialsFile(file, keys);
    assert.equal(readCredentialsFile(file, adminProfile)?.accessKeyId, adminKey.accessKeyId);
    assert.equal(statSync(file).mode & 0o777, 0o600);
  }
  for (const before of ["[default]\n", "[tegata-admin]\n [default]\n", "notes", "# mine\n"]) {
    writeFileSync(file, before);
    assert.throws(() => writeCredentialsFile(file, keys), /holds other things than Tegata's keys/, before);
    assert.equal(readFileSync(file, "utf8"), before);
  }
});
