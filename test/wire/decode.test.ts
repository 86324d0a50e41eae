import assert from "node:assert/strict";
import { test } from "node:test";
import { ServiceError } from "../../src/base/index.ts";
import {
  type ApiOperation,
  decodeInput,
  findOperation,
  parseParameters,
  serviceModels,
} from "../../src/wire/index.ts";
import type { ServiceModel } from "../../src/wire/models/model.ts";
import { fc } from "../support/random.ts";
import { arbitraryOf, toPairs } from "./shape-arbitrary.ts";

const operation = (service: "iam" | "sts", name: string): ApiOperation => {
  const found = findOperation(service, name);
  assert.ok(found);
  return found;
};
const assumeRole = operation("sts", "AssumeRole");
const decode = (form: string, of = assumeRole): Record<string, unknown> =>
  decodeInput(of, parseParameters(form));

test("decodeInput() reads lists, structures in lists, and integers", () => {
  assert.deepEqual(
    decode(
      "RoleArn=r&DurationSeconds=900&Tags.member.1.Key=k&Tags.member.1.Value=v&TransitiveTagKeys.member.1=k&Foo=1",
    ),
    {
      RoleArn: "r",
      DurationSeconds: 900,
      Tags: [{ Key: "k", Value: "v" }],
      TransitiveTagKeys: ["k"],
    },
  );
});

test("decodeInput() orders a list by number and closes its gaps", () => {
  assert.deepEqual(
    decode("TransitiveTagKeys.member.10=c&TransitiveTagKeys.member.2=b&TransitiveTagKeys.member.0=a"),
    {
      TransitiveTagKeys: ["a", "b", "c"],
    },
  );
});

test("decodeInput() takes a name without value as an empty list", () => {
  assert.deepEqual(decode("Tags=&PolicyArns"), { Tags: [], PolicyArns: [] });
});

test("decodeInput() keeps an empty text apart from an absent one", () => {
  assert.deepEqual(decode("RoleArn="), { RoleArn: "" });
});

for (const [text, value] of [
  ["900", 900],
  ["%2B900", 900],
  ["0900", 900],
  ["-1", -1],
  ["-0", 0],
  ["2147483647", 2147483647],
  ["-2147483648", -2147483648],
] as const)
  test(`decodeInput() reads the integer ${text}`, () => {
    assert.deepEqual(decode(`DurationSeconds=${text}`), { DurationSeconds: value });
  });

for (const text of [
  "abc",
  "900.0",
  "2147483648",
  "-2147483649",
  "9e2",
  "0x10",
  "%20900",
  "+900",
  "%2B",
  `${"9".repeat(5000)}`,
])
  test(`decodeInput() answers the integer ${text.slice(0, 20)} with MalformedInput without a sentence`, () => {
    assert.throws(() => decode(`DurationSeconds=${text}`), {
      code: "MalformedInput",
      status: 400,
      sentence: undefined,
    });
  });

test("decodeInput() names an empty integer", () => {
  assert.throws(() => decode("DurationSeconds="), {
    code: "MalformedInput",
    sentence: "missing value for decimal type",
  });
});

for (const form of [
  "Tags=x",
  "Tags.1.Key=k",
  "Tags.member=x",
  "Tags.member.x.Key=k",
  "Tags.member.1=k",
  "Tags.member.1.Key.deeper=k",
  "Tags.Member.1.Key=k",
  "Tags.member.1.Key=k&Tags.entry.1.Key=k",
  "Tags.member.01.Key=k&Tags.member.1.Key=k",
  "Tags.member.1.Key=k&Tags=x",
  "TransitiveTagKeys.member.1.x=k",
  "Tags.member.1234567890.Key=k",
  "PolicyArns.1.arn=arn:aws:iam::aws:policy/ReadOnlyAccess",
  `Tags.${"a.".repeat(50)}=1`,
])
  test(`decodeInput() refuses ${form.slice(0, 60)} rather than drop it`, () => {
    assert.throws(() => decode(form), { code: "MalformedInput", sentence: undefined });
  });

