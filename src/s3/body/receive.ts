/**
 * Bodies, checked while they stream: size, the hash the signature covers, chunk and trailer signatures, Content-MD5 and
 * the checksum. Objects go to a file of `incoming/`, documents to memory; an object's body is never whole in memory.
 */
import { createHash } from "node:crypto";
import { ServiceError } from "../../base/index.ts";
import { s3Errors } from "../../wire/errors/s3.ts";
import type { WireRequest } from "../../wire/index.ts";
import { type ChecksumAlgorithm, checksumAlgorithms } from "../checksums/algorithms.ts";
import type { S3Payload } from "../kernel.ts";
import { s3Limits } from "../limits.ts";
import type { IncomingFile, ObjectFiles } from "../object-files.ts";
import { type BodyExpectations, checksumOfTrailer, readExpectations } from "./expectations.ts";
import { decodeBody } from "./payload.ts";

export interface ObjectChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64. */
  readonly value: string;
}

/** Bytes that passed every check. Whoever asked for them keeps or discards the file. */
export interface ReceivedObject {
  readonly file: IncomingFile;
  readonly sizeBytes: number;
  /** Hexadecimal MD5: the ETag of an object put at once. */
  readonly md5: string;
  /** What the client sent, or one of `defaultAlgorithm` when it sent none. */
  readonly checksum: ObjectChecksum;
}

export interface ReceiveOptions {
  readonly request: WireRequest;
  readonly payload: S3Payload;
  readonly files: ObjectFiles;
  readonly maxBytes: number;
  readonly defaultAlgorithm: ChecksumAlgorithm;
  /** Judges the client's checksum algorithm (undefined: none sent) before anything is read. */
  readonly acceptAlgorithm?: (algorithm: ChecksumAlgorithm | undefined) => void;
}

/**
 * Throws S3's refusals (IncompleteBody, BadDigest, XAmzContentSHA256Mismatch, SignatureDoesNotMatch …) and then leaves
 * nothing behind.
 */
export async function receiveObject(options: ReceiveOptions): Promise<ReceivedObject> {
  const { request, payload, files } = options;
  const expected = readExpectations(request.headers, {
    isStreaming: payload.kind === "streaming",
    maxBytes: options.maxBytes,
    tooLarge: s3Errors.entityTooLarge,
    ignoresChecksums: false,
  });
  options.acceptAlgorithm?.(expected.checksum?.algorithm);
  const file = await files.create();
  try {
    const algorithm = expected.checksum?.algorithm ?? options.defaultAlgorithm;
    return { file, ...(await check(request, payload, expected, algorithm, (bytes) => file.write(bytes))) };
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/**
 * The body of an operation that takes an XML document; empty when there is none. Throws as `receiveObject`.
 * `ignore-checksums`: the `x-amz-checksum-*` headers speak of something else than the document.
 */
export async function receiveDocument(
  request: WireRequest,
  payload: S3Payload,
  checksums: "check-checksums" | "ignore-checksums" = "check-checksums",
): Promise<Buffer> {
  const expected = documentExpectations(request, payload.kind === "streaming", checksums);
  const pieces: Uint8Array[] = [];
  await check(request, payload, expected, expected.checksum?.algorithm ?? "CRC32", (bytes) => {
    pieces.push(bytes);
  });
  return Buffer.concat(pieces);
}

function documentExpectations(
  { headers }: WireRequest,
  isStreaming: boolean,
  checksums: "check-checksums" | "ignore-checksums",
): BodyExpectations {
  if (!isStreaming && headers.get("content-length") === undefined)
    return { sizeBytes: 0, contentMd5: undefined, checksum: undefined };
  const maxBytes = s3Limits.maxXmlBodyBytes;
  return readExpectations(headers, {
    isStreaming,
    maxBytes,
    tooLarge: () => s3Errors.maxMessageLengthExceeded(maxBytes),
    ignoresChecksums: checksums === "ignore-checksums",
  });
}

type Measures = Omit<ReceivedObject, "file">;
type Write = (bytes: Uint8Array) => Promise<void> | void;

async function check(
  request: WireRequest,
  payload: S3Payload,
  expected: BodyExpectations,
  algorithm: ChecksumAlgorithm,
  write: Write,
): Promise<Measures> {
  const body = decodeBody(request, payload, expected.sizeBytes);
  const sha256 = payload.kind === "signed-hash" ? createHash("sha256") : undefined;
  let sizeBytes = 0;
  const measures = await measure(whole(body.bytes), algorithm, (bytes) => {
    sizeBytes += bytes.length;
    if (sizeBytes > expected.sizeBytes) throw s3Errors.incompleteBody();
    sha256?.update(bytes);
    return write(bytes);
  });
  if (sizeBytes !== expected.sizeBytes) throw s3Errors.incompleteBody();
  checkHash(payload, sha256?.digest("hex"));
  checkMd5(expected.contentMd5, measures.md5);
  if (expected.checksum !== undefined) {
    const wanted = expected.checksum.value ?? checksumOfTrailer(algorithm, body.trailers());
    if (wanted !== measures.checksum.value) throw s3Errors.badChecksum(algorithm);
  }
  return measures;
}

/** Bytes from anywhere else into a new file, measured the same way; leaves nothing behind when it throws. */
export async function gatherObject(
  bytes: AsyncIterable<Uint8Array>,
  files: ObjectFiles,
  algorithm: ChecksumAlgorithm,
): Promise<ReceivedObject> {
  const file = await files.create();
  try {
    return { file, ...(await measure(bytes, algorithm, (piece) => file.write(piece))) };
  } catch (error) {
    await file.discard();
    throw error;
  }
}

async function measure(
  bytes: AsyncIterable<Uint8Array>,
  algorithm: ChecksumAlgorithm,
  write: Write,
): Promise<Measures> {
  const md5 = createHash("md5");
  const checksum = checksumAlgorithms[algorithm].start();
  let sizeBytes = 0;
  for await (const piece of bytes) {
    sizeBytes += piece.length;
    md5.update(piece);
    checksum.update(piece);
    await write(piece);
  }
  const value = checksum.digest().toString("base64");
  return { sizeBytes, md5: md5.digest("hex"), checksum: { algorithm, value } };
}

/** A client that goes away has sent an incomplete body; refusals pass through. */
async function* whole(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw s3Errors.incompleteBody().because("the connection ended inside the body", error);
  }
}

function checkHash(payload: S3Payload, computed: string | undefined): void {
  if (payload.kind !== "signed-hash" || computed === undefined || computed === payload.sha256) return;
  throw s3Errors.contentSha256Mismatch(payload.sha256, computed);
}

/** `wanted` is base64, `md5` hexadecimal. */
function checkMd5(wanted: string | undefined, md5: string): void {
  if (wanted === undefined) return;
  const wantedHex = Buffer.from(wanted, "base64").toString("hex");
  if (wantedHex !== md5) throw s3Errors.badDigest(wantedHex, Buffer.from(md5, "hex").toString("base64"));
}
