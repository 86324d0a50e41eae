/** kill -9 of the real server under eight writers over HTTP: everything that was acknowledged is there afterwards. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type Key, type RunningServer, startServer } from "../support/server.ts";
import { type Answer, elementOf, sendQuery, sendSigned } from "../support/signed.ts";

/** Side by side, each in a directory of its own. */
const lanes = 2;
const roundsPerLane = 26;
const writers = 8;
/** How long a server is written to before it is killed. Milliseconds. */
const minWritingMs = 30;
const maxWritingMs = 150;
const bucket = "crash";
/** Every so manieth user loses its key again. */
const deletionEvery = 3;
const objectText = "x".repeat(5000);

/** What the server has acknowledged, by user name; each user's object has its name. */
interface Acknowledged {
  readonly users: Set<string>;
  readonly policies: Set<string>;
  readonly keys: Map<string, Key>;
  readonly objects: Set<string>;
  /** Whose key's deletion was acknowledged. */
  readonly deleted: Map<string, Key>;
}

test(`every acknowledged write is there after kill -9 of the server: ${lanes * roundsPerLane} rounds, ${writers} writers over HTTP`, async (t) => {
  const counts = await Promise.all(
    Array.from({ length: lanes }, async () => {
      const data = mkdtempSync(join(tmpdir(), "tegata-crash-"));
      t.after(() => rmSync(data, { recursive: true, force: true }));
      return runLane(data);
    }),
  );
  t.diagnostic(`${counts.join(" and ")} acknowledged writes, none lost`);
});

/** Rounds in one directory, so that every server begins with what a killed one has left; the number of acknowledged writes. */
async function runLane(data: string): Promise<number> {
  const all: Acknowledged[] = [];
  for (let round = 0; round <= roundsPerLane; round += 1) {
    const server = await startServer({ data, testMode: false });
    try {
      const last = all.at(-1);
      if (last === undefined) await expect(server, "PUT", `/${bucket}`, 200);
      else await assertKept(server, last);
      if (round < roundsPerLane) all.push(await writeAndKill(server, round));
      else await assertAllListed(server, all);
    } finally {
      await server.kill();
    }
  }
  return all.reduce((sum, { users, policies, keys, objects, deleted }) => {
    return sum + users.size + policies.size + keys.size + objects.size + 2 * deleted.size;
  }, 0);
}

async function writeAndKill(server: RunningServer, round: number): Promise<Acknowledged> {
  const acknowledged: Acknowledged = {
    users: new Set(),
    policies: new Set(),
    keys: new Map(),
    objects: new Set(),
    deleted: new Map(),
  };
  let haveEnded = false;
  const ended = Promise.allSettled(
    Array.from({ length: writers }, (_, writer) =>
      writeUntilKilled(server, `r${round}-w${writer}`, acknowledged),
    ),
  ).finally(() => {
    haveEnded = true;
  });
  await sleep(minWritingMs + Math.random() * (maxWritingMs - minWritingMs));
  while (acknowledged.objects.size < writers && !haveEnded) await sleep(1);
  await server.kill();
  for (const result of await ended)
    assert.ok(
      result.status === "rejected" && !(result.reason instanceof assert.AssertionError),
      `a write was refused: ${result.status === "rejected" ? String(result.reason) : "ended"}`,
    );
  return acknowledged;
}

/** Ends by a rejection of fetch, when nobody answers any more. */
async function writeUntilKilled(server: RunningServer, prefix: string, done: Acknowledged): Promise<never> {
  for (let number = 0; ; number += 1) {
    const user = `${prefix}-${number}`;
    await iam(server, "CreateUser", { UserName: user });
    done.users.add(user);
    await iam(server, "PutUserPolicy", {
      UserName: user,
      PolicyName: user,
      PolicyDocument: policyFor(user),
    });
    done.policies.add(user);
    const made = await iam(server, "CreateAccessKey", { UserName: user });
    const key = {
      accessKeyId: elementOf(made, "AccessKeyId") ?? "",
      secretAccessKey: elementOf(made, "SecretAccessKey") ?? "",
    };
    done.keys.set(user, key);
    await expect(server, "PUT", `/${bucket}/${user}`, 200, user + objectText);
    done.objects.add(user);
    if (number % deletionEvery !== 0) continue;
    // From here until the answer both states are right.
    done.keys.delete(user);
    await iam(server, "DeleteAccessKey", { UserName: user, AccessKeyId: key.accessKeyId });
    done.deleted.set(user, key);
  }
}

