import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, describe, it } from "node:test";
import { TegataError } from "../../../src/base/index.ts";
import {
  type ContainerServer,
  type ContainerServerOptions,
  createNetworkArguments,
  dockerArguments,
  type MetadataServer,
  shadowOfServer,
  startContainerServer,
  startMetadataServer,
} from "../../../src/vault/deliver/index.ts";
import { findPeerUserId } from "../../../src/vault/deliver/peer.ts";
import { proxyExceptions } from "../../../src/vault/deliver/proxy.ts";
import { runtimeFolder } from "../../../src/vault/deliver/token-file.ts";
import type { Platform } from "../../../src/vault/index.ts";
import { machineOf, session, standingClock } from "./machines.ts";

const platform = process.platform as Platform;
const listed = "arn:aws:iam::123456789012:role/team/listed";
const clock = standingClock();
const folder = mkdtempSync(join(tmpdir(), "tegata-deliver-"));
after(() => rmSync(folder, { recursive: true, force: true }));

describe("startContainerServer()", () => {
  it("answers the bearer of the token with credentials, under the names of the protocol", async () => {
    const server = await start();
    const { status, headers, body } = await ask(server.url, { headers: authorized(server) });
    assert.equal(status, 200);
    assert.equal(headers["content-type"], "application/json");
    assert.equal(headers["cache-control"], "no-store");
    assert.equal(
      Object.keys(headers).some((name) => name.startsWith("access-control")),
      false,
    );
    assert.deepEqual(JSON.parse(body), {
      AccessKeyId: "ASIAEXAMPLEEXAMPLE01",
      SecretAccessKey: "secret/of+session",
      Token: "token==",
      Expiration: "2026-11-21T09:00:00Z",
    });
    assert.deepEqual(server.variables, {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: server.url,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: server.tokenFile,
    });
  });

  it("keeps the token in a 0600 file in a 0700 folder, and deletes both at the end", {
    skip: platform === "win32",
  }, async () => {
    const server = await start();
    assert.equal(statSync(server.tokenFile).mode & 0o777, 0o600);
    assert.equal(statSync(dirname(server.tokenFile)).mode & 0o777, 0o700);
    assert.match(readFileSync(server.tokenFile, "utf8"), /^[\w-]{43}$/);
    await server.close();
    assert.equal(existsSync(dirname(server.tokenFile)), false);
    await assert.rejects(ask(server.url), /ECONNREFUSED/);
  });

  it("gives every server a token of its own", async () => {
    const [one, other] = [await start(), await start()];
    assert.equal((await ask(one.url, { headers: authorized(other) })).status, 403);
  });

  for (const { name, code, ...given } of [
    { name: "no token", headers: () => ({}), code: "AccessDenied" },
    { name: "a wrong token", headers: () => ({ authorization: "x" }), code: "AccessDenied" },
    {
      name: "a token with more behind it",
      headers: (server: ContainerServer) => ({ authorization: `${authorized(server).authorization}x` }),
      code: "AccessDenied",
    },
    {
      name: "another host's name",
      headers: (server: ContainerServer) => ({ ...authorized(server), host: `evil.example:${server.port}` }),
      code: "WrongHost",
    },
    {
      name: "another port's address",
      headers: (server: ContainerServer) => ({ ...authorized(server), host: "127.0.0.1:1" }),
      code: "WrongHost",
    },
    {
      name: "a web page's origin",
      headers: (server: ContainerServer) => ({ ...authorized(server), origin: "http://evil.example" }),
      code: "FromAWebPage",
    },
    {
      name: "fetch metadata",
      headers: (server: ContainerServer) => ({ ...authorized(server), "sec-fetch-site": "cross-site" }),
      code: "FromAWebPage",
    },
  ])
    it(`refuses ${name} with 403 ${code}, and mints nothing`, async () => {
      let minted = 0;
      const server = await start({
        getCredentials: async () => ({ ...session, accessKeyId: `${++minted}` }),
      });
      const { status, body } = await ask(server.url, { headers: given.headers(server) });
      assert.equal(status, 403);
      assert.equal(JSON.parse(body).code, code);
      assert.equal(minted, 0);
    });

  it("answers localhost as well as its address", async () => {
    const server = await start();
    const headers = { ...authorized(server), host: `localhost:${server.port}` };
    assert.equal((await ask(server.url, { headers })).status, 200);
  });

  it("knows GET only", async () => {
    const server = await start();
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
      assert.equal((await ask(server.url, { method, headers: authorized(server) })).status, 405, method);
  });

  it("assumes the roles that are listed, however their ARN is encoded, and no other", async () => {
    const assumed: string[] = [];
    const assume = async (roleArn: string) => {
      assumed.push(roleArn);
      return { ...session, accessKeyId: "ASIAROLE" };
    };
    const server = await start({ roles: { allowed: [listed], assume } });
    for (const path of [listed, encodeURIComponent(listed)]) {
      const { status, body } = await ask(`${server.url}role-arn/${path}`, { headers: authorized(server) });
      assert.equal(status, 200);
      assert.equal(JSON.parse(body).AccessKeyId, "ASIAROLE");
      assert.equal(JSON.parse(body).RoleArn, listed);
    }
    for (const path of [`${listed}2`, "", "*", listed.toUpperCase(), `${listed}/`]) {
      const { status, body } = await ask(`${server.url}role-arn/${path}`, { headers: authorized(server) });
      assert.equal(status, 403, path);
      assert.equal(JSON.parse(body).code, "RoleNotAllowed");
    }
    assert.deepEqual(assumed, [listed]);
  });

  it("answers 404 elsewhere and 400 to what is no path", async () => {
    const server = await start();
    assert.equal((await ask(`${server.url}other`, { headers: authorized(server) })).status, 404);
    assert.equal((await ask(`${server.url}%ff`, { headers: authorized(server) })).status, 400);
  });

  it("tells the client our own sentences, and other failures to its owner alone", async () => {
    const failures: unknown[] = [];
    let failure: Error = new TegataError("MfaRefused", "the code was refused");
    const server = await start({
      getCredentials: () => Promise.reject(failure),
      onFailure: (error) => failures.push(error),
    });
    const ours = await ask(server.url, { headers: authorized(server) });
    assert.equal(ours.status, 400);
    assert.deepEqual(JSON.parse(ours.body), {
      code: "MfaRefused",
      message: "the code was refused",
      Code: "MfaRefused",
      Message: "the code was refused",
    });
    clock.advance(10_000);
    failure = new Error("the canonical request had token==");
    const other = await ask(server.url, { headers: authorized(server) });
    assert.equal(JSON.parse(other.body).code, "CredentialsUnavailable");
    assert.ok(!other.body.includes("token=="));
    assert.equal(failures.length, 2);
  });

  it("listens on no address that AWS's clients would not take credentials from", async () => {
    for (const listen of ["0.0.0.0", "::", "192.168.1.2", "localhost"])
      await assert.rejects(
        start({ listen }),
        (error) => error instanceof TegataError && error.code === "WrongAddress",
      );
  });

  it("says when an address is not this machine's, and leaves no file", async () => {
    const parent = mkdtempSync(join(folder, "listen-"));
    const machine = { ...machineOf(platform, { TMPDIR: parent, TEMP: parent }), clock };
    const listen = "169.254.170.23";
    await assert.rejects(
      start({ listen, machine }),
      (error) => error instanceof TegataError && error.code === "CannotListen",
    );
    assert.deepEqual(existsSync(join(parent, "token")), false);
    assert.equal(statSync(parent).nlink, 2, "no folder is left");
  });

  it("answers no other user of the machine, token or not", {
    skip: !canBeOthers() && "SKIPPED: needs root on Linux",
  }, async () => {
    const server = await start();
    const text = `GET / HTTP/1.1\\r\\nHost: 127.0.0.1:${server.port}\\r\\nAuthorization: ${authorized(server).authorization}\\r\\nConnection: close\\r\\n\\r\\n`;
    const script = `exec 3<>/dev/tcp/127.0.0.1/${server.port}; printf '${text}' >&3; cat <&3`;
    const answers = await Promise.all(
      [0, 65_534].map(async (uid) => {
        const child = spawn("bash", ["-c", script], { uid, stdio: ["ignore", "pipe", "inherit"] });
        const chunks: Buffer[] = [];
        child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
        await once(child, "close");
        return Buffer.concat(chunks).toString();
      }),
    );
    assert.match(answers[0] ?? "", /^HTTP\/1.1 200 /);
    assert.match(answers[1] ?? "", /^HTTP\/1.1 403 [\s\S]*OtherUser/);
  });

  async function start(options: Partial<ContainerServerOptions> = {}): Promise<ContainerServer> {
    const machine = { ...machineOf(platform, { TMPDIR: folder, TEMP: folder }), clock };
    const getCredentials = async () => ({ ...session, expiration: clock.now() + 3_600_000 });
    const server = await startContainerServer({ machine, getCredentials, ...options });
    after(() => server.close());
    return server;
  }
});

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

