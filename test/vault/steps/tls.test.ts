/** An endpoint whose certificate nobody vouches for, and the bundle that does. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { Secret, type TegataError } from "../../../src/base/index.ts";
import { runStep } from "../../../src/vault/steps/index.ts";
import { needs, runProgram } from "../../support/aws-cli.ts";
import { reason, stepContext } from "../../support/vault-steps.ts";

describe("runStep() over TLS", () => {
  it("refuses a certificate that is not trusted, says so, and trusts what ca_bundle names", async (t) => {
    if (!needs(t, "openssl")) return;
    const folder = mkdtempSync(join(tmpdir(), "tegata-tls-"));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
    const made = [
      "openssl",
      "req",
      "-x509",
      ...curve,
      "-nodes",
      "-days",
      "2",
      ...names,
      "-keyout",
      key,
      "-out",
      cert,
    ];
    assert.equal((await runProgram(made, process.env)).code, 0);
    const server = createServer(
      { key: readFileSync(key), cert: readFileSync(cert) },
      (_request, response) => {
        response.writeHead(403, { "content-type": "text/xml" });
        response.end(
          "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>reached</Message></Error></ErrorResponse>",
        );
      },
    );
    await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
    t.after(() => server.close());
    const stsEndpoint = `https://localhost:${(server.address() as AddressInfo).port}`;
    const previous = { accessKeyId: "AKIAX", secretAccessKey: new Secret("s") };
    const step = {
      kind: "session-token",
      profile: "p",
      reason,
      durationSeconds: 900,
      mfa: undefined,
    } as const;
    const ask = async (over: { caBundle?: string }): Promise<TegataError> => {
      try {
        await runStep(step, stepContext({ previous, stsEndpoint, ...over }));
      } catch (error) {
        return error as TegataError;
      }
      throw new Error("it was not refused");
    };
    const untrusted = await ask({});
    assert.equal(untrusted.code, "TlsFailure");
    assert.match(untrusted.message, /did not reach localhost: its certificate is not trusted \(\w+\)$/);
    assert.match((await ask({ caBundle: cert })).message, /AccessDenied: reached$/);
    assert.equal((await ask({ caBundle: join(folder, "none.pem") })).code, "CaBundleUnreadable");
  });
});
