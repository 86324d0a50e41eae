/** The agent's socket: who may own it, who may start, and what is refused at it. */
import assert from "node:assert/strict";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, describe, it } from "node:test";
import { greet } from "../../../src/vault/agent/client/greet.ts";
import { AgentConnection, AgentGone, findAgent } from "../../../src/vault/agent/client/index.ts";
import { agentSocket, agentSockets, listenAt } from "../../../src/vault/agent/index.ts";
import { buildProof, isProof, makePipePass, parsePipePass } from "../../../src/vault/agent/proof.ts";
import { createAgentServer } from "../../../src/vault/agent/server/listen.ts";
import { problemWithSocket } from "../../../src/vault/agent/trust.ts";

const root = mkdtempSync(join(tmpdir(), "tegata-socket-"));
after(() => rmSync(root, { recursive: true, force: true }));
const userId = process.geteuid?.() ?? 0;
const posixOnly = { skip: process.platform === "win32" ? "SKIPPED: sockets of files" : false };
const route = async ({ path, form }: { path: string; form: string }) => ({
  status: 200,
  body: { path, form },
});

let counter = 0;
function freshPath(): string {
  counter += 1;
  return join(root, `d${counter}`, "agent.sock");
}
const listenHere = (path: string) => listenAt({ path, platform: "linux", userId, route });
const machineAt = (path: string) =>
  ({ platform: "linux", home: root, env: { TEGATA_AGENT_SOCKET: path } }) as const;

