/** Why no request came through: what Node says of a connection, and what the AWS CLI says of TLS. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Secret, systemClock } from "../../src/base/index.ts";
import { askEndpoint } from "../../src/doctor/gather/ask-endpoint.ts";
import { judge, readSymptom } from "../../src/doctor/index.ts";
import { factsOf, type Json } from "./vectors.ts";

const url = "https://127.0.0.1:4600";

const reachOn = async (code: string, caBundle?: string) => {
  const { reach, refusal } = await askEndpoint({
    connection: {
      machine: { platform: "linux", home: "/", env: {}, clock: systemClock },
      onNote: () => {},
      ...(caBundle === undefined
        ? { requestHandler: { handle: () => Promise.reject(Object.assign(new Error("no"), { code })) } }
        : { caBundle }),
    },
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: new Secret("secret") },
    ...{ stsEndpoint: url, iamEndpoint: url, region: "us-east-1" },
    ...{ by: undefined, roleArn: undefined, ownKey: undefined, denial: undefined },
  });
  return [reach, refusal];
};

describe("askEndpoint()", () => {
  it("tells apart why there was no connection, and calls none of it somebody else's answer", async () => {
    for (const [code, reach] of [
      ["ENETUNREACH", "no-route"],
      ["EHOSTUNREACH", "no-route"],
      ["EADDRNOTAVAIL", "no-route"],
      ["ECONNRESET", "cut"],
      ["EPROTO", "no-tls"],
      ["ERR_SSL_WRONG_VERSION_NUMBER", "no-tls"],
      ["ERR_TLS_CERT_ALTNAME_INVALID", "tls-name"],
      ["SELF_SIGNED_CERT_IN_CHAIN", "tls"],
      ["CERT_HAS_EXPIRED", "tls"],
      ["ECONNREFUSED", "refused"],
    ] as const)
      assert.deepEqual(await reachOn(code), [reach, undefined], code);
  });

  it("takes a CA bundle that is not there for no answer", async () => {
    assert.deepEqual(await reachOn("", "/no/such/ca.pem"), ["ca-bundle", undefined]);
  });
});

describe("endpoint-not-reached", () => {
  const found = (text: string, more: Json = {}) => {
    const [first] = judge(factsOf({ symptom: { ...readSymptom(text) }, ...more }));
    assert.deepEqual([first?.code, first?.certainty], ["endpoint-not-reached", "certain"], text);
    return { what: first?.what.en ?? "", commands: first?.remedies[0]?.commands };
  };
  const failed = `SSL validation failed for ${url}/`;

  it("says what of TLS it was, by the client's words or by a look", () => {
    const endpoint = { url, reach: "no-tls" };
    for (const [text, words, more] of [
      [`${failed} [SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1000)`, /speaks no TLS/, {}],
      [`${failed} [SSL] record layer failure (_ssl.c:1000)`, /speaks no TLS/, {}],
      [`${failed} EOF occurred in violation of protocol`, /speaks no TLS/, { endpoint }],
      [`${failed} hostname 'a.example' doesn't match 'b.example'`, /for another name/, {}],
      [`${failed} [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed`, /is not trusted/, {}],
    ] as const) {
      const { what, commands } = found(text, more);
      assert.match(what, words);
      assert.equal(JSON.stringify(commands).includes("AWS_CA_BUNDLE"), /not trusted/.test(what), what);
    }
  });

  it("takes away the variable that names the CA bundle which is not there", () => {
    const variables = { AWS_CA_BUNDLE: "/etc/ca.pem", REQUESTS_CA_BUNDLE: "/no/such/ca.pem" };
    for (const [text, variable] of [
      [
        "Could not find a suitable TLS CA certificate bundle, invalid path: /no/such/ca.pem",
        "REQUESTS_CA_BUNDLE",
      ],
      [`${failed} [Errno 2] No such file or directory`, "AWS_CA_BUNDLE"],
    ] as const) {
      const { what, commands } = found(text, { environment: { variables } });
      assert.match(what, /\(CA bundle\) cannot be read/);
      assert.deepEqual(commands, [`unset ${variable}`]);
    }
  });
});
