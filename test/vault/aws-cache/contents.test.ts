import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parseContents } from "../../../src/vault/aws-cache/contents.ts";
import {
  readAwsCaches,
  removeCachedFile,
  sharedIdentity,
  stateOf,
} from "../../../src/vault/aws-cache/index.ts";
import { parseSharedFiles } from "../../../src/vault/profiles/index.ts";

const expiration = Date.parse("2026-11-21T10:00:00Z");
const minute = 60_000;

describe("parseContents()", () => {
  it("reads credentials of a role and keeps no secret", () => {
    const text = JSON.stringify({
      Credentials: {
        AccessKeyId: "ASIAEXAMPLE",
        SecretAccessKey: "hidden-secret",
        SessionToken: "hidden-token",
        Expiration: "2026-11-21T10:00:00+00:00",
      },
      AssumedRoleUser: { AssumedRoleId: "AROA:x", Arn: "arn:aws:sts::123456789012:assumed-role/demo/x" },
    });
    const contents = parseContents(text);
    assert.deepEqual(contents, {
      kind: "role",
      accessKeyId: "ASIAEXAMPLE",
      expiration,
      arn: "arn:aws:sts::123456789012:assumed-role/demo/x",
    });
    assert.doesNotMatch(JSON.stringify(contents), /hidden/);
  });

  it("reads tokens and registrations, also with the time as old versions wrote it", () => {
    const token = { accessToken: "hidden", expiresAt: "2026-11-21T10:00:00UTC", startUrl: "https://x" };
    assert.deepEqual(parseContents(JSON.stringify(token)), {
      kind: "token",
      expiration,
      startUrl: "https://x",
    });
    const login = { accessToken: { accessKeyId: "ASIA", expiresAt: "2026-11-21T10:00:00Z" } };
    assert.deepEqual(parseContents(JSON.stringify(login)), {
      kind: "token",
      expiration,
      startUrl: undefined,
    });
    const client = { clientId: "c", clientSecret: "hidden", expiresAt: "2026-11-21T10:00:00Z" };
    assert.deepEqual(parseContents(JSON.stringify(client)), { kind: "registration", expiration });
  });

  it("names what is wrong with files that AWS's clients stumble over", () => {
    const reasonOf = (text: string) => {
      const contents = parseContents(text);
      return contents.kind === "unreadable" ? contents.reason : undefined;
    };
    assert.equal(reasonOf(""), "it is empty");
    assert.equal(reasonOf('{"Credentials": {"Acc'), "it is no JSON object");
    assert.equal(reasonOf("[]"), "it is no JSON object");
    assert.equal(reasonOf('{"other": 1}'), "it holds neither credentials nor a token");
  });
});

describe("stateOf()", () => {
  const role = { kind: "role", accessKeyId: "ASIA", expiration, arn: undefined } as const;
  it("tells what the AWS CLI will not use again from what it will", () => {
    const at = (now: number) => stateOf({ cache: "aws-cli", contents: role }, now);
    assert.equal(at(expiration - 16 * minute), "live");
    assert.equal(at(expiration - 14 * minute), "expiring");
    assert.equal(at(expiration), "expired");
  });
  it("is live to the last minute for a token", () => {
    const token = { kind: "token", expiration, startUrl: undefined } as const;
    assert.equal(stateOf({ cache: "sso", contents: token }, expiration - minute), "live");
    assert.equal(stateOf({ cache: "sso", contents: { ...token, expiration: undefined } }, 0), "unknown");
  });
});

describe("sharedIdentity()", () => {
  const owner = (profile: string, source?: string) => ({ profile, source, role: "r" });
  it("speaks up only when one session serves different sources", () => {
    const said = (...owners: ReturnType<typeof owner>[]) => sharedIdentity({ cache: "aws-cli", owners });
    assert.match(said(owner("alice", "a"), owner("bob", "b")) ?? "", /one session for "alice", "bob"/);
    assert.equal(said(owner("alice", "a"), owner("again", "a")), undefined);
    assert.equal(said(owner("alice", "a")), undefined);
  });
});

describe("readAwsCaches() and removeCachedFile()", () => {
  it("list every file with what it is, follow no link, and remove one only", async (t) => {
    const home = mkdtempSync(join(tmpdir(), "tegata-aws-cache-"));
    t.after(() => rmSync(home, { recursive: true, force: true }));
    const folder = join(home, ".aws", "cli", "cache");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "5f52c9c583acfd120a607977e4f21fe86b7fa42d.json"), "");
    writeFileSync(join(folder, "stranger.json"), '{"Credentials":{"AccessKeyId":"ASIAX"}}');
    writeFileSync(join(folder, "session.db"), "not ours to read");
    writeFileSync(join(home, "target"), '{"accessToken":"x"}');
    symlinkSync(join(home, "target"), join(folder, "z-link.json"));
    const files = parseSharedFiles({
      config: {
        file: "config",
        text: "[profile p]\nrole_arn = arn:aws:iam::123456789012:role/demo\nsource_profile = a",
      },
      credentials: { file: "credentials", text: "" },
    });
    const machine = { platform: "linux", env: {}, home } as const;
    const found = await readAwsCaches(machine, files, ["aws-cli", "sso"]);
    assert.deepEqual(
      found.map(({ owners, contents }) => [owners.map(({ profile }) => profile), contents.kind]),
      [
        [["p"], "unreadable"],
        [[], "role"],
        [[], "unreadable"],
      ],
    );
    const [first] = found;
    assert.ok(first);
    assert.equal(await removeCachedFile(first), true);
    assert.equal(await removeCachedFile(first), false);
    assert.deepEqual(readdirSync(folder).sort(), ["session.db", "stranger.json", "z-link.json"]);
  });
});