describe("problemWithSocket()", () => {
  const folder = { path: "/r/tegata", kind: "folder", ownerId: 1000, mode: 0o700 } as const;
  const socket = { path: "/r/tegata/agent.sock", kind: "socket", ownerId: 1000, mode: 0o600 } as const;

  it("finds none with the user's own, closed to all others", () => {
    assert.equal(problemWithSocket(folder, socket, 1000), undefined);
  });
  for (const [what, facts, sentence] of [
    [
      "a folder of somebody else",
      { folder: { ownerId: 1001 } },
      /tegata" belongs to user 1001, and we are 1000/,
    ],
    ["a socket of somebody else", { socket: { ownerId: 1001 } }, /agent\.sock" belongs to user 1001/],
    ["a folder of root", { folder: { ownerId: 0 } }, /belongs to user 0/],
    ["a folder that others can list", { folder: { mode: 0o750 } }, /has mode 0750/],
    ["a folder that others can enter", { folder: { mode: 0o711 } }, /has mode 0711/],
    ["a socket that others can open", { socket: { mode: 0o666 } }, /has mode 0666/],
    ["a socket that the group can open", { socket: { mode: 0o660 } }, /has mode 0660/],
    ["a link in place of the folder", { folder: { kind: "other" as const } }, /is no folder/],
    ["a file in place of the socket", { socket: { kind: "other" as const } }, /is no socket/],
  ] as const)
    it(`refuses ${what}`, () => {
      const given = { folder: {}, socket: {}, ...facts };
      const problem = problemWithSocket({ ...folder, ...given.folder }, { ...socket, ...given.socket }, 1000);
      assert.equal(problem?.code, "AgentUnsafe");
      assert.match(problem?.message ?? "", sentence);
    });
});

describe("agentSockets()", () => {
  it("is the runtime folder's, then the cache's; a file that names the pipe on Windows", () => {
    const home = "/home/ann";
    assert.deepEqual(agentSockets({ platform: "linux", home, env: { XDG_RUNTIME_DIR: "/run/user/1" } }), [
      "/run/user/1/tegata/agent.sock",
      "/home/ann/.cache/tegata/agent/agent.sock",
    ]);
    assert.deepEqual(agentSockets({ platform: "darwin", home: "/home/a", env: {} }), [
      "/home/a/Library/Caches/tegata/agent/agent.sock",
    ]);
    assert.deepEqual(agentSockets({ platform: "win32", home: "C:\\u", env: { XDG_RUNTIME_DIR: "/r" } }), [
      "C:\\u\\AppData\\Local\\tegata\\Cache\\agent\\agent.json",
    ]);
  });

  it("passes over a path that no socket can have, and refuses when none is left", () => {
    const long = `/${"r".repeat(100)}`;
    assert.equal(
      agentSocket({ platform: "linux", home: "/h", env: { XDG_RUNTIME_DIR: long } }),
      "/h/.cache/tegata/agent/agent.sock",
    );
    for (const socket of [long + long, "relative/agent.sock"])
      assert.throws(
        () => agentSocket({ platform: "linux", home: "/h", env: { TEGATA_AGENT_SOCKET: socket } }),
        {
          code: "SocketPathUnusable",
          exitCode: 2,
        },
      );
  });
});

describe("listenAt()", posixOnly, () => {
  it("makes a folder of mode 0700 and a socket of mode 0600, and takes them away at its end", async () => {
    const path = freshPath();
    const agent = await listenHere(path);
    assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.equal(agent.isOurs(), true);
    await agent.close();
    assert.equal(existsSync(path), false);
  });

  it("refuses a folder that others can enter", async () => {
    const path = freshPath();
    mkdirSync(dirname(path), { mode: 0o700 });
    chmodSync(dirname(path), 0o755);
    await assert.rejects(listenHere(path), { code: "FolderUnsafe" });
  });

  it("refuses a link in place of its folder", async () => {
    const path = freshPath();
    const elsewhere = join(root, "elsewhere");
    mkdirSync(elsewhere, { mode: 0o700 });
    symlinkSync(elsewhere, dirname(path));
    await assert.rejects(listenHere(path), { code: "FolderUnsafe" });
  });

  it("replaces the socket of an agent that was killed", async () => {
    const path = freshPath();
    mkdirSync(dirname(path), { mode: 0o700 });
    const killed = createServer().listen(`${path}.0`);
    await once(killed, "listening");
    renameSync(`${path}.0`, path);
    await new Promise((closed) => killed.close(closed));
    assert.ok(lstatSync(path).isSocket());
    const agent = await listenHere(path);
    const connection = await AgentConnection.open(path);
    assert.equal((await connection?.send("GET", "/status"))?.status, 200);
    connection?.close();
    await agent.close();
  });

  it("replaces nothing but a socket", async () => {
    const path = freshPath();
    mkdirSync(dirname(path), { mode: 0o700 });
    for (const make of [
      () => writeFileSync(path, "mine"),
      () => mkdirSync(path),
      () => symlinkSync("elsewhere", path),
    ]) {
      make();
      await assert.rejects(listenHere(path), { code: "AgentUnsafe", message: `"${path}" is no socket` });
      assert.deepEqual(readdirSync(dirname(path)), ["agent.sock"]);
      rmSync(path, { recursive: true });
    }
  });

  it("takes the place of clients that begin a request and do not end it", { timeout: 20_000 }, async () => {
    const path = freshPath();
    const agent = await listenHere(path);
    const slow = connect(path);
    try {
      slow.write("GET /status HT");
      const began = performance.now();
      await once(slow.resume(), "close");
      assert.ok(performance.now() - began < 10_000, "five seconds are what headers may take");
    } finally {
      slow.destroy();
      await agent.close();
    }
  });

  it("lets one of several win that start at a time", async () => {
    const path = freshPath();
    const starts = await Promise.allSettled(Array.from({ length: 4 }, () => listenHere(path)));
    const won = starts.filter((start) => start.status === "fulfilled");
    assert.equal(won.length, 1);
    for (const start of starts) if (start.status === "rejected") assert.equal(start.reason.code, "AgentRuns");
    for (const { value } of won) await value.close();
  });

  it("knows when its socket was taken from it, and then leaves the other one", async () => {
    const path = freshPath();
    const first = await listenHere(path);
    rmSync(path);
    assert.equal(first.isOurs(), false);
    const second = await listenHere(path);
    await first.close();
    assert.equal(second.isOurs(), true);
    await second.close();
  });

  for (const [what, request, answer] of [
    ["another host", "GET /status HTTP/1.1\r\nHost: tegata.example\r\n\r\n", /^HTTP\/1\.1 403 /],
    ["no host", "GET /status HTTP/1.1\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["an origin", "GET /status HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\n\r\n", /^HTTP\/1\.1 403 /],
    [
      "a page's fetch",
      "GET /status HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n\r\n",
      /^HTTP\/1\.1 403 /,
    ],
    ["no HTTP", "credentials, please\r\n\r\n", /^HTTP\/1\.1 400 /],
    [
      "a form without end",
      `POST /issued HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70000\r\n\r\n${"a".repeat(70_000)}`,
      /^HTTP\/1\.1 413 /,
    ],
    [
      "headers without end",
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"a".repeat(20_000)}\r\n\r\n`,
      /^HTTP\/1\.1 431 /,
    ],
  ] as const)
    it(`refuses ${what}`, async () => {
      const path = freshPath();
      const agent = await listenHere(path);
      assert.match(await exchange(path, request), answer);
      await agent.close();
    });
});

describe("findAgent()", posixOnly, () => {
  const find = (path: string, problems: string[] = []) =>
    findAgent({ machine: machineAt(path), userId, onUnsafe: ({ message }) => problems.push(message) });

  it("finds none where there is no socket, or nobody listens", async () => {
    const path = freshPath();
    assert.equal(await find(path), undefined);
    mkdirSync(dirname(path), { mode: 0o700 });
    assert.equal(await find(path), undefined);
  });

  for (const [what, spoil] of [
    ["a folder that others can enter", (path: string) => chmodSync(dirname(path), 0o755)],
    ["a socket that others can open", (path: string) => chmodSync(path, 0o666)],
  ] as const)
    it(`sends nothing to ${what}, and says why`, async () => {
      const path = freshPath();
      const agent = await listenHere(path);
      spoil(path);
      const problems: string[] = [];
      assert.equal(await find(path, problems), undefined);
      assert.match(problems.join(), /has mode 0(?:755|666), and other users must be kept out/);
      await agent.close();
    });

  it("sends nothing to somebody else's socket", async () => {
    const path = freshPath();
    const agent = await listenHere(path);
    const problems: string[] = [];
    const options = { machine: machineAt(path), onUnsafe: ({ message }: Error) => problems.push(message) };
    assert.equal(await findAgent({ ...options, userId: userId + 1 }), undefined);
    assert.match(problems.join(), new RegExp(`belongs to user ${userId}, and we are ${userId + 1}`));
    await agent.close();
  });
});

describe("AgentConnection.send()", posixOnly, () => {
  for (const [what, reply] of [
    ["closes the connection", ""],
    ["speaks another language", "SSH-2.0-OpenSSH\r\n\r\n"],
    ["ends in the middle", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"],
  ] as const)
    it(`rejects when the other end ${what}`, async () => {
      const path = join(root, `${what.replaceAll(" ", "-")}.sock`);
      const server = createServer((socket) => socket.end(reply)).listen(path);
      const connection = await AgentConnection.open(path);
      await assert.rejects(connection?.send("GET", "/status") ?? Promise.resolve(), AgentGone);
      server.close();
    });

  it("rejects when the other end gives no sign of life", async () => {
    const path = join(root, "silent.sock");
    const server = createServer(() => {}).listen(path);
    const connection = await AgentConnection.open(path);
    await assert.rejects(connection?.send("GET", "/status") ?? Promise.resolve(), /no sign of life/);
    server.close();
  });
});

describe("the proof for pipes", posixOnly, () => {
  const pass = makePipePass();
  const guarded = async (): Promise<{ path: string; close: () => void }> => {
    const path = join(root, `guarded${counter++}.sock`);
    const server = createAgentServer(route, pass);
    await new Promise<void>((resolve) => server.listen(path, resolve));
    return { path, close: () => server.close() };
  };
  const open = async (path: string): Promise<AgentConnection> => {
    const connection = await AgentConnection.open(path);
    assert.ok(connection);
    return connection;
  };

  it("lets in who has the key, and is shown the agent's first", async () => {
    const { path, close } = await guarded();
    const connection = await open(path);
    assert.equal((await connection.send("GET", "/status")).status, 403);
    assert.equal(await greet(connection, pass), true);
    assert.equal((await connection.send("GET", "/status")).status, 200);
    connection.close();
    close();
  });

  it("shows nothing to an agent that has not the key", async () => {
    const { path, close } = await guarded();
    const connection = await open(path);
    assert.equal(await greet(connection, { ...pass, key: makePipePass().key }), false);
    assert.equal((await connection.send("GET", "/status")).status, 403);
    connection.close();
    close();
  });

  it("refuses a wrong proof, one of another connection, and a second guess", async () => {
    const { path, close } = await guarded();
    const [first, second] = [await open(path), await open(path)];
    const client = "0".repeat(32);
    const hello = async (connection: AgentConnection): Promise<string> =>
      new URLSearchParams((await connection.send("POST", "/hello", `nonce=${client}`)).body).get("nonce") ??
      "";
    const proofFor = (agent: string) => buildProof("client", pass, { client, agent });
    const [ours, theirs] = [await hello(first), await hello(second)];
    assert.equal((await first.send("POST", "/hello", `proof=${proofFor(theirs)}`)).status, 403);
    assert.equal((await first.send("POST", "/hello", `proof=${proofFor(ours)}`)).status, 403);
    assert.equal((await second.send("POST", "/hello", `proof=${proofFor(theirs)}`)).status, 200);
    first.close();
    second.close();
    close();
  });

  it("belongs to one side, one pipe and one pair of nonces", () => {
    const nonces = { client: "a", agent: "b" };
    const proof = buildProof("agent", pass, nonces);
    assert.equal(isProof(proof, "agent", pass, nonces), true);
    assert.equal(isProof(proof, "client", pass, nonces), false);
    assert.equal(isProof(proof, "agent", { ...pass, pipe: "\\\\.\\pipe\\other" }, nonces), false);
    assert.equal(isProof(proof, "agent", pass, { client: "b", agent: "a" }), false);
    assert.equal(isProof(undefined, "agent", pass, nonces), false);
  });

  it("parsePipePass() takes what makePipePass() makes, and nothing cut short", () => {
    assert.deepEqual(parsePipePass(JSON.stringify(pass)), pass);
    for (const text of ["", "null", "{}", JSON.stringify({ ...pass, key: pass.key.slice(1) })])
      assert.equal(parsePipePass(text), undefined);
  });
});

function exchange(path: string, request: string): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(path, () => socket.write(request));
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      text += chunk;
      socket.end();
    });
    socket.on("error", () => resolve(text));
    socket.on("close", () => resolve(text));
  });
}
