import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { type MetadataServer, startMetadataServer } from "../../../src/vault/deliver/index.ts";
import type { Platform } from "../../../src/vault/index.ts";
import { ask } from "./ask.ts";
import { machineOf, session, standingClock } from "./machines.ts";

const platform = process.platform as Platform;
const clock = standingClock();

describe("startMetadataServer()", () => {
  it("hands out a token, the role's name, credentials and the region", async () => {
    const server = await start();
    const headers = { "x-aws-ec2-metadata-token": await tokenOf(server) };
    const get = async (path: string) => (await ask(server.url + path, { headers })).body;
    const name = await get("latest/meta-data/iam/security-credentials/");
    assert.equal(name, "team-prod");
    const now = clock.now();
    assert.deepEqual(JSON.parse(await get(`latest/meta-data/iam/security-credentials/${name}`)), {
      Code: "Success",
      LastUpdated: `${new Date(now).toISOString().slice(0, 19)}Z`,
      Type: "AWS-HMAC",
      AccessKeyId: "ASIAEXAMPLEEXAMPLE01",
      SecretAccessKey: "secret/of+session",
      Token: "token==",
      Expiration: `${new Date(now + 3_600_000).toISOString().slice(0, 19)}Z`,
    });
    assert.equal(await get("latest/meta-data/placement/region"), "eu-west-1");
    assert.equal(await get("latest/meta-data/placement/availability-zone/"), "eu-west-1a");
    assert.equal(JSON.parse(await get("latest/dynamic/instance-identity/document")).region, "eu-west-1");
    assert.equal(
      (await ask(`${server.url}latest/meta-data/iam/security-credentials/other`, { headers })).status,
      404,
    );
  });

  it("answers nothing without a valid token: there is no IMDSv1", async () => {
    const server = await start();
    const token = await tokenOf(server, "60");
    const [, mac] = token.split(".");
    for (const wrong of [
      undefined,
      "",
      "x",
      `${token}x`,
      `99999999999999.${mac}`,
      await tokenOf(await start()),
    ])
      for (const path of [
        "latest/meta-data/iam/security-credentials/team-prod",
        "latest/meta-data/placement/region",
        "x",
      ]) {
        const headers = wrong === undefined ? {} : { "x-aws-ec2-metadata-token": wrong };
        assert.equal((await ask(server.url + path, { headers })).status, 401, `${wrong} ${path}`);
      }
    const headers = { "x-aws-ec2-metadata-token": token };
    assert.equal((await ask(`${server.url}latest/meta-data/placement/region`, { headers })).status, 200);
    clock.advance(60_000);
    assert.equal((await ask(`${server.url}latest/meta-data/placement/region`, { headers })).status, 401);
  });

  it("gives tokens of 1 second to 6 hours, to those who say how long", async () => {
    const server = await start();
    for (const ttl of [undefined, "0", "21601", "-1", "x", "1.5", "999999"]) {
      const headers = ttl === undefined ? {} : { "x-aws-ec2-metadata-token-ttl-seconds": ttl };
      assert.equal(
        (await ask(`${server.url}latest/api/token`, { method: "PUT", headers })).status,
        400,
        `${ttl}`,
      );
    }
    const headers = { "x-aws-ec2-metadata-token-ttl-seconds": "21600" };
    const answer = await ask(`${server.url}latest/api/token`, { method: "PUT", headers });
    assert.equal(answer.headers["x-aws-ec2-metadata-token-ttl-seconds"], "21600");
    assert.equal((await ask(`${server.url}latest/api/token`, { headers })).status, 401);
  });

  it("refuses what was forwarded, comes from a page, or names another host", async () => {
    const server = await start();
    const ttl = { "x-aws-ec2-metadata-token-ttl-seconds": "60" };
    for (const extra of [
      { "x-forwarded-for": "10.0.0.1" },
      { origin: "http://evil.example" },
      { host: "169.254.169.254" },
    ])
      assert.equal(
        (await ask(`${server.url}latest/api/token`, { method: "PUT", headers: { ...ttl, ...extra } })).status,
        403,
      );
  });

  it("has no place to tell when the profile has no region", async () => {
    const server = await start({});
    const headers = { "x-aws-ec2-metadata-token": await tokenOf(server) };
    assert.equal((await ask(`${server.url}latest/meta-data/placement/region`, { headers })).status, 404);
  });

  async function start(
    place: { readonly region?: string } = { region: "eu-west-1" },
  ): Promise<MetadataServer> {
    const { region } = place;
    const getCredentials = async () => ({ ...session, expiration: clock.now() + 3_600_000 });
    const machine = { ...machineOf(platform), clock };
    const server = await startMetadataServer({ machine, profile: "team/prod", region, getCredentials });
    after(() => server.close());
    return server;
  }

  async function tokenOf(server: MetadataServer, ttl = "21600"): Promise<string> {
    const headers = { "x-aws-ec2-metadata-token-ttl-seconds": ttl };
    const { status, body } = await ask(`${server.url}latest/api/token`, { method: "PUT", headers });
    assert.equal(status, 200);
    return body;
  }
});
