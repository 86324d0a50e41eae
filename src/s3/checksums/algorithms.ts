/**
 * The checksums a client may send with an object, one line each.
 * AWS: S3 user guide, "Checking object integrity"; values on the wire are base64 of the big-endian bytes.
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { crc32c } from "./crc32c.ts";
import { type Crc64, crc64nvme } from "./crc64nvme.ts";

/** A checksum in progress. `digest` is called once, at the end. */
export interface RunningChecksum {
  update(bytes: Uint8Array): void;
  digest(): Buffer;
}

export type ChecksumAlgorithm = "CRC32" | "CRC32C" | "CRC64NVME" | "SHA1" | "SHA256";
/** COMPOSITE: of the parts' checksums; FULL_OBJECT: of the bytes. Says something for multipart uploads only. */
export type ChecksumType = "COMPOSITE" | "FULL_OBJECT";

interface AlgorithmFacts {
  readonly header: string;
  readonly sizeBytes: number;
  /** What a multipart upload may ask for; the first is the default. */
  readonly multipartTypes: readonly ChecksumType[];
  readonly start: () => RunningChecksum;
}

export const checksumAlgorithms: Readonly<Record<ChecksumAlgorithm, AlgorithmFacts>> = {
  CRC32: {
    header: "x-amz-checksum-crc32",
    sizeBytes: 4,
    multipartTypes: ["COMPOSITE", "FULL_OBJECT"],
    start: () => running32(crc32),
  },
  CRC32C: {
    header: "x-amz-checksum-crc32c",
    sizeBytes: 4,
    multipartTypes: ["COMPOSITE", "FULL_OBJECT"],
    start: () => running32(crc32c),
  },
  CRC64NVME: {
    header: "x-amz-checksum-crc64nvme",
    sizeBytes: 8,
    multipartTypes: ["FULL_OBJECT"],
    start: running64,
  },
  SHA1: {
    header: "x-amz-checksum-sha1",
    sizeBytes: 20,
    multipartTypes: ["COMPOSITE"],
    start: () => createHash("sha1"),
  },
  SHA256: {
    header: "x-amz-checksum-sha256",
    sizeBytes: 32,
    multipartTypes: ["COMPOSITE"],
    start: () => createHash("sha256"),
  },
};

export const checksumAlgorithmNames = Object.keys(checksumAlgorithms) as readonly ChecksumAlgorithm[];

/** The algorithm a header or a field names, in either case; undefined for any other text. */
export function parseChecksumAlgorithm(text: string): ChecksumAlgorithm | undefined {
  return checksumAlgorithmNames.find((name) => name === text.toUpperCase());
}

/** The algorithm whose value a header (lower case) carries. */
export function algorithmOfHeader(header: string): ChecksumAlgorithm | undefined {
  return checksumAlgorithmNames.find((name) => checksumAlgorithms[name].header === header);
}

/** Whether a text is a checksum of that algorithm at all: strict base64 of the right number of bytes. */
export function isChecksumValue(algorithm: ChecksumAlgorithm, text: string): boolean {
  const bytes = Buffer.from(text, "base64");
  return bytes.length === checksumAlgorithms[algorithm].sizeBytes && bytes.toString("base64") === text;
}

function running32(next: (bytes: Uint8Array, previous: number) => number): RunningChecksum {
  let value = 0;
  return {
    update(bytes) {
      value = next(bytes, value);
    },
    digest() {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value >>> 0);
      return bytes;
    },
  };
}

function running64(): RunningChecksum {
  let value: Crc64 = { high: 0, low: 0 };
  return {
    update(bytes) {
      value = crc64nvme(bytes, value);
    },
    digest() {
      const bytes = Buffer.alloc(8);
      bytes.writeUInt32BE(value.high, 0);
      bytes.writeUInt32BE(value.low, 4);
      return bytes;
    },
  };
}
