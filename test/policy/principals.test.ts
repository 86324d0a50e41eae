import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { listPrincipals, mapPrincipals } from "../../src/policy/index.ts";
import { fc } from "../support/random.ts";

const ann = "arn:aws:iam::111122223333:user/ann";
const text = `{ "Version" : "2012-10-17",
  "Statement":[
    {"Effect":"Allow","Principal":{"AWS":["${ann}", "444455556666"],"Service":"ec2.amazonaws.com"},
     "Action":"sts:AssumeRole", "Resource":"${ann}"},
    {"Effect":"Deny","NotPrincipal":{"AWS":"${ann.replace("ann", "\\u0061nn")}"},"Action":"*"},
    {"Effect":"Allow","Principal":"*","Action":"sts:TagSession"}]}\n`;

describe("listPrincipals()", () => {
  it("names every principal with its place", () => {
    assert.deepEqual(
      listPrincipals(text).map(({ key, value, negated, statementIndex }) => [
        key,
        value,
        negated,
        statementIndex,
      ]),
      [
        ["AWS", ann, false, 0],
        ["AWS", "444455556666", false, 0],
        ["Service", "ec2.amazonaws.com", false, 0],
        ["AWS", ann, true, 1],
      ],
    );
    assert.equal(listPrincipals(text)[0]?.position.line, 3);
  });

  it("finds none in a text that is not JSON", () => assert.deepEqual(listPrincipals("{"), []));
});

describe("mapPrincipals()", () => {
  it("rewrites principals and nothing else, and back", () => {
    const stored = mapPrincipals(text, (value) => (value === ann ? "AIDAANN00000000000001" : value));
    assert.equal(stored.split("AIDAANN00000000000001").length - 1, 2);
    assert.ok(stored.includes(`"Resource":"${ann}"`));
    const shown = mapPrincipals(stored, (value) => (value.startsWith("AIDA") ? ann : value));
    assert.equal(shown, text.replace("\\u0061nn", "ann"));
  });

  it("leaves a document alone whose principals stay", () => {
    assert.equal(
      mapPrincipals(text, (value) => value),
      text,
    );
  });

  it("never throws, and keeps texts that are no policy", () => {
    fc.assert(
      fc.property(fc.string(), (junk) => {
        assert.equal(
          mapPrincipals(junk, () => "x"),
          junk,
        );
      }),
    );
  });

  it("escapes what it writes", () => {
    const odd = 'a"b\\c\n';
    const mapped = mapPrincipals(text, () => odd);
    assert.deepEqual(new Set(listPrincipals(mapped).map(({ value }) => value)), new Set([odd]));
  });
});
