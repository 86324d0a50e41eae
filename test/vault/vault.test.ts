/** The vault's joints: requests, connections, and what a child is told. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { TegataError } from "../../src/base/index.ts";
import type { Plan } from "../../src/vault/index.ts";
import { fc } from "../support/random.ts";
import { makeStage, type Stage } from "./vault-stage.ts";

let stage: Stage | undefined;
afterEach(() => {
  stage?.remove();
  stage = undefined;
});

const argument = (name: string) => ({ profile: { name, setting: "the argument" } });

describe("Vault.plan()", () => {
  it("takes the profile that was typed, else the variables, else default, and says which", async () => {
    stage = makeStage("[profile a]\n[profile b]\n[default]");
    for (const profile of ["a", "b", "default"]) await stage.addKey(profile);
    assert.equal((await stage.vault.plan(argument("a"))).profile, "a");
    assert.equal((await stage.open({}, { AWS_PROFILE: "b" }).plan()).profile, "b");
    assert.equal((await stage.open({}, { AWS_PROFILE: "b" }).plan(argument("a"))).profile, "a");
    assert.equal((await stage.vault.plan()).profile, "default");
  });

  it("calls nothing and keeps nothing", async () => {
    stage = makeStage("[profile a]\nmfa_serial = m");
    await stage.addKey("a");
    await stage.vault.plan(argument("a"));
    assert.deepEqual([stage.sts.take(), stage.codes], [[], []]);
  });
});

describe("Vault.connect()", () => {
  const boolean = fc.constantFrom(undefined, "true", "false");
  const endpoint = (who: string) => fc.constantFrom(undefined, `http://${who}`);
  const situation = fc.record({
    general: endpoint("variable"),
    ofSts: endpoint("sts-variable"),
    ignoreVariable: boolean,
    target: endpoint("target"),
    ignoreTarget: boolean,
    source: endpoint("source"),
    ignoreSource: boolean,
    services: endpoint("services"),
  });

  it("reaches STS where a plan for the profile does, whoever names the endpoint", async () => {
    const open = makeStage();
    stage = open;
    await open.addKey("source");
    const check = async (of: typeof situation extends fc.Arbitrary<infer T> ? T : never) => {
      const line = (key: string, value: string | undefined) => (value ? `${key} = ${value}\n` : "");
      open.writeConfig(
        `[profile target]\nrole_arn = r\nsource_profile = source\nregion = eu-west-1\n${line("endpoint_url", of.target)}${line("ignore_configured_endpoint_urls", of.ignoreTarget)}[profile source]\nservices = s\n${line("endpoint_url", of.source)}${line("ignore_configured_endpoint_urls", of.ignoreSource)}[services s]\nsts =\n  ${line("endpoint_url", of.services) || "x = y"}\n`,
      );
      const env = {
        AWS_ENDPOINT_URL: of.general,
        AWS_ENDPOINT_URL_STS: of.ofSts,
        AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: of.ignoreVariable,
      };
      const vault = open.open({}, env);
      const [plan, connected] = [await vault.plan(argument("target")), await vault.connect("target")];
      assert.equal(connected.endpointOf("sts"), plan.stsEndpoint?.value);
      assert.equal(connected.region, plan.region?.value);
      const isIgnored = (of.ignoreVariable ?? of.ignoreTarget) === "true";
      if (isIgnored) assert.equal(plan.stsEndpoint, undefined, "for the whole chain");
      if (of.ignoreVariable !== "true" && of.ofSts && of.ignoreTarget !== "true")
        assert.equal(plan.stsEndpoint?.value, of.ofSts);
      if (of.ignoreVariable === "false" && of.target && !of.general && !of.ofSts)
        assert.equal(plan.stsEndpoint?.value, of.target, "the variable has the say over the profile");
    };
    await fc.assert(fc.asyncProperty(situation, check), { numRuns: 80 });
  });

  it("knows the endpoint of a profile that no file names, and goes no further than a circle", async () => {
    stage = makeStage(
      "[profile a]\nsource_profile = b\n[profile b]\nsource_profile = a\nendpoint_url = http://b",
    );
    assert.equal((await stage.vault.connect("a")).endpointOf("iam"), "http://b");
    assert.equal((await stage.vault.connect("none")).endpointOf("iam"), undefined);
    const vault = stage.open({}, { AWS_ENDPOINT_URL_IAM: "http://iam" });
    assert.equal((await vault.connect("none")).endpointOf("iam"), "http://iam");
  });

  it("takes the authorities from where the endpoint is, the variable first", async () => {
    stage = makeStage(
      "[profile role]\nrole_arn = r\nsource_profile = key\nuse_fips_endpoint = true\n[profile key]\nendpoint_url = https://local\nca_bundle = /local.pem",
    );
    const { connection } = await stage.vault.connect("role");
    assert.deepEqual([connection.caBundle, connection.useFips], ["/local.pem", true]);
    const env = { AWS_CA_BUNDLE: "/env.pem", AWS_USE_FIPS_ENDPOINT: "false" };
    const other = (await stage.open({}, env).connect("role")).connection;
    assert.deepEqual([other.caBundle, other.useFips], ["/env.pem", false]);
  });
});

describe("Vault.issue()", () => {
  it("tells a child the endpoint of the profile or its sources for all services, and none of STS alone", async () => {
    const config = (target: string, source: string) =>
      `[profile target]\nrole_arn = r\nsource_profile = key\n${target}\n[profile key]\n${source}\n[services s]\nsts =\n  endpoint_url = http://sts`;
    const cases = [
      ["endpoint_url = http://target", "endpoint_url = http://key", {}, "http://target"],
      ["", "endpoint_url = http://key", {}, "http://key"],
      ["services = s", "", {}, undefined],
      ["", "endpoint_url = http://key", { AWS_ENDPOINT_URL: "http://variable" }, undefined],
      ["ignore_configured_endpoint_urls = true", "endpoint_url = http://key", {}, undefined],
      ["", "endpoint_url = http://key", { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" }, undefined],
    ] as const;
    stage = makeStage();
    await stage.addKey("key");
    for (const [target, source, env, expected] of cases) {
      stage.writeConfig(config(target, source));
      const issued = await stage.open({}, env).issue(argument("target"));
      assert.equal(issued.endpointUrl, expected, `${target} ${source} ${JSON.stringify(env)}`);
    }
  });

  it("tells a child the endpoints of single services that the profile's services or its sources' name", async () => {
    const config = (target: string, source: string) =>
      `[profile target]\nrole_arn = r\nsource_profile = key\n${target}\n[profile key]\n${source}\n[services near]\ns3 =\n  endpoint_url = http://near\n[services far]\ns3 =\n  endpoint_url = http://far\ndynamodb =\n  endpoint_url = http://table\nno-service =\n  endpoint_url = http://none\n`;
    const [near, far] = ["services = near", "services = far"];
    const general = "endpoint_url = http://all";
    const cases = [
      [near, "", {}, { AWS_ENDPOINT_URL_S3: "http://near" }],
      [near, far, {}, { AWS_ENDPOINT_URL_S3: "http://near", AWS_ENDPOINT_URL_DYNAMODB: "http://table" }],
      [`${near}\n${general}`, far, {}, { AWS_ENDPOINT_URL_S3: "http://near" }],
      ["", far, { AWS_ENDPOINT_URL_S3: "http://mine" }, { AWS_ENDPOINT_URL_DYNAMODB: "http://table" }],
      ["", far, { AWS_ENDPOINT_URL: "http://mine" }, {}],
      ["ignore_configured_endpoint_urls = true", far, {}, {}],
      [near, `${far}\nignore_configured_endpoint_urls = true`, {}, { AWS_ENDPOINT_URL_S3: "http://near" }],
      ["", "", {}, {}],
    ] as const;
    stage = makeStage();
    await stage.addKey("key");
    for (const [target, source, env, expected] of cases) {
      stage.writeConfig(config(target, source));
      const plan: Plan = await stage.open({}, env).plan(argument("target"));
      const said = Object.entries(plan.serviceEndpoints ?? {}).map(([name, { value }]) => [name, value]);
      assert.deepEqual(Object.fromEntries(said), expected, `${target} | ${source} | ${JSON.stringify(env)}`);
    }
  });

  it("calls STS at the endpoint and for the region that the plan names", async () => {
    stage = makeStage("[profile a]\nendpoint_url = http://authority.example:4600\nregion = eu-west-1");
    await stage.addKey("a");
    await stage.vault.issue(argument("a"));
    assert.equal(stage.sts.calls[0]?.host, "authority.example");
  });

  it("answers about SSO without a person with exit code 3, and not about other profiles", async () => {
    stage = makeStage(
      "[profile work]\nsso_session = s\n[profile key]\n[sso-session s]\nsso_start_url = https://u\nsso_region = eu-west-1",
    );
    await stage.addKey("key");
    const failureOf = async (name: string) => {
      const error = await stage?.vault.signIn(argument(name)).then(
        () => undefined,
        (failure: unknown) => failure,
      );
      assert.ok(error instanceof TegataError);
      return [error.code, error.exitCode];
    };
    assert.deepEqual(await failureOf("work"), ["SignInNeeded", 3]);
    assert.deepEqual(await failureOf("key"), ["NotSso", 2]);
  });
});
