import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { childEnvironment, shadowingVariables } from "../../../src/vault/deliver/index.ts";
import { longLived, machineOf, session } from "./machines.ts";

const nowhere = { region: undefined, endpointUrl: undefined } as const;

describe("childEnvironment()", () => {
  it("hands over credentials, their end, region under both names, endpoint and the profile's name", () => {
    assert.deepEqual(
      childEnvironment({
        machine: machineOf("linux", { HOME: "/home/ann", PATH: "/bin" }),
        profile: "prod",
        credentials: { ...session, accountId: "123456789012" },
        region: "eu-west-1",
        endpointUrl: "http://127.0.0.1:4600",
      }),
      {
        HOME: "/home/ann",
        PATH: "/bin",
        AWS_VAULT: "prod",
        AWS_ACCESS_KEY_ID: "ASIAEXAMPLEEXAMPLE01",
        AWS_SECRET_ACCESS_KEY: "secret/of+session",
        AWS_SESSION_TOKEN: "token==",
        AWS_CREDENTIAL_EXPIRATION: "2026-11-21T09:00:00Z",
        AWS_ACCOUNT_ID: "123456789012",
        AWS_REGION: "eu-west-1",
        AWS_DEFAULT_REGION: "eu-west-1",
        AWS_ENDPOINT_URL: "http://127.0.0.1:4600",
      },
    );
  });

  it("hands over the endpoints of single services, which the child has no profile to find by", () => {
    const made = childEnvironment({
      machine: machineOf("linux", {}),
      profile: "p",
      credentials: session,
      ...nowhere,
      serviceEndpoints: { AWS_ENDPOINT_URL_S3: { value: "http://s3" } },
    });
    assert.equal(made.AWS_ENDPOINT_URL_S3, "http://s3");
    assert.equal(made.AWS_ENDPOINT_URL, undefined);
  });

  it("leaves no token or expiry of others beside a long-lived key", () => {
    const env = {
      AWS_SESSION_TOKEN: "other",
      AWS_SECURITY_TOKEN: "other",
      AWS_CREDENTIAL_EXPIRATION: "other",
    };
    const made = childEnvironment({
      machine: machineOf("linux", env),
      profile: "p",
      credentials: longLived,
      ...nowhere,
    });
    assert.ok(!JSON.stringify(made).includes("other"));
  });

  it("keeps region and endpoint of the shell when the profile has none", () => {
    const env = { AWS_REGION: "us-west-2", AWS_ENDPOINT_URL: "http://x" };
    const made = childEnvironment({
      machine: machineOf("linux", env),
      profile: "p",
      credentials: session,
      ...nowhere,
    });
    assert.equal(made.AWS_REGION, "us-west-2");
    assert.equal(made.AWS_ENDPOINT_URL, "http://x");
  });

  for (const name of [
    ..."TEGATA_FILE_PASSPHRASE TEGATA_OP_TOKEN TEGATA_TEST_TOKEN TEGATA_ADMIN_SECRET_ACCESS_KEY".split(" "),
    ..."TEGATA_ADDED_ONE_DAY AWS_VAULT_FILE_PASSPHRASE AWS_VAULT_OP_CONNECT_TOKEN".split(" "),
    ..."AWS_VAULT_OP_SERVICE_ACCOUNT_TOKEN AWS_VAULT_PROTON_PASS_TOKEN AWS_PROFILE AWS_DEFAULT_PROFILE".split(
      " ",
    ),
    ..."AWS_SECURITY_TOKEN AWS_CREDENTIAL_FILE AWS_SDK_LOAD_CONFIG AWS_ACCESS_KEY AWS_SECRET_KEY".split(" "),
    ..."AWS_WEB_IDENTITY_TOKEN_FILE AWS_ROLE_ARN AWS_ROLE_SESSION_NAME AWS_ACCOUNT_ID".split(" "),
    ..."AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_CREDENTIALS_RELATIVE_URI".split(" "),
    ..."AWS_CONTAINER_AUTHORIZATION_TOKEN AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE".split(" "),
    "AWS_BEARER_TOKEN_BEDROCK",
  ]) {
    it(`removes ${name}`, () => {
      for (const platform of ["linux", "darwin", "win32"] as const) {
        const machine = machineOf(platform, { [name]: "betrayed", Other: "kept" });
        const made = childEnvironment({ machine, profile: "p", credentials: session, ...nowhere });
        assert.equal(made[name], undefined, platform);
        assert.equal(made.Other, "kept");
      }
    });
  }

  it("compares names without case on Windows, and with it elsewhere", () => {
    const env = { Aws_Profile: "other", tegata_file_passphrase: "betrayed", aws_region: "us-west-2" };
    const options = { profile: "p", credentials: session, region: "eu-west-1", endpointUrl: undefined };
    const windows = childEnvironment({ machine: machineOf("win32", env), ...options });
    assert.deepEqual(
      Object.keys(windows).filter((name) => name in env),
      [],
    );
    assert.equal(windows.AWS_REGION, "eu-west-1");
    const linux = childEnvironment({ machine: machineOf("linux", env), ...options });
    assert.equal(linux.Aws_Profile, "other");
  });

  it("keeps settings that are no secret, of Tegata and of AWS Vault", () => {
    const env = {
      TEGATA_ENDPOINT: "http://x",
      AWS_VAULT_BACKEND: "file",
      AWS_CONFIG_FILE: "/c",
      AWS_MFA_SERIAL: "s",
    };
    const made = childEnvironment({
      machine: machineOf("linux", env),
      profile: "p",
      credentials: session,
      ...nowhere,
    });
    for (const [name, value] of Object.entries(env)) assert.equal(made[name], value);
  });

  it("removes what npm set when npm started us, and leaves the user's own", () => {
    const npm = {
      npm_execpath: "/npm",
      npm_config_registry: "r",
      INIT_CWD: "/w",
      NODE: "/node",
      npm_package_name: "x",
    };
    const own = {
      NPM_TOKEN: "theirs",
      NPM_CONFIG_REGISTRY: "r",
      PATH: "/w/node_modules/.bin:/bin",
      NODE_OPTIONS: "o",
    };
    const options = { profile: "p", credentials: session, ...nowhere };
    const under = childEnvironment({ machine: machineOf("linux", { ...npm, ...own }), ...options });
    assert.deepEqual(
      Object.keys(under).filter((name) => name in npm),
      [],
    );
    for (const [name, value] of Object.entries(own)) assert.equal(under[name], value);
    const alone = childEnvironment({
      machine: machineOf("linux", { NODE: "mine", INIT_CWD: "mine" }),
      ...options,
    });
    assert.equal(alone.NODE, "mine");
    assert.equal(alone.INIT_CWD, "mine");
  });

  it("hands over a server's variables in place of keys", () => {
    const made = childEnvironment({
      machine: machineOf("linux", { AWS_ACCESS_KEY_ID: "other", AWS_CONTAINER_AUTHORIZATION_TOKEN: "other" }),
      profile: "p",
      server: { variables: { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:1/" } },
      region: "eu-west-1",
      endpointUrl: undefined,
    });
    assert.deepEqual(made, {
      AWS_VAULT: "p",
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:1/",
      AWS_REGION: "eu-west-1",
      AWS_DEFAULT_REGION: "eu-west-1",
    });
  });
});

describe("shadowingVariables()", () => {
  it("names those that are set, as they are spelt", () => {
    const env = { AWS_PROFILE: "p", AWS_ROLE_ARN: undefined, HOME: "/h" };
    assert.deepEqual(shadowingVariables(machineOf("linux", env)), ["AWS_PROFILE"]);
    assert.deepEqual(shadowingVariables(machineOf("win32", { Aws_Profile: "p" })), ["Aws_Profile"]);
  });
});