test("decodeInput() reads booleans in any case and refuses other words", () => {
  const create = operation("iam", "CreateLoginProfile");
  assert.deepEqual(decode("PasswordResetRequired=True", create), { PasswordResetRequired: true });
  assert.deepEqual(decode("PasswordResetRequired=false", create), { PasswordResetRequired: false });
  for (const word of ["", "yes", "1"])
    assert.throws(() => decode(`PasswordResetRequired=${word}`, create), { code: "MalformedInput" });
});

test("decodeInput() gives an operation without input an empty one", () => {
  assert.deepEqual(decode("Foo=1", operation("iam", "GetAccountSummary")), {});
});

test("decodeInput() reads maps, flattened lists, timestamps and blobs", () => {
  const model: ServiceModel = {
    ...serviceModels.sts,
    shapes: {
      Input: { type: "structure", members: { Map: "Map", Flat: "Flat", Time: "Time", Blob: "Blob" } },
      Map: { type: "map", key: "Text", value: "Text" },
      Flat: { type: "list", member: "Text", flattened: true },
      Text: { type: "string" },
      Time: { type: "timestamp" },
      Blob: { type: "blob" },
    },
  };
  const invented: ApiOperation = {
    ...assumeRole,
    model,
    input: { type: "structure", members: { Map: "Map", Flat: "Flat", Time: "Time", Blob: "Blob" } },
  };
  const form =
    "Map.entry.1.key=a&Map.entry.1.value=b&Map.entry.2.key=__proto__&Map.entry.2.value=c&Flat.1=x&Flat.2=y";
  const value = decode(`${form}&Time=2026-11-21T03:04:05Z&Blob=AQI%3D`, invented);
  assert.deepEqual(Object.entries(value.Map as object), [
    ["a", "b"],
    ["__proto__", "c"],
  ]);
  assert.deepEqual(value.Flat, ["x", "y"]);
  assert.equal(value.Time, Date.UTC(2026, 10, 21, 3, 4, 5));
  assert.deepEqual(value.Blob, Uint8Array.of(1, 2));
  for (const bad of [
    "Time=tomorrow",
    "Time=",
    "Blob=!",
    "Map.entry.1.key=a",
    "Map.member.1=a",
    "Time=2026-99-99T00:00:00Z",
  ])
    assert.throws(() => decode(bad, invented), { code: "MalformedInput" });
});

for (const [service, model] of Object.entries(serviceModels))
  test(`decodeInput() gives back every value of every ${service} operation's input`, () => {
    for (const [name, { input }] of Object.entries(model.operations)) {
      if (input === undefined) continue;
      const of = operation(service as "iam" | "sts", name);
      fc.assert(
        fc.property(arbitraryOf(model, input), (value) => {
          const form = new URLSearchParams(toPairs(model, input, value, "")).toString();
          assert.deepEqual(decodeInput(of, parseParameters(form)), value);
        }),
        { numRuns: 8 },
      );
    }
  });

test("decodeInput() answers random parameters of an operation with an input or a MalformedInput", () => {
  const segment = fc.constantFrom(
    "Tags",
    "member",
    "1",
    "2",
    "Key",
    "entry",
    "PolicyArns",
    "arn",
    "",
    "x",
    "DurationSeconds",
  );
  const name = fc.array(segment, { minLength: 1, maxLength: 6 }).map((segments) => segments.join("."));
  fc.assert(
    fc.property(fc.dictionary(name, fc.constantFrom("", "1", "x")), (pairs) => {
      try {
        decodeInput(assumeRole, new Map(Object.entries(pairs)));
      } catch (error) {
        assert.ok(error instanceof ServiceError);
        assert.equal(error.code, "MalformedInput");
      }
    }),
    { numRuns: 2_000 },
  );
});
