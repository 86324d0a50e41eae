/** How long the endpoint is asked: each call for a while, and all of them together for not much longer. */
import assert from "node:assert/strict";
import { PassThrough, Readable } from "node:stream";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Secret, systemClock } from "../../src/base/index.ts";
import { askEndpoint, type EndpointQuestion } from "../../src/doctor/gather/ask-endpoint.ts";
import { callIam, withinTime } from "../../src/doctor/gather/call-iam.ts";
import { type Connection, getCallerIdentity } from "../../src/vault/services/index.ts";

const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: new Secret("secret") };
const ann = "arn:aws:iam::123456789012:user/ann";
const identity = `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${ann}</Arn><UserId>AIDA</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;

type Answer = { readonly statusCode: number; readonly body: string | Readable };

/** A service in this process: what it was asked, by action, and what it answers. */
function standIn(answerTo: (action: string) => Answer | Promise<Answer>) {
  const asked: string[] = [];
  const connection: Connection = {
    machine: { platform: "linux", home: "/", env: {}, clock: systemClock },
    onNote: () => {},
    requestHandler: {
      async handle(request: { readonly body: string }) {
        const action = new URLSearchParams(request.body).get("Action") ?? "";
        asked.push(action);
        const { statusCode, body } = await answerTo(action);
        const stream = typeof body === "string" ? Readable.from([Buffer.from(body)]) : body;
        return { response: { statusCode, headers: { "content-type": "text/xml" }, body: stream } };
      },
    },
  };
  return { asked, connection };
}

const groups = Array.from({ length: 100 }, (_, index) => `<member><GroupName>g${index}</GroupName></member>`);

function ofAnn(action: string): Answer {
  if (action === "GetCallerIdentity") return { statusCode: 200, body: identity };
  if (action === "ListGroupsForUser")
    return {
      statusCode: 200,
      body: `<ListGroupsForUserResponse><ListGroupsForUserResult><Groups>${groups.join("")}</Groups></ListGroupsForUserResult></ListGroupsForUserResponse>`,
    };
  return {
    statusCode: 403,
    body: "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>",
  };
}

const ask = (connection: Connection) => {
  const denial = { user: ann, action: "iam:ListUsers", resource: undefined } as EndpointQuestion["denial"];
  const nothing = { by: undefined, roleArn: undefined, ownKey: undefined, region: undefined } as const;
  const endpoint = "http://127.0.0.1:1";
  const endpoints = { stsEndpoint: endpoint, iamEndpoint: endpoint };
  return askEndpoint({ ...nothing, ...endpoints, connection, credentials, denial });
};

describe("askEndpoint()", () => {
  it("uses what was answered, and asks no more once its time is over", async (t) => {
    let aheadMs = 0;
    const real = performance.now.bind(performance);
    t.mock.method(performance, "now", () => real() + aheadMs);
    const { asked, connection } = standIn((action) => {
      // A server that is as slow as each single call may be would otherwise take as long as there are calls.
      if (action !== "GetCallerIdentity") aheadMs = 60_000;
      return ofAnn(action);
    });
    const { reach, identity: found, caller } = await ask(connection);
    assert.deepEqual([reach, found?.arn], ["reached", ann]);
    assert.deepEqual([caller?.policies, caller?.isWhole, caller?.simulation], [[], false, undefined]);
    assert.ok(asked.includes("ListGroupsForUser"));
    assert.ok(!asked.includes("SimulatePrincipalPolicy"), asked.join(" "));
  });

  it("reads no more groups than a user can be in", async () => {
    const { asked, connection } = standIn(ofAnn);
    const { caller } = await ask(connection);
    assert.equal(asked.filter((action) => action === "ListGroupPolicies").length, 10);
    assert.equal(caller?.isWhole, false);
  });
});

describe("withinTime()", () => {
  const { connection, asked } = standIn(ofAnn);

  it("waits for a call no longer than is left for all", () => {
    const patience = (leftMs: number) =>
      withinTime(connection, performance.now() + leftMs).patienceMs ?? Number.POSITIVE_INFINITY;
    assert.ok(patience(1_000) <= 1_001);
    assert.equal(patience(60_000), patience(30_000));
  });

  it("lets nobody be asked once nothing is left", async () => {
    const question = { connection, iamEndpoint: undefined, credentials, untilMs: performance.now() };
    await assert.rejects(
      callIam(question, "iam:ListMFADevices", () => assert.fail("it was asked")),
      { code: "TimedOut" },
    );
    assert.deepEqual(asked, []);
  });
});

describe("callService()", () => {
  it("gives headers and body one patience together", async () => {
    const patienceMs = 1_000;
    let later: Promise<"later"> | undefined;
    const { connection } = standIn(async () => {
      await sleep(0.75 * patienceMs);
      later = sleep(patienceMs / 2, "later", { ref: false });
      return { statusCode: 200, body: new PassThrough() };
    });
    const call = getCallerIdentity(
      { ...connection, patienceMs },
      { credentials, profile: "ann", reason: {}, endpoint: "http://127.0.0.1:1" },
    ).catch(({ code }: { readonly code: string }) => code);
    while (later === undefined) await sleep(10);
    assert.equal(await Promise.race([call, later]), "TimedOut");
  });
});
