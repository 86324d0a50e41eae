import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { TegataError } from "../../../src/base/index.ts";
import {
  findHome,
  loadSharedFiles,
  locateFiles,
  maxSharedFileBytes,
  type ProfileSelection,
  selectProfile,
} from "../../../src/vault/profiles/index.ts";

const linux = { platform: "linux", home: "/home/jon" } as const;
const windows = { platform: "win32", home: "C:\\Users\\Jon" } as const;

function pathsOf(machine: Parameters<typeof locateFiles>[0]): readonly string[] {
  const { config, credentials } = locateFiles(machine);
  return [config.path, credentials.path];
}

test("locateFiles() looks into .aws of the home folder", () => {
  assert.deepEqual(pathsOf({ ...linux, env: {} }), ["/home/jon/.aws/config", "/home/jon/.aws/credentials"]);
  assert.deepEqual(pathsOf({ ...windows, env: {} }), [
    "C:\\Users\\Jon\\.aws\\config",
    "C:\\Users\\Jon\\.aws\\credentials",
  ]);
});

test("locateFiles() goes by the variables, a tilde for the home folder, empty ones for none", () => {
  const env = { AWS_CONFIG_FILE: "~/x/conf", AWS_SHARED_CREDENTIALS_FILE: "" };
  assert.deepEqual(pathsOf({ ...linux, env }), ["/home/jon/x/conf", "/home/jon/.aws/credentials"]);
  assert.equal(locateFiles({ ...linux, env }).config.setting, "AWS_CONFIG_FILE");
  assert.equal(pathsOf({ ...windows, env: { AWS_CONFIG_FILE: "~\\x" } })[0], "C:\\Users\\Jon\\x");
  assert.equal(pathsOf({ ...windows, env: { AWS_CONFIG_FILE: "~/x" } })[0], "C:\\Users\\Jon\\x");
  assert.equal(pathsOf({ ...linux, env: { AWS_CONFIG_FILE: "rel/~x" } })[0], "rel/~x");
});

test("locateFiles() refuses another user's home folder", () => {
  for (const path of ["~ann/config", "~\\x"]) {
    assert.throws(
      () => locateFiles({ ...linux, env: { AWS_CONFIG_FILE: path } }),
      (error) => error instanceof TegataError && error.code === "PathUnusable",
    );
  }
});

test("findHome() takes HOME, on Windows then USERPROFILE, then drive and path", () => {
  assert.equal(findHome("linux", { HOME: "/home/jon", USERPROFILE: "C:\\x" }), "/home/jon");
  assert.equal(findHome("linux", { HOME: "relative", USERPROFILE: "/x" }), undefined);
  assert.equal(findHome("win32", { HOME: "D:\\jon", USERPROFILE: "C:\\x" }), "D:\\jon");
  assert.equal(findHome("win32", { HOME: "/c/Users/jon", USERPROFILE: "C:\\x" }), "C:\\x");
  assert.equal(findHome("win32", { HOMEDRIVE: "E:", HOMEPATH: "\\jon" }), "E:\\jon");
  assert.equal(findHome("win32", { HOMEPATH: "\\jon" }), "C:\\jon");
  assert.equal(findHome("win32", { HOMEDRIVE: "E:" }), undefined);
});

function namesOf({ elsewhere }: ProfileSelection): readonly string[] {
  return elsewhere.map(({ name }) => name);
}

test("selectProfile() takes what was typed, AWS_PROFILE, AWS_DEFAULT_PROFILE, default", () => {
  const env = { AWS_PROFILE: "a", AWS_DEFAULT_PROFILE: "b" };
  const typed = selectProfile(env, { name: "c", setting: "--profile" });
  assert.deepEqual([typed.name, typed.by, typed.setting], ["c", "argument", "--profile"]);
  const first = selectProfile(env);
  assert.deepEqual([first.name, first.by, first.setting], ["a", "variable", "AWS_PROFILE"]);
  const second = selectProfile({ AWS_PROFILE: "", AWS_DEFAULT_PROFILE: "b" });
  assert.deepEqual([second.name, second.setting], ["b", "AWS_DEFAULT_PROFILE"]);
  const last = selectProfile({});
  assert.deepEqual([last.name, last.by, last.difference], ["default", "default", undefined]);
});

test("selectProfile() says where AWS's clients would not agree", () => {
  const both = selectProfile({ AWS_PROFILE: "a", AWS_DEFAULT_PROFILE: "b" });
  assert.deepEqual(namesOf(both), ["a", "b", "a"]);
  assert.match(both.difference?.en ?? "", /AWS CLI v1, boto3 take "b" \(AWS_DEFAULT_PROFILE\)/);
  assert.deepEqual(namesOf(selectProfile({ AWS_DEFAULT_PROFILE: "b" })), ["b", "b", "default"]);
  assert.equal(selectProfile({ AWS_PROFILE: "a", AWS_DEFAULT_PROFILE: "a" }).difference, undefined);
});

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "tegata-profiles-"));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("loadSharedFiles() takes a missing file for an empty one", () =>
  withFolder(async (folder) => {
    const config = join(folder, "config");
    await writeFile(config, "[profile foo]\nregion = here\n");
    const env = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: join(config, "not", "there") };
    const { files, found } = await loadSharedFiles({ ...linux, env });
    assert.deepEqual([...files.profiles.keys()], ["foo"]);
    assert.deepEqual(found, { config: true, credentials: false });
  }));

test("loadSharedFiles() refuses what is no text of reasonable size, in one sentence", () =>
  withFolder(async (folder) => {
    const path = join(folder, "config");
    const refused = async (content: Uint8Array | string, expected: RegExp) => {
      await writeFile(path, content);
      await assert.rejects(loadSharedFiles({ ...linux, env: { AWS_CONFIG_FILE: path } }), expected);
    };
    await refused("#".repeat(maxSharedFileBytes + 1), /config" has more than 4194304 bytes$/);
    await refused(
      Buffer.from("[default]\n# M\u00fcnchen\n", "latin1"),
      /the file is not UTF-8, at .*config:2$/,
    );
    await refused(Buffer.from("\uFEFF[default]\n", "utf16le"), /the file is UTF-16, at .*config:1$/);
    await refused("region = x", /expected a profile definition .*config:1$/);
    const inFolder = loadSharedFiles({ ...linux, env: { AWS_CONFIG_FILE: folder } });
    await assert.rejects(inFolder, /^TegataError: the config file ".*" cannot be read: it is a folder$/);
  }));

test("loadSharedFiles() reads a pipe that somebody writes to, and does not wait for ever for one that nobody does", async (t) => {
  if (process.platform === "win32") return t.skip("SKIPPED: Windows has no such pipes");
  await withFolder(async (folder) => {
    const path = join(folder, "pipe");
    execFileSync("mkfifo", [path]);
    const load = () => loadSharedFiles({ ...linux, env: { AWS_CONFIG_FILE: path } });
    const written = writeFile(path, "[profile foo]\nregion = here\n");
    assert.deepEqual([...(await load()).files.profiles.keys()], ["foo"]);
    await written;
    await assert.rejects(load(), /cannot be read: it is a pipe, and nobody writes to it$/);
  });
});
