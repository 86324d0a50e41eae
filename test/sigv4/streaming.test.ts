import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ChunkedBody,
  ChunkedBodyError,
  type ChunkedBodyOptions,
  type ChunkSigning,
  deriveSigningKey,
  maxTrailerBytes,
  maxTrailers,
  minSignedChunkBytes,
  parseDecodedLength,
  type StreamingPayload,
  secretKeyOf,
  signRequest,
  streamingPayloads,
} from "../../src/sigv4/index.ts";
import { fc } from "../support/random.ts";
import { cutAt, encodeChunks } from "./chunk-encoder.ts";

/** AWS: S3 API reference, "Transferring Payload in Multiple Chunks", example: 66,560 times "a" in chunks of 64 KiB. */
const scope = { date: "20130524", region: "us-east-1", service: "s3", terminator: "aws4_request" };
const documented: ChunkSigning = {
  signingKey: deriveSigningKey(secretKeyOf("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), scope),
  scope,
  timeText: "20130524T000000Z",
};
const crc32c = new Map([["x-amz-checksum-crc32c", "sOO8/Q=="]]);
const seed = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";

async function read(
  body: AsyncIterable<Uint8Array>,
  options: Partial<ChunkedBodyOptions> & { payload: StreamingPayload; decodedLength: number },
) {
  const chunked = new ChunkedBody(body, { seedSignature: seed, signing: documented, ...options });
  const pieces: Uint8Array[] = [];
  for await (const piece of chunked) {
    assert.equal(chunked.trailers, undefined);
    pieces.push(piece);
  }
  return { data: Buffer.concat(pieces), trailers: chunked.trailers };
}

function refused(code: string) {
  return (error: unknown) => error instanceof ChunkedBodyError && error.code === code;
}

test("ChunkedBody reads the documented example, whose signatures are AWS's own", async () => {
  const signatures = [
    "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
    "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
    "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
  ];
  const wire = Buffer.from(
    `10000;chunk-signature=${signatures[0]}\r\n${"a".repeat(65536)}\r\n` +
      `400;chunk-signature=${signatures[1]}\r\n${"a".repeat(1024)}\r\n` +
      `0;chunk-signature=${signatures[2]}\r\n\r\n`,
  );
  const payload = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  const { data, trailers } = await read(cutAt(wire, []), { payload, decodedLength: 66560 });
  assert.equal(data.toString(), "a".repeat(66560));
  assert.deepEqual(trailers, new Map());
});

test("signRequest() gives the documented seed signature of a chunked upload", () => {
  const signed = signRequest(
    {
      method: "PUT",
      target: "/examplebucket/chunkObject.txt",
      headers: [
        ["Host", "s3.amazonaws.com"],
        ["x-amz-storage-class", "REDUCED_REDUNDANCY"],
        ["Content-Encoding", "aws-chunked"],
        ["x-amz-decoded-content-length", "66560"],
        ["Content-Length", "66824"],
      ],
    },
    {
      credentials: {
        accessKeyId: "AKIAIOSFODNN7EXAMPLE",
        secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      },
      region: "us-east-1",
      service: "s3",
      time: Date.UTC(2013, 4, 24),
      payloadHash: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    },
  );
  assert.equal(signed.signature, seed);
});

test("ChunkedBody reads the documented example with a signed trailer", async () => {
  const seedSignature = "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e";
  const wire = Buffer.from(
    `10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n${"a".repeat(65536)}\r\n` +
      `400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n${"a".repeat(1024)}\r\n` +
      "0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n" +
      "x-amz-checksum-crc32c:sOO8/Q==\r\n" +
      "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n",
  );
  const payload = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
  const answer = await read(cutAt(wire, []), {
    payload,
    decodedLength: 66560,
    seedSignature,
    trailerNames: ["x-amz-checksum-crc32c"],
  });
  assert.equal(answer.data.length, 66560);
  assert.deepEqual(answer.trailers, crc32c);
});

const kinds = fc.constantFrom(...(Object.keys(streamingPayloads) as StreamingPayload[]));
const bigChunks = fc.array(fc.integer({ min: minSignedChunkBytes, max: minSignedChunkBytes + 40 }), {
  maxLength: 3,
});
const bodies = fc.record({
  payload: kinds,
  sizes: bigChunks,
  lastSize: fc.integer({ min: 0, max: 50 }),
  fill: fc.integer({ min: 0, max: 255 }),
  cuts: fc.array(fc.nat(40_000), { maxLength: 40 }),
});

function encode(payload: StreamingPayload, sizes: readonly number[], lastSize: number, fill: number) {
  const chunks = [...sizes, ...(lastSize > 0 ? [lastSize] : [])].map((size, at) =>
    Buffer.alloc(size, fill + at),
  );
  const trailers = streamingPayloads[payload].trailer ? crc32c : new Map<string, string>();
  const encoded = encodeChunks(payload, chunks, trailers, documented, seed);
  return { ...encoded, plain: Buffer.concat(chunks), trailers };
}

test("ChunkedBody reads every body back, however it was cut on its way", async () => {
  await fc.assert(
    fc.asyncProperty(bodies, async ({ payload, sizes, lastSize, fill, cuts }) => {
      const { bytes, plain, trailers } = encode(payload, sizes, lastSize, fill);
      const answer = await read(cutAt(bytes, cuts), { payload, decodedLength: plain.length });
      assert.ok(answer.data.equals(plain));
      assert.deepEqual(answer.trailers, trailers);
    }),
    { numRuns: 150 },
  );
});

test("ChunkedBody reads a body that arrives byte by byte", async () => {
  const payload = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
  const { bytes, plain } = encode(payload, [minSignedChunkBytes], 7, 65);
  const cuts = Array.from({ length: bytes.length }, (_, at) => at);
  const answer = await read(cutAt(bytes, cuts), { payload, decodedLength: plain.length });
  assert.ok(answer.data.equals(plain));
});

test("ChunkedBody refuses every signed body of which one byte was changed, cut or added", async () => {
  const change = fc.record({ at: fc.nat(), flip: fc.integer({ min: 1, max: 255 }) });
  await fc.assert(
    fc.asyncProperty(
      bodies,
      change,
      fc.constantFrom("flip", "cut", "add"),
      async (given, { at, flip }, how) => {
        const payload = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
        const { bytes, plain } = encode(payload, given.sizes, given.lastSize, given.fill);
        const place = at % bytes.length;
        const changed = alter(bytes, place, flip, how);
        // A name in a trailer may be written in either case, a size with either digits.
        if (changed.toString("latin1").toLowerCase() === bytes.toString("latin1").toLowerCase()) return;
        await assert.rejects(
          read(cutAt(changed, given.cuts), { payload, decodedLength: plain.length }),
          ChunkedBodyError,
        );
      },
    ),
    { numRuns: 300 },
  );
});

function alter(bytes: Buffer, place: number, flip: number, how: string): Buffer {
  if (how === "cut") return bytes.subarray(0, place);
  const changed = Buffer.from(bytes);
  if (how === "add") return Buffer.concat([changed, Buffer.of(flip)]);
  changed[place] = (changed[place] ?? 0) ^ flip;
  return changed;
}

test("ChunkedBody never throws anything but ChunkedBodyError for what a client sends", async () => {
  const texts = fc.array(
    fc.constantFrom("0", "5", "ff", ";", "chunk-signature=", "\r\n", "\n", "abcde", ":", "x-amz-a", "\u00ff"),
    { maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(kinds, texts, fc.nat(10), async (payload, parts, decodedLength) => {
      try {
        await read(cutAt(Buffer.from(parts.join(""), "latin1"), []), { payload, decodedLength });
      } catch (error) {
        assert.ok(error instanceof ChunkedBodyError, String(error));
      }
    }),
    { numRuns: 400 },
  );
});

const unsigned = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
const refusals: readonly [title: string, wire: string, decodedLength: number, code: string][] = [
  ["a body that ends within a chunk", "5\r\nabc", 5, "truncated"],
  ["a body without its last chunk", "5\r\nabcde\r\n", 5, "truncated"],
  ["a body without the empty line at its end", "5\r\nabcde\r\n0\r\n", 5, "truncated"],
  ["fewer bytes than were announced", "5\r\nabcde\r\n0\r\n\r\n", 6, "length-mismatch"],
  ["more bytes than were announced", "5\r\nabcde\r\n0\r\n\r\n", 4, "length-mismatch"],
  ["a chunk that is longer than its header says", "4\r\nabcde\r\n0\r\n\r\n", 4, "malformed"],
  ["a size that is no number", "zz\r\nabcde\r\n0\r\n\r\n", 5, "malformed"],
  ["a negative size", "-5\r\nabcde\r\n0\r\n\r\n", 5, "malformed"],
  ["a size over 5 GiB", "fffffffff\r\n", 5, "too-large"],
  ["an endless chunk header", "0".repeat(5000), 5, "too-large"],
  ["a bare line feed", "5\nabcde\r\n0\r\n\r\n", 5, "malformed"],
  ["bytes after the end", "0\r\n\r\nmore", 0, "malformed"],
  ["a chunk signature in an unsigned body", `0;chunk-signature=${seed}\r\n\r\n`, 0, "malformed"],
  ["a trailer signature in an unsigned body", `0\r\nx-amz-trailer-signature:${seed}\r\n\r\n`, 0, "malformed"],
  ["a trailer without a name", "0\r\n:value\r\n\r\n", 0, "malformed"],
  ["the same trailer twice", "0\r\na:1\r\na:2\r\n\r\n", 0, "malformed"],
  ["an endless trailer", `0\r\na:${"b".repeat(maxTrailerBytes)}\r\n\r\n`, 0, "too-large"],
  [
    "too many trailers",
    `0\r\n${Array.from({ length: maxTrailers + 1 }, (_, at) => `t${at}:1\r\n`).join("")}\r\n`,
    0,
    "too-large",
  ],
];

for (const [title, wire, decodedLength, code] of refusals) {
  test(`ChunkedBody refuses ${title}`, async () => {
    const body = cutAt(Buffer.from(wire), [3]);
    await assert.rejects(read(body, { payload: unsigned, decodedLength }), refused(code));
  });
}

test("ChunkedBody refuses trailers that x-amz-trailer did not name, and misses those that it named", async () => {
  const wire = Buffer.from("0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n");
  const options = { payload: unsigned, decodedLength: 0 } as const;
  await assert.rejects(read(cutAt(wire, []), { ...options, trailerNames: [] }), refused("malformed"));
  const other = { ...options, trailerNames: ["x-amz-checksum-sha1"] };
  await assert.rejects(read(cutAt(wire, []), other), refused("malformed"));
  await read(cutAt(wire, []), { ...options, trailerNames: ["X-Amz-Checksum-Crc32"] });
});

test("ChunkedBody refuses a short signed chunk before the last", async () => {
  const payload = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  const { bytes } = encode(payload, [minSignedChunkBytes - 1], 5, 1);
  const body = cutAt(bytes, []);
  await assert.rejects(
    read(body, { payload, decodedLength: minSignedChunkBytes + 4 }),
    refused("chunk-too-small"),
  );
});

test("ChunkedBody refuses a signed body whose chunks carry no signatures, and one made with another key", async () => {
  const payload = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  const bare = cutAt(Buffer.from("5\r\nabcde\r\n0\r\n\r\n"), []);
  await assert.rejects(read(bare, { payload, decodedLength: 5 }), refused("bad-signature"));
  const { bytes, plain } = encode(payload, [], 5, 1);
  const signing = { ...documented, signingKey: deriveSigningKey(secretKeyOf("another"), scope) };
  await assert.rejects(
    read(cutAt(bytes, []), { payload, decodedLength: plain.length, signing }),
    refused("bad-signature"),
  );
});

test("ChunkedBody closes its source when it stops early", async () => {
  let closed = false;
  async function* source() {
    try {
      yield Buffer.from("zz\r\n");
      yield Buffer.from("never read");
    } finally {
      closed = true;
    }
  }
  await assert.rejects(read(source(), { payload: unsigned, decodedLength: 0 }), ChunkedBodyError);
  assert.ok(closed);
});

test("parseDecodedLength() reads whole numbers only", () => {
  assert.equal(parseDecodedLength("66560"), 66560);
  for (const text of ["", "-1", "1.5", "0x10", "1e3", " 1", "9999999999999999"])
    assert.equal(parseDecodedLength(text), undefined, text);
});
