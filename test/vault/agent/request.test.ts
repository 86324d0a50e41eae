import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { buildAgentRequest, parseAgentRequest } from "../../../src/vault/agent/protocol/request.ts";
import {
  namedOnlyVariables,
  pathVariables,
  placeVariables,
  toldVariables,
} from "../../../src/vault/agent/protocol/variables.ts";
import { parseSpan } from "../../../src/vault/plan/index.ts";
import { fc } from "../../support/random.ts";

const machine = (env: Record<string, string>) => ({ platform: "linux", home: "/home/ann", env }) as const;
const script = readFileSync(new URL("../../../bin/tegata-credential", import.meta.url), "utf8");

describe("buildAgentRequest()", () => {
  it("says all that parseAgentRequest() reads", () => {
    const wanted = {
      profile: { name: "prod ü&=", setting: "the argument" },
      options: {
        durationSeconds: { value: 900, setting: "TEGATA_DURATION" },
        noSession: { value: true, setting: "--no-session" },
        region: { value: "eu-west-1", setting: "--region" },
      },
      fresh: true,
      check: true,
      assumeRole: "arn:aws:iam::123456789012:role/r",
    };
    const env = { AWS_CONFIG_FILE: "~/c", AWS_REGION: "eu-west-3", TEGATA_KEYRING: "pass" };
    const form = buildAgentRequest(wanted, "file", machine(env)) ?? "";
    const parsed = parseAgentRequest(form, parseSpan);
    assert.deepEqual(parsed, { wanted, keyring: "file", home: "/home/ann", env });
  });

  it("tells of no variable's content that is not in the tables, whatever its name", () => {
    const secret = "5ecret+Va1ue";
    const names = fc.oneof(
      fc.constantFrom(...namedOnlyVariables, "TEGATA_FILE_PASSPHRASE", "AWS_BEARER_TOKEN_BEDROCK"),
      fc.stringMatching(/^[A-Z][A-Z_]{2,20}$/).filter((name) => !isTold(name)),
    );
    fc.assert(
      fc.property(fc.uniqueArray(names, { maxLength: 6 }), (given) => {
        const env = Object.fromEntries(given.map((name) => [name, secret]));
        const form = buildAgentRequest({}, undefined, machine(env)) ?? "";
        assert.ok(!decodeURIComponent(form.replaceAll("+", " ")).includes(secret));
        assert.ok(!form.includes(encodeURIComponent(secret)));
      }),
    );
  });

  it("says that keys are set, which decides a plan, and not which", () => {
    const form = buildAgentRequest({}, undefined, machine({ AWS_ACCESS_KEY_ID: "AKIA1", HOME: "/x" })) ?? "";
    const parsed = parseAgentRequest(form, parseSpan);
    assert.ok(typeof parsed === "object");
    assert.deepEqual(parsed.env, { AWS_ACCESS_KEY_ID: "untold" });
  });

  it("leaves to the caller what is relative to its working folder", () => {
    for (const name of pathVariables)
      assert.equal(buildAgentRequest({}, undefined, machine({ [name]: "here" })), undefined);
    const windows = { platform: "win32", home: "C:\\u", env: { AWS_CONFIG_FILE: "D:\\c" } } as const;
    assert.notEqual(buildAgentRequest({}, undefined, windows), undefined);
  });
});

describe("parseAgentRequest()", () => {
  const whole = "protocol=1&home=%2Fh";
  for (const [form, reason] of [
    ["", "OtherProtocol"],
    ["protocol=2&home=%2Fh", "OtherProtocol"],
    ["protocol=1", "RequestMalformed"],
    [`${whole}&colour=red`, "RequestMalformed"],
    [`${whole}&set.PATH=%2Fx`, "RequestMalformed"],
    [`${whole}&set.AWS_SECRET_ACCESS_KEY=x`, "RequestMalformed"],
    [`${whole}&has=PATH`, "RequestMalformed"],
    [`${whole}&duration=soon`, "RequestMalformed"],
    [`${whole}&profile=a&profile=b`, "RequestMalformed"],
  ] as const)
    it(`refuses ${JSON.stringify(form)} as ${reason}`, () => {
      assert.equal(parseAgentRequest(form, parseSpan), reason);
    });
});

describe("tegata-credential", () => {
  for (const [list, names] of [
    ["told", toldVariables],
    ["places", placeVariables],
    ["named_only", namedOnlyVariables],
    ["paths", pathVariables],
  ] as const)
    it(`has the same list ${list}`, () => {
      const text = script.match(new RegExp(`^${list}='([^']*)'`, "m"))?.[1];
      assert.deepEqual(text?.split(/\s+/), [...names]);
    });
});

function isTold(name: string): boolean {
  return [...toldVariables, ...placeVariables].some((told) => told === name);
}
