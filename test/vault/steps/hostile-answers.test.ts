/** Answers that no STS gives: a person hears one sentence, soon, and nobody gets a secret. */
import assert from "node:assert/strict";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { Secret, TegataError } from "../../../src/base/index.ts";
import { runStep } from "../../../src/vault/steps/index.ts";
import { reason, stepContext } from "../../support/vault-steps.ts";

const secret = "SUPERSECRETSUPERSECRETSUPERSECRETSUPERSEC";

const ended = `<GetSessionTokenResponse><GetSessionTokenResult><Credentials><AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>${secret}</SecretAccessKey><SessionToken>${secret}</SessionToken><Expiration>2020-01-02T03:04:05Z</Expiration></Credentials></GetSessionTokenResult></GetSessionTokenResponse>`;

const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  "a web page": (response) => response.end("<html><body>Please sign in</body></html>"),
  nothing: (response) => response.end(),
  "another address": (response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(),
  "a gateway's page": (response) => response.writeHead(404).end("<html><body>Not here</body></html>"),
  "credentials of long ago": (response) => response.end(ended),
  "an answer without end": (response) => {
    const write = (): void => {
      if (!response.destroyed) response.write("x".repeat(1 << 16), () => setImmediate(write));
    };
    write();
  },
};

const sentences: Readonly<Record<string, RegExp>> = {
  "another address": /: 127\.0\.0\.1 sends us elsewhere \(HTTP 302\), which is not followed$/,
  "a gateway's page": /: 127\.0\.0\.1 answers HTTP 404 without an error of AWS's$/,
  "credentials of long ago": / gave credentials that ended at 2020-01-02T03:04:05Z already$/,
};

describe("runStep() at a server that is no STS", () => {
  let say: (response: ServerResponse) => void = () => {};
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(JSON.stringify(request.headers));
    request.on("data", (text: Buffer) => heard.push(text.toString()));
    request.on("end", () => say(response));
  });
  before(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  for (const [name, answer] of Object.entries(answers))
    it(`tells of ${name} in one sentence, without a secret`, async () => {
      say = answer;
      const { port } = server.address() as AddressInfo;
      const previous = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: new Secret(secret) };
      const context = stepContext({ previous, stsEndpoint: `http://127.0.0.1:${port}` });
      const step = {
        kind: "session-token",
        profile: "ann",
        reason,
        durationSeconds: 900,
        mfa: undefined,
      } as const;
      await assert.rejects(runStep(step, context), (error: unknown) => {
        assert.ok(error instanceof TegataError);
        assert.match(error.message, /^sts:GetSessionToken for profile "ann"/);
        assert.doesNotMatch(error.message, /\n|Unknown/);
        assert.match(error.message, sentences[name] ?? /./);
        assert.ok(!error.message.includes(secret));
        return true;
      });
      assert.ok(!heard.join("\n").includes(secret));
    });
});
