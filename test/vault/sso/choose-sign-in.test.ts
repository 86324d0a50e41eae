import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseSignIn, type SignInQuestion } from "../../../src/vault/sso/choose-sign-in.ts";

const person = { isDevice: false, isPrinted: false, hasTerminal: true };
const on = (platform: SignInQuestion["machine"]["platform"], env = {}) => ({ machine: { platform, env } });

const cases: readonly (readonly [string, SignInQuestion, string])[] = [
  ["a desktop", { ...person, ...on("linux", { DISPLAY: ":0" }) }, "browser"],
  ["a desktop of Wayland", { ...person, ...on("linux", { WAYLAND_DISPLAY: "w" }) }, "browser"],
  ["a Mac", { ...person, ...on("darwin") }, "browser"],
  [
    "Windows, from a program without a terminal",
    { ...person, ...on("win32"), hasTerminal: false },
    "browser",
  ],
  [
    "a browser that is named",
    { ...person, ...on("linux", { BROWSER: "lynx" }), hasTerminal: false },
    "browser",
  ],
  ["a Linux without a desktop", { ...person, ...on("linux") }, "device"],
  ["a Mac over SSH", { ...person, ...on("darwin", { SSH_CONNECTION: "a b" }) }, "device"],
  ["--device on a desktop", { ...person, ...on("linux", { DISPLAY: ":0" }), isDevice: true }, "device"],
  ["--stdout in a job", { ...person, ...on("linux"), hasTerminal: false, isPrinted: true }, "browser"],
  ["a job", { ...person, ...on("linux"), hasTerminal: false }, "never"],
];

for (const [what, question, expected] of cases) {
  test(`chooseSignIn() answers ${expected} for ${what}`, () => {
    assert.equal(chooseSignIn(question), expected);
  });
}
