import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type ChecksumAlgorithm,
  checksumAlgorithmNames,
  checksumAlgorithms,
  isChecksumValue,
  parseChecksumAlgorithm,
} from "../../src/s3/checksums/algorithms.ts";
import { fc } from "../support/random.ts";

function checksum(algorithm: ChecksumAlgorithm, ...pieces: Uint8Array[]): Buffer {
  const running = checksumAlgorithms[algorithm].start();
  for (const piece of pieces) running.update(piece);
  return running.digest();
}

/** The catalogue's check values: the checksum of the nine digits. */
const checkValues: Readonly<Record<string, string>> = {
  CRC32: "cbf43926",
  CRC32C: "e3069283",
  CRC64NVME: "ae8b14860a799888",
  SHA1: "f7c3bc1d808e04732adf679965ccc34ca7ae3441",
  SHA256: "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
};

test("checksumAlgorithms give the published check value of 123456789", () => {
  for (const name of checksumAlgorithmNames) {
    assert.equal(checksum(name, Buffer.from("123456789")).toString("hex"), checkValues[name], name);
  }
});

test("crc32c gives RFC 3720's values for 32 bytes of zeros and of ones", () => {
  assert.equal(checksum("CRC32C", Buffer.alloc(32)).toString("hex"), "8a9136aa");
  assert.equal(checksum("CRC32C", Buffer.alloc(32, 255)).toString("hex"), "62a8ab43");
});

test("checksumAlgorithms do not depend on how the bytes are cut", () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  fc.assert(
    fc.property(bytes, bytes, bytes, (a, b, c) => {
      for (const name of checksumAlgorithmNames) {
        const whole = checksum(name, Buffer.concat([a, b, c]));
        assert.deepEqual(checksum(name, a, b, c), whole);
        assert.ok(isChecksumValue(name, whole.toString("base64")));
      }
    }),
    { numRuns: 200 },
  );
});

test("isChecksumValue() refuses other lengths and loose base64", () => {
  assert.equal(isChecksumValue("CRC32", "AAAAAA=="), true);
  for (const text of ["", "AAAA", "AAAAAA", "AAAAAB==", " AAAAAA==", "AAAAAAAAAAA="])
    assert.equal(isChecksumValue("CRC32", text), false, text);
});

test("parseChecksumAlgorithm() ignores case and knows nothing else", () => {
  assert.equal(parseChecksumAlgorithm("crc64nvme"), "CRC64NVME");
  assert.equal(parseChecksumAlgorithm("MD5"), undefined);
});
