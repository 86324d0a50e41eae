import assert from "node:assert/strict";
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type Edit, replaceSharedFile, updateSharedFile } from "../../../src/vault/profiles/index.ts";

const foo = { kind: "profile", name: "foo" } as const;
const setA: Edit = { kind: "set", section: foo, property: "a", value: "2" };

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "tegata-profiles-"));
  try {
    await work(folder);
  } finally {
    await chmod(folder, 0o700);
    await rm(folder, { recursive: true });
  }
}

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

test("updateSharedFile() makes a file for its user alone, with its folder", () =>
  withFolder(async (folder) => {
    const path = join(folder, ".aws", "credentials");
    assert.equal(await updateSharedFile({ path, kind: "credentials" }, [setA]), true);
    assert.equal(await readFile(path, "utf8"), "[foo]\na = 2\n");
    if (process.platform === "win32") return;
    assert.equal(await modeOf(path), 0o600);
    assert.equal(await modeOf(join(folder, ".aws")), 0o700);
  }));

test("updateSharedFile() keeps the mode, leaves nothing beside the file, and writes only what changes", () =>
  withFolder(async (folder) => {
    const path = join(folder, "config");
    await writeFile(path, "[profile foo]\na = 1\n");
    await chmod(path, 0o640);
    assert.equal(await updateSharedFile({ path, kind: "config" }, [setA]), true);
    if (process.platform !== "win32") assert.equal(await modeOf(path), 0o640);
    const { ino } = await stat(path);
    assert.equal(await updateSharedFile({ path, kind: "config" }, [setA]), false);
    assert.equal((await stat(path)).ino, ino);
    assert.deepEqual(await readdir(folder), ["config"]);
  }));

test(
  "updateSharedFile() follows links, also to a file that is not there yet, and leaves them",
  { skip: process.platform === "win32" },
  () =>
    withFolder(async (folder) => {
      await mkdir(join(folder, "dotfiles"));
      await writeFile(join(folder, "dotfiles", "one"), "[profile foo]\na = 1\n");
      for (const name of ["one", "two"]) {
        await symlink(join("dotfiles", name), join(folder, name));
        await updateSharedFile({ path: join(folder, name), kind: "config" }, [setA]);
        assert.ok((await lstat(join(folder, name))).isSymbolicLink());
        assert.equal(await readFile(join(folder, "dotfiles", name), "utf8"), "[profile foo]\na = 2\n");
      }
    }),
);

test("replaceSharedFile() refuses when somebody wrote in between", () =>
  withFolder(async (folder) => {
    const target = { path: join(folder, "config"), kind: "config" } as const;
    await writeFile(target.path, "[default]\n");
    for (const before of [undefined, Buffer.from("[profile x]\n")]) {
      await assert.rejects(replaceSharedFile(target, before, Buffer.from("[default]\na = 1\n")), {
        code: "FileChanged",
      });
    }
    assert.equal(await readFile(target.path, "utf8"), "[default]\n");
    assert.deepEqual(await readdir(folder), ["config"]);
  }));

test(
  "updateSharedFile() says why a file cannot be written, and leaves it",
  { skip: process.platform === "win32" || process.getuid?.() === 0 ? "root may write everywhere" : false },
  () =>
    withFolder(async (folder) => {
      const path = join(folder, "config");
      await writeFile(path, "[profile foo]\n");
      await chmod(path, 0o400);
      await assert.rejects(
        updateSharedFile({ path, kind: "config" }, [setA]),
        /cannot be written: this user may not/,
      );
      assert.equal(await readFile(path, "utf8"), "[profile foo]\n");
    }),
);

test("updateSharedFile() leaves a file that it cannot read as AWS does", () =>
  withFolder(async (folder) => {
    const path = join(folder, "config");
    await writeFile(path, "nonsense\n");
    await assert.rejects(updateSharedFile({ path, kind: "config" }, [setA]), { code: "ProfileSyntax" });
    assert.equal(await readFile(path, "utf8"), "nonsense\n");
  }));

test("updateSharedFile() says in one sentence that the folder is none", () =>
  withFolder(async (folder) => {
    await writeFile(join(folder, ".aws"), "");
    const target = { path: join(folder, ".aws", "config"), kind: "config" } as const;
    await assert.rejects(
      updateSharedFile(target, [setA]),
      /^TegataError: the config file ".*" cannot be written: its folder is a file$/,
    );
  }));
