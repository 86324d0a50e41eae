import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import { systemClock, TegataError } from "../../../src/base/index.ts";
import { postForm } from "../../../src/vault/services/index.ts";

const secret = "a secret that must not be repeated";

/** What `postForm` gives or rejects with, at a server that does so. */
async function postTo(listener: RequestListener): Promise<{ sent: string; result: unknown }> {
  let sent = "";
  const server = createServer(async (request, response) => {
    for await (const chunk of request) sent += chunk;
    listener(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const result = await postForm(
      {
        machine: { platform: "linux", env: {}, home: "/nonexistent", clock: systemClock },
        onNote: () => {},
      },
      {
        url: new URL(`http://127.0.0.1:${port}/federation`),
        fields: { Action: "getSigninToken", Session: secret },
        operation: "getSigninToken",
        profile: "p",
        reason: {},
      },
    ).catch((error: unknown) => error);
    return { sent, result };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe("postForm()", () => {
  it("sends a form and gives any status back, a redirect too", async () => {
    const { sent, result } = await postTo((_, response) => {
      response.writeHead(302, { location: "http://127.0.0.1:1/" }).end("elsewhere");
    });
    assert.equal(sent, `Action=getSigninToken&Session=${secret.replaceAll(" ", "+")}`);
    assert.deepEqual(result, { status: 302, text: "elsewhere" });
  });

  it("says that the connection was cut or the answer is too long, without what was sent", async () => {
    const cut = await postTo((request) => request.socket.destroy());
    const long = await postTo((_, response) => void response.end("x".repeat(70_000)));
    for (const { result } of [cut, long]) {
      assert.ok(result instanceof TegataError);
      assert.equal(result.code, "NoConnection");
      assert.match(result.message, /^getSigninToken for profile "p" did not reach 127\.0\.0\.1: /);
      assert.ok(!result.message.includes(secret));
    }
  });
});
