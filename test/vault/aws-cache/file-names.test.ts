import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  assumeRoleFile,
  awsCacheFolders,
  loginFile,
  ownersOf,
  ssoRoleFile,
  ssoTokenFile,
} from "../../../src/vault/aws-cache/index.ts";
import { parseSharedFiles } from "../../../src/vault/profiles/index.ts";

const roleArn = "arn:aws:iam::123456789012:role/demo";
const roleFile = "5f52c9c583acfd120a607977e4f21fe86b7fa42d.json";

function filesOf(config: string) {
  return parseSharedFiles({
    config: { file: "config", text: config },
    credentials: { file: "credentials", text: "" },
  });
}

describe("assumeRoleFile()", () => {
  it("is what botocore calls the file of a role", () => {
    assert.equal(assumeRoleFile({ RoleArn: roleArn }), roleFile);
  });

  // Expected: hashlib.sha1(json.dumps(args, sort_keys=True).encode()).hexdigest() of Python 3.11.
  it("sorts names, spaces members and escapes as Python does", () => {
    const args = {
      RoleArn: roleArn,
      SerialNumber: "arn:aws:iam::123456789012:mfa/jón",
      ExternalId: 'a"b\\c',
      DurationSeconds: 3600,
      RoleSessionName: "x",
    };
    assert.equal(assumeRoleFile(args), "2cb3ae49b1f6c59bc7c98a26cddae7551674f55e.json");
  });
});

describe("ssoRoleFile()", () => {
  it("is SHA-1 over JSON without blanks", () => {
    const args = { roleName: "Reader", accountId: "123456789012" };
    assert.equal(
      ssoRoleFile({ ...args, sessionName: "corp" }),
      "e916525d47e3ac474990796ecd6fd8a0bde18c3d.json",
    );
    assert.equal(
      ssoRoleFile({ ...args, startUrl: "https://x.awsapps.com/start" }),
      "31d3b7c67b34e9ffa0ada0ecf8a2fdb0db1f225e.json",
    );
  });
});

describe("ssoTokenFile() and loginFile()", () => {
  it("hash the name alone", () => {
    assert.equal(ssoTokenFile("corp"), "ee0bfd2552fbd840c02cc48b6e823320543c450f.json");
    assert.equal(
      loginFile("arn:aws:iam::123456789012:user/jon"),
      "7429923aa0981c2985cfb5212c9d77e3450e5d365223bafc4a02ab5dd0bb21e6.json",
    );
  });
});

describe("ownersOf()", () => {
  it("gives one file to all profiles that botocore cannot tell apart", () => {
    const { "aws-cli": owners } = ownersOf(
      filesOf(
        [
          `[profile alice]\nrole_arn = ${roleArn}\nsource_profile = a`,
          `[profile bob]\nrole_arn = ${roleArn}\nsource_profile = b`,
          // Web identity passes the duration over.
          `[profile web]\nrole_arn = ${roleArn}\nweb_identity_token_file = /t\nduration_seconds = 900`,
          `[profile long]\nrole_arn = ${roleArn}\nsource_profile = a\nduration_seconds = 7200`,
        ].join("\n"),
      ),
    );
    const shared = owners.get(roleFile);
    assert.deepEqual(
      shared?.map(({ profile, source }) => [profile, source]),
      [
        ["alice", "a"],
        ["bob", "b"],
        ["web", "/t"],
      ],
    );
    assert.equal(owners.size, 2);
  });

  it("leaves a duration out that botocore cannot read, and keeps one that it reads as a number", () => {
    const profile = (duration: string) =>
      ownersOf(
        filesOf(`[profile p]\nrole_arn = ${roleArn}\nsource_profile = a\nduration_seconds = ${duration}`),
      );
    assert.ok(profile("an hour")["aws-cli"].has(roleFile));
    assert.deepEqual(
      [...profile("0900")["aws-cli"].keys()],
      [assumeRoleFile({ RoleArn: roleArn, DurationSeconds: 900 })],
    );
  });

  it("knows the files of SSO and of login", () => {
    const owners = ownersOf(
      filesOf(
        [
          "[profile s]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Reader",
          "[profile old]\nsso_start_url = https://x.awsapps.com/start\nsso_region = us-east-1",
          "[profile l]\nlogin_session = arn:aws:iam::123456789012:user/jon",
          "[sso-session corp]\nsso_start_url = https://x.awsapps.com/start\nsso_region = us-east-1",
        ].join("\n"),
      ),
    );
    assert.equal(
      owners["aws-cli"].get("e916525d47e3ac474990796ecd6fd8a0bde18c3d.json")?.[0]?.role,
      "123456789012/Reader",
    );
    assert.equal(owners.sso.get(ssoTokenFile("corp"))?.[0]?.profile, "s");
    assert.equal(owners.sso.get(ssoTokenFile("https://x.awsapps.com/start"))?.[0]?.profile, "old");
    assert.equal(
      owners.login.get("7429923aa0981c2985cfb5212c9d77e3450e5d365223bafc4a02ab5dd0bb21e6.json")?.[0]?.profile,
      "l",
    );
  });
});

describe("awsCacheFolders()", () => {
  it("are below the home folder of each system", () => {
    const mac = awsCacheFolders({ platform: "darwin", env: {}, home: "/Volumes/home/jon" });
    assert.equal(mac["aws-cli"], "/Volumes/home/jon/.aws/cli/cache");
    assert.equal(mac.login, "/Volumes/home/jon/.aws/login/cache");
  });

  it("are below USERPROFILE on Windows, whatever HOME says", () => {
    const env = { HOME: "D:\\work", USERPROFILE: "C:\\Users\\jon" };
    const windows = awsCacheFolders({ platform: "win32", env, home: "D:\\work" });
    assert.equal(windows["aws-cli"], "C:\\Users\\jon\\.aws\\cli\\cache");
    assert.equal(windows.sso, "C:\\Users\\jon\\.aws\\sso\\cache");
  });

  it("take AWS_LOGIN_CACHE_DIRECTORY for the tokens of aws login", () => {
    const folders = (directory: string) =>
      awsCacheFolders({
        platform: "linux",
        env: { AWS_LOGIN_CACHE_DIRECTORY: directory },
        home: "/home/jon",
      });
    assert.equal(folders("/run/login").login, "/run/login");
    assert.equal(folders("~/login").login, "/home/jon/login");
    assert.equal(folders("").login, "/home/jon/.aws/login/cache");
  });
});