describe("proxyExceptions()", () => {
  it("excepts a server where a proxy is set, beside what was excepted, and is silent elsewhere", () => {
    assert.deepEqual(proxyExceptions(machineOf("linux", { NO_PROXY: "a" }), "127.0.0.1"), {});
    assert.deepEqual(
      proxyExceptions(machineOf("linux", { http_proxy: "http://p", NO_PROXY: "a" }), "127.0.0.1"),
      {
        NO_PROXY: "a,127.0.0.1",
        no_proxy: "a,127.0.0.1",
      },
    );
    assert.deepEqual(proxyExceptions(machineOf("win32", { ALL_PROXY: "http://p" }), "127.0.0.1"), {
      NO_PROXY: "127.0.0.1",
    });
  });
});

describe("dockerArguments()", () => {
  const server = {
    address: "127.0.0.1",
    url: "http://127.0.0.1:5000/",
    tokenFile: "/run/user/1000/tegata-x/token",
  };

  it("shares the host's network with a server on loopback, and mounts the token", () => {
    assert.deepEqual(dockerArguments({ server, region: "eu-west-1" }), [
      ...["--network", "host"],
      ...["--mount", "type=bind,source=/run/user/1000/tegata-x/token,target=/run/tegata/token,readonly"],
      ...["--env", "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:5000/"],
      ...["--env", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=/run/tegata/token"],
      ...["--env", "AWS_REGION=eu-west-1", "--env", "AWS_DEFAULT_REGION=eu-west-1"],
    ]);
  });

  it("asks for a network where the server is a gateway's address, and says how to make one", () => {
    const gateway = { ...server, address: "169.254.170.2", url: "http://169.254.170.2:5000/" };
    assert.throws(
      () => dockerArguments({ server: gateway }),
      (error) =>
        error instanceof TegataError &&
        error.hint === "docker network create --subnet 169.254.170.0/24 --gateway 169.254.170.2 tegata",
    );
    assert.deepEqual(dockerArguments({ server: gateway, network: "tegata" }).slice(0, 2), [
      "--network",
      "tegata",
    ]);
    assert.ok(createNetworkArguments("tegata", "fd00:ec2::23").includes("--ipv6"));
  });

  it("quotes a path as docker reads a mount", () => {
    const odd = { ...server, tokenFile: '/a,b"c/token' };
    assert.ok(
      dockerArguments({ server: odd }).includes(
        'type=bind,"source=/a,b""c/token",target=/run/tegata/token,readonly',
      ),
    );
  });
});

describe("findPeerUserId()", () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1388 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 11111 1 0 100 0 0 10 0
   1: 0100007F:C350 0100007F:1388 01 00000000:00000000 00:00000000 00000000  1001        0 22222 1 0 20 4 30 10 -1
   2: 0100007F:1388 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 33333 1 0 20 4 30 10 -1
`;
  const connection = {
    localAddress: "127.0.0.1",
    localPort: 5000,
    remoteAddress: "127.0.0.1",
    remotePort: 50_000,
  };

  it("finds the owner of the other end, not of ours", () => {
    assert.equal(findPeerUserId(table, connection), 1001);
    assert.equal(findPeerUserId(table, { ...connection, remotePort: 50_001 }), undefined);
    assert.equal(findPeerUserId("", connection), undefined);
  });
});

describe("runtimeFolder()", () => {
  it("is the user's own where the system has one", () => {
    assert.equal(
      runtimeFolder({ platform: "linux", env: { XDG_RUNTIME_DIR: "/run/user/1", TMPDIR: "/t" } }),
      "/run/user/1",
    );
    assert.equal(runtimeFolder({ platform: "linux", env: {} }), undefined);
    assert.equal(
      runtimeFolder({ platform: "darwin", env: { XDG_RUNTIME_DIR: "/x", TMPDIR: "/var/folders/a" } }),
      "/var/folders/a",
    );
    assert.equal(runtimeFolder({ platform: "win32", env: { TEMP: "C:\\T" } }), "C:\\T");
  });
});

describe("shadowOfServer()", () => {
  const place = { file: "/home/ann/.aws/credentials", line: 2 };
  const filesOf = (name: string, property: string) => ({
    profiles: new Map([
      [
        name,
        {
          kind: "profile" as const,
          name,
          place,
          properties: new Map([[property, { name: property, value: "x", place }]]),
        },
      ],
    ]),
  });

  it("finds what gives the default profile credentials of its own, and nothing else", () => {
    assert.equal(shadowOfServer(filesOf("default", "aws_access_key_id"))?.place, place);
    assert.equal(shadowOfServer(filesOf("default", "credential_process"))?.name, "credential_process");
    assert.equal(shadowOfServer(filesOf("default", "region")), undefined);
    assert.equal(shadowOfServer(filesOf("other", "aws_access_key_id")), undefined);
  });
});

function canBeOthers(): boolean {
  return platform === "linux" && process.getuid?.() === 0;
}

function authorized(server: ContainerServer): { readonly authorization: string } {
  return { authorization: readFileSync(server.tokenFile, "utf8") };
}

interface Asked {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** One request with exactly these headers; `fetch` would not let us name another host. */
function ask(
  url: string,
  options: { method?: string; headers?: Readonly<Record<string, string>> } = {},
): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { agent: false, ...options, headers: { ...options.headers } },
      (incoming) => {
        let body = "";
        incoming.setEncoding("utf8").on("data", (text: string) => {
          body += text;
        });
        incoming.on("end", () => resolve({ status: incoming.statusCode, headers: incoming.headers, body }));
      },
    );
    outgoing.on("error", reject);
    outgoing.end();
  });
}
