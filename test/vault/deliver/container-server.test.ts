import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, describe, it } from "node:test";
import { Secret, TegataError } from "../../../src/base/index.ts";
import {
  type ContainerServer,
  type ContainerServerOptions,
  startContainerServer,
} from "../../../src/vault/deliver/index.ts";
import { writeTokenFile } from "../../../src/vault/deliver/token-file.ts";
import type { Platform } from "../../../src/vault/index.ts";
import { describeSelf } from "../../../src/vault/private-files/index.ts";
import { ask } from "./ask.ts";
import { longLived, machineOf, session, standingClock } from "./machines.ts";

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

  it("prefetch() mints before anybody asks, and refuses a long-lived key then", async () => {
    let minted = 0;
    const server = await start({
      getCredentials: async () => ({
        ...session,
        accessKeyId: `${++minted}`,
        expiration: clock.now() + 3_600_000,
      }),
    });
    await server.prefetch();
    assert.equal(minted, 1);
    assert.equal(JSON.parse((await ask(server.url, { headers: authorized(server) })).body).AccessKeyId, "1");
    const other = await start({ getCredentials: async () => longLived });
    await assert.rejects(
      other.prefetch(),
      (error) => error instanceof TegataError && error.code === "NotTemporary",
    );
    const { status, body } = await ask(other.url, { headers: authorized(other) });
    assert.equal(status, 400);
    assert.ok(!body.includes("AKIA"));
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

  it("takes away the token of a server that was killed, and nobody else's", async () => {
    const leave = (name: string, owner?: string): string => {
      const left = join(folder, name);
      mkdirSync(left, { mode: 0o700 });
      writeFileSync(join(left, "token"), "secret");
      if (owner !== undefined) writeFileSync(join(left, "owner"), owner);
      return left;
    };
    const living = await describeSelf();
    const where = living.split(" ").at(-1);
    const { pid = 0 } = spawnSync(process.execPath, ["-e", "0"]);
    const dead = leave("tegata-dead00", `${pid} - ${where}`);
    const kept = [
      leave("tegata-living", living),
      leave("tegata-nobody"),
      leave("tegata-longer-name", `${pid} - ${where}`),
      leave("tegata-where0", `${pid} - elsewhere//`),
    ];
    const { remove } = await writeTokenFile(folder, new Secret("token"));
    assert.equal(existsSync(dead), false);
    for (const other of kept) assert.ok(existsSync(other), other);
    await remove();
  });

  it("takes the place of clients that begin a request and do not end it", { timeout: 20_000 }, async () => {
    const { address, port } = await start();
    const slow = connect(port, address);
    slow.write("GET / HTTP/1.1\r\nHo");
    const began = performance.now();
    await once(slow.resume(), "close");
    assert.ok(performance.now() - began < 10_000, "five seconds are what headers may take");
  });

  async function start(options: Partial<ContainerServerOptions> = {}): Promise<ContainerServer> {
    const machine = { ...machineOf(platform, { TMPDIR: folder, TEMP: folder }), clock };
    const getCredentials = async () => ({ ...session, expiration: clock.now() + 3_600_000 });
    const server = await startContainerServer({ machine, getCredentials, ...options });
    after(() => server.close());
    return server;
  }
});

function canBeOthers(): boolean {
  return platform === "linux" && process.getuid?.() === 0;
}

function authorized(server: ContainerServer): { readonly authorization: string } {
  return { authorization: readFileSync(server.tokenFile, "utf8") };
}
