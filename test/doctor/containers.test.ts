/** What is said of containers only where there is one. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judge } from "../../src/doctor/index.ts";
import { factsOf, type Json } from "./vectors.ts";

const loopback = { variables: { AWS_ENDPOINT_URL: "http://127.0.0.1:4600" } };
const refused = {
  by: "client",
  code: "NoConnection",
  sentence: "Could not connect",
  named: { url: "http://127.0.0.1:4600/" },
};
const expired = {
  by: "service",
  code: "ExpiredToken",
  sentence: "The security token included in the request is expired",
  operation: "ListBuckets",
};

const ofContainers = (facts: Json): readonly (readonly [string, string])[] =>
  judge(factsOf(facts))
    .filter(({ page }) => page === "docker-compose")
    .map(({ code, certainty }) => [code, certainty] as const);

describe("findings of containers", () => {
  it("are none of failures that are no connection's, in a container or not", () => {
    for (const code of [
      "NoCredentials",
      "ProfileNotFound",
      "PartialRoleProfile",
      "ProfileSyntax",
      "NoRegion",
      "CacheCorrupt",
    ])
      for (const isInside of [false, true]) {
        const symptom = { by: "client", code, sentence: "it failed" };
        const container = { isInside, passedVariables: [] };
        assert.deepEqual(ofContainers({ symptom, container, environment: loopback }), [], code);
      }
  });

  it("are none of a connection that failed outside of one", () => {
    const container = { isInside: false, passedVariables: [] };
    assert.deepEqual(ofContainers({ symptom: refused, container, environment: loopback }), []);
  });

  it("tell of 127.0.0.1 where a container was started, or is around", () => {
    const told = (facts: Json) => ofContainers({ symptom: refused, environment: loopback, ...facts });
    for (const program of ["docker", "podman", "nerdctl"])
      assert.deepEqual(told({ command: [program, "run", "amazon/aws-cli"] }), [
        ["container-loopback-endpoint", "certain"],
      ]);
    const container = { isInside: true, passedVariables: [] };
    assert.deepEqual(told({ container }), [["container-loopback-endpoint", "possible"]]);
    const elsewhere = { ...refused, named: { url: "https://sts.amazonaws.com/" } };
    assert.deepEqual(told({ container, symptom: elsewhere }), []);
    assert.deepEqual(told({ container, endpoint: { url: "http://127.0.0.1:4600/", reach: "reached" } }), []);
  });

  it("call a session unrenewable only inside of a container that has nothing but variables", () => {
    const inside = {
      symptom: expired,
      container: { isInside: true, passedVariables: [] },
      environment: { hasToken: true },
      profile: { exists: false, hasStoredKey: false },
    };
    assert.deepEqual(ofContainers(inside), [["container-cannot-renew", "likely"]]);
    const [, finding] = judge(factsOf(inside));
    assert.deepEqual(
      finding?.remedies.flatMap(({ commands }) => commands),
      [],
    );
    assert.deepEqual(ofContainers({ ...inside, profile: { exists: true } }), []);
    assert.deepEqual(ofContainers({ ...inside, profile: { exists: false, hasStoredKey: true } }), []);
    assert.deepEqual(ofContainers({ ...inside, container: { isInside: false, passedVariables: [] } }), []);
  });
});