async function assertKept(server: RunningServer, kept: Acknowledged): Promise<void> {
  await eachOf([...kept.users], async (user) => {
    await iam(server, "GetUser", { UserName: user });
  });
  await eachOf([...kept.policies], async (user) => {
    const found = await iam(server, "GetUserPolicy", { UserName: user, PolicyName: user });
    assert.equal(decodeURIComponent(elementOf(found, "PolicyDocument") ?? ""), policyFor(user));
  });
  await eachOf([...kept.keys], async ([user, key]) => {
    const identity = await sendQuery({ endpoint: server.endpoint, key }, "sts", "GetCallerIdentity");
    assert.equal(elementOf(identity, "Arn"), `arn:aws:iam::${server.accountId}:user/${user}`);
  });
  await eachOf([...kept.deleted], async ([user, key]) => {
    const identity = await sendQuery({ endpoint: server.endpoint, key }, "sts", "GetCallerIdentity");
    assert.equal(elementOf(identity, "Code"), "InvalidClientTokenId", `${user}'s deleted key came back`);
  });
  await eachOf([...kept.objects], async (user) => {
    const { text } = await expect(server, "GET", `/${bucket}/${user}`, 200);
    assert.equal(text, user + objectText);
  });
}

/** What earlier rounds wrote has survived the later ones as well. */
async function assertAllListed(server: RunningServer, all: readonly Acknowledged[]): Promise<void> {
  const users = new Set<string>();
  for (let marker: string | undefined = ""; marker !== undefined; ) {
    const page = await iam(server, "ListUsers", { MaxItems: "1000", ...(marker && { Marker: marker }) });
    for (const [, name = ""] of page.text.matchAll(/<UserName>([^<]*)</g)) users.add(name);
    marker = elementOf(page, "Marker");
  }
  const objects = new Set<string>();
  for (let token: string | undefined = ""; token !== undefined; ) {
    const more = token && `&continuation-token=${encodeURIComponent(token)}`;
    const page = await expect(server, "GET", `/${bucket}?list-type=2${more}`, 200);
    for (const [, name = ""] of page.text.matchAll(/<Key>([^<]*)</g)) objects.add(name);
    token = elementOf(page, "NextContinuationToken");
  }
  for (const round of all) {
    assert.deepEqual(
      [...round.users].filter((name) => !users.has(name)),
      [],
    );
    assert.deepEqual(
      [...round.objects].filter((name) => !objects.has(name)),
      [],
    );
  }
}

async function iam(
  server: RunningServer,
  action: string,
  parameters: Record<string, string>,
): Promise<Answer> {
  const answer = await sendQuery({ endpoint: server.endpoint, key: server.admin }, "iam", action, parameters);
  assert.equal(answer.status, 200, `${action}: ${answer.text}`);
  return answer;
}

async function expect(
  server: RunningServer,
  method: string,
  target: string,
  status: number,
  body = "",
): Promise<Answer> {
  const { endpoint, admin: key } = server;
  const answer = await sendSigned({ endpoint, key, service: "s3", method, target, body });
  assert.equal(answer.status, status, `${method} ${target}: ${answer.text}`);
  return answer;
}

/** With as many at a time as there are writers. */
async function eachOf<T>(items: readonly T[], check: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: writers }, async () => {
      for (const item of queue) await check(item);
    }),
  );
}

function policyFor(user: string): string {
  const Resource = `arn:aws:s3:::${bucket}/${user}`;
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:*", Resource }],
  });
}
