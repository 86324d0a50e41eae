/** What a request's headers promise about its body, read before a byte of it is. */
import type { ServiceError } from "../../base/index.ts";
import { s3Errors } from "../../wire/errors/s3.ts";
import type { WireHeaders } from "../../wire/index.ts";
import {
  algorithmOfHeader,
  type ChecksumAlgorithm,
  checksumAlgorithms,
  isChecksumValue,
  parseChecksumAlgorithm,
} from "../checksums/algorithms.ts";

export interface ExpectedChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; undefined when it comes in the trailer. */
  readonly value: string | undefined;
}

export interface BodyExpectations {
  /** Of the object's bytes, without the framing of aws-chunked. */
  readonly sizeBytes: number;
  /** Base64 of 16 bytes. */
  readonly contentMd5: string | undefined;
  readonly checksum: ExpectedChecksum | undefined;
}

const checksumHeaderPrefix = "x-amz-checksum-";
/** Headers that begin like a checksum and are none. */
const notValues: ReadonlySet<string> = new Set([
  "x-amz-checksum-algorithm",
  "x-amz-checksum-mode",
  "x-amz-checksum-type",
]);

export interface ExpectationRules {
  /** The body is aws-chunked. */
  readonly isStreaming: boolean;
  readonly maxBytes: number;
  readonly tooLarge: (sizeBytes: number, maxBytes: number) => ServiceError;
  /** `x-amz-checksum-*` headers speak of something else than this body. */
  readonly ignoresChecksums: boolean;
}

/** Throws MissingContentLength, `tooLarge`, InvalidDigest, or InvalidRequest for checksums that cannot be. */
export function readExpectations(headers: WireHeaders, rules: ExpectationRules): BodyExpectations {
  const sizeBytes = readSize(headers, rules.isStreaming);
  if (sizeBytes > rules.maxBytes) throw rules.tooLarge(sizeBytes, rules.maxBytes);
  return {
    sizeBytes,
    contentMd5: readContentMd5(headers),
    checksum: rules.ignoresChecksums ? undefined : readChecksum(headers, rules.isStreaming),
  };
}

function readSize(headers: WireHeaders, isStreaming: boolean): number {
  const text = headers.get(isStreaming ? "x-amz-decoded-content-length" : "content-length");
  if (text === undefined || !/^\d{1,15}$/.test(text)) throw s3Errors.missingContentLength();
  return Number(text);
}

function readContentMd5(headers: WireHeaders): string | undefined {
  const text = headers.get("content-md5");
  if (text === undefined) return undefined;
  const bytes = Buffer.from(text, "base64");
  if (bytes.length !== 16 || bytes.toString("base64") !== text) throw s3Errors.invalidDigest(text);
  return text;
}

function readChecksum(headers: WireHeaders, isStreaming: boolean): ExpectedChecksum | undefined {
  const found = [...checksumHeaders(headers), ...(isStreaming ? trailerChecksums(headers) : [])];
  if (found.length > 1) throw s3Errors.multipleChecksumTypes();
  const declared = headers.get("x-amz-sdk-checksum-algorithm");
  if (declared !== undefined) checkDeclared(declared, found[0]);
  return found[0];
}

function checkDeclared(declared: string, found: ExpectedChecksum | undefined): void {
  if (found === undefined) throw s3Errors.sdkChecksumWithoutValue();
  if (parseChecksumAlgorithm(declared) !== found.algorithm)
    throw s3Errors.invalidChecksumHeader("x-amz-sdk-checksum-algorithm");
}

/**
 * Throws for `x-amz-checksum-` headers that name no algorithm or hold no checksum of it.
 * `of-parts`: composite checksums end with `-` and a number.
 */
export function checksumHeaders(
  headers: WireHeaders,
  form: "plain" | "of-parts" = "plain",
): ExpectedChecksum[] {
  const found: ExpectedChecksum[] = [];
  headers.names.forEach((name, index) => {
    if (!name.startsWith(checksumHeaderPrefix) || notValues.has(name)) return;
    const algorithm = algorithmOfHeader(name);
    if (algorithm === undefined) throw s3Errors.checksumAlgorithmUnknown();
    const text = headers.values[index] ?? "";
    const value = form === "of-parts" ? text.replace(/-\d{1,5}$/, "") : text;
    if (!isChecksumValue(algorithm, value)) throw s3Errors.invalidChecksumHeader(name);
    found.push({ algorithm, value });
  });
  return found;
}

/** The names in `x-amz-trailer`, in lower case. */
export function trailerNames(headers: WireHeaders): string[] {
  return headers
    .all("x-amz-trailer")
    .flatMap((line) => line.split(","))
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
}

function trailerChecksums(headers: WireHeaders): ExpectedChecksum[] {
  return trailerNames(headers).map((name) => {
    const algorithm = algorithmOfHeader(name);
    if (algorithm === undefined) throw s3Errors.trailerUnsupported();
    return { algorithm, value: undefined };
  });
}

/** The checksum a trailer brought. Throws MalformedTrailerError when it is missing or is none. */
export function checksumOfTrailer(
  algorithm: ChecksumAlgorithm,
  trailers: ReadonlyMap<string, string>,
): string {
  const value = trailers.get(checksumAlgorithms[algorithm].header);
  if (value === undefined || !isChecksumValue(algorithm, value)) throw s3Errors.malformedTrailer();
  return value;
}
