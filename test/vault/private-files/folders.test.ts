import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Environment, Platform } from "../../../src/vault/index.ts";
import { cacheFolder, dataFolder } from "../../../src/vault/private-files/index.ts";

const homes: Readonly<Record<Platform, string>> = {
  linux: "/home/ann",
  darwin: "/home/Ann Lee",
  win32: "C:\\Users\\Ann Lee",
};

function foldersOn(platform: Platform, env: Environment = {}): readonly string[] {
  const place = { platform, env, home: homes[platform] };
  return [cacheFolder(place), dataFolder(place)];
}

describe("cacheFolder() and dataFolder()", () => {
  it("are where each system keeps a user's own files", () => {
    assert.deepEqual(foldersOn("linux"), ["/home/ann/.cache/tegata", "/home/ann/.local/share/tegata"]);
    assert.deepEqual(foldersOn("darwin"), [
      "/home/Ann Lee/Library/Caches/tegata",
      "/home/Ann Lee/Library/Application Support/tegata",
    ]);
    assert.deepEqual(foldersOn("win32"), [
      "C:\\Users\\Ann Lee\\AppData\\Local\\tegata\\Cache",
      "C:\\Users\\Ann Lee\\AppData\\Local\\tegata\\Data",
    ]);
  });

  it("follow the variables of their own system and of no other", () => {
    const env = {
      XDG_CACHE_HOME: "/c",
      XDG_DATA_HOME: "/d",
      LOCALAPPDATA: "\\\\server\\ann",
      APPDATA: "C:\\R",
    };
    assert.deepEqual(foldersOn("linux", env), ["/c/tegata", "/d/tegata"]);
    assert.deepEqual(foldersOn("darwin", env), foldersOn("darwin"));
    assert.deepEqual(foldersOn("win32", env), [
      "\\\\server\\ann\\tegata\\Cache",
      "\\\\server\\ann\\tegata\\Data",
    ]);
  });

  it("are never relative to the working folder, whatever a variable says", () => {
    const env = { XDG_CACHE_HOME: "c", XDG_DATA_HOME: "", LOCALAPPDATA: "l" };
    for (const platform of ["linux", "win32"] as const)
      assert.deepEqual(foldersOn(platform, env), foldersOn(platform));
  });
});
