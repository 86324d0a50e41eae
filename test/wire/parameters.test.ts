import assert from "node:assert/strict";
import { test } from "node:test";
import { ServiceError } from "../../src/base/index.ts";
import { maxQueryParameters, parseParameters, readWhole, wholeBody } from "../../src/wire/index.ts";
import { fc } from "../support/random.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");

test("parseParameters() decodes plus signs, escapes and UTF-8 in names and values", () => {
  const parameters = parseParameters(bytes("a=1+2&b%2Ec=%E6%89%8B%20%2B&d&=e&&f=x=y"));
  assert.deepEqual(
    [...parameters],
    [
      ["a", "1 2"],
      ["b.c", "手 +"],
      ["d", ""],
      ["", "e"],
      ["f", "x=y"],
    ],
  );
});

test("parseParameters() reads raw UTF-8 bytes and keeps a byte order mark", () => {
  assert.equal(parseParameters(Buffer.from("a=手形")).get("a"), "手形");
  assert.equal(parseParameters(Buffer.from("a=\ufeffx")).get("a"), "\ufeffx");
});

test("parseParameters() keeps the first of repeated names", () => {
  assert.equal(parseParameters("Action=A&Action=B&Act%69on=C").get("Action"), "A");
});

const refusals: [string, string, string | undefined][] = [
  ["a=%", "MalformedQueryString", "Incomplete trailing escape % sequence"],
  ["a=b%4", "MalformedQueryString", "Incomplete trailing escape % sequence"],
  ["%=b", "MalformedQueryString", "Incomplete trailing escape % sequence"],
  ["a=%zz", "MalformedQueryString", "Illegal hex characters in escape (%) pattern"],
  ["a=%4&b=1", "MalformedQueryString", "Incomplete trailing escape % sequence"],
  ["a=%ff", "MalformedQueryString", "The request parameters are not valid UTF-8"],
  ["a=%ed%a0%80", "MalformedQueryString", "The request parameters are not valid UTF-8"],
  ["a=\xff", "MalformedQueryString", "The request parameters are not valid UTF-8"],
];
for (const [form, code, sentence] of refusals)
  test(`parseParameters() refuses ${JSON.stringify(form)}`, () => {
    assert.throws(() => parseParameters(bytes(form)), { code, status: 400, sentence });
  });

test("parseParameters() takes maxQueryParameters pairs and refuses one more", () => {
  const pairs = Array.from({ length: maxQueryParameters }, (_, index) => `p${index}=v`).join("&");
  assert.equal(parseParameters(pairs).size, maxQueryParameters);
  assert.throws(() => parseParameters(`${pairs}&one=more`), { code: "MalformedQueryString" });
});

test("parseParameters() gives back what URLSearchParams wrote", () => {
  const pairs = fc.dictionary(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }));
  fc.assert(
    fc.property(pairs, (record) => {
      const expected = Object.entries(record);
      const parsed = parseParameters(Buffer.from(new URLSearchParams(expected).toString()));
      assert.deepEqual([...parsed], expected);
    }),
  );
});

test("parseParameters() answers random bytes with parameters or a MalformedQueryString", () => {
  const hostile = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.string({ unit: fc.constantFrom("%", "+", "&", "=", "a", "4", "f", "\xe6", "\x00", ".") }).map(bytes),
  );
  fc.assert(
    fc.property(hostile, (form) => {
      try {
        parseParameters(form);
      } catch (error) {
        assert.ok(error instanceof ServiceError);
        assert.equal(error.code, "MalformedQueryString");
      }
    }),
    { numRuns: 2_000 },
  );
});

test("readWhole() gives the bytes, undefined for too many, and IncompleteBody for a body that breaks off", async () => {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield Uint8Array.of(1, 2);
    yield Uint8Array.of(3);
  }
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Uint8Array.of(1);
    throw new Error("aborted");
  }
  assert.deepEqual([...((await readWhole(chunks(), 3)) ?? [])], [1, 2, 3]);
  assert.equal(await readWhole(chunks(), 2), undefined);
  assert.equal(await readWhole(wholeBody(Uint8Array.of(1, 2)), 1), undefined);
  await assert.rejects(readWhole(broken(), 3), { code: "IncompleteBody", status: 400 });
});
