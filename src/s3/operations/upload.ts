/** What the operations of a multipart upload share: the upload itself and how its checksums work. */
import type { BucketRow } from "../../authority/store/s3/buckets.ts";
import { findUpload, type UploadRow } from "../../authority/store/s3/uploads.ts";
import type { Reader, Writer } from "../../authority/store/schema.ts";
import { s3Errors } from "../../wire/errors/s3.ts";
import type { WireHeaders } from "../../wire/index.ts";
import {
  type ChecksumAlgorithm,
  type ChecksumType,
  checksumAlgorithms,
  parseChecksumAlgorithm,
} from "../checksums/algorithms.ts";
import type { Exchange } from "../exchange.ts";
import type { ObjectHeaders } from "../object-headers.ts";
import { defaultChecksumAlgorithm } from "./put-object.ts";

/** How the object's checksum will come about. */
export interface UploadChecksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  /** Whether the client chose it; then every part must bring one of that algorithm or none. */
  readonly chosen: boolean;
}

/** The `headers` column of an upload. */
export interface UploadHeaders {
  readonly object: Omit<ObjectHeaders, "checksum">;
  readonly checksum: UploadChecksum;
}

/** Throws InvalidRequest for an unknown algorithm, or a type it cannot have. */
export function readUploadChecksum(headers: WireHeaders): UploadChecksum {
  const name = headers.get("x-amz-checksum-algorithm");
  const type = headers.get("x-amz-checksum-type")?.toUpperCase();
  if (name === undefined) {
    if (type !== undefined)
      throw s3Errors.invalidRequest(
        "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.",
      );
    return { algorithm: defaultChecksumAlgorithm, type: "FULL_OBJECT", chosen: false };
  }
  const algorithm = parseChecksumAlgorithm(name);
  if (algorithm === undefined) throw s3Errors.checksumAlgorithmUnknown();
  const { multipartTypes } = checksumAlgorithms[algorithm];
  const chosen = multipartTypes.find((each) => type === undefined || each === type);
  if (chosen === undefined) throw s3Errors.checksumTypeUnsupported(type ?? "", algorithm);
  return { algorithm, type: chosen, chosen: true };
}

export function parseUploadHeaders(text: string): UploadHeaders {
  return JSON.parse(text) as UploadHeaders;
}

/** The upload the request names. Throws NoSuchUpload, also for another bucket's or key's. */
export async function requireUpload(
  reader: Reader | Writer,
  { target }: Exchange,
  bucket: BucketRow,
  key: string,
): Promise<UploadRow> {
  const uploadId = target.query.get("uploadId") ?? "";
  const upload = await findUpload(reader, uploadId);
  if (upload === undefined || upload.bucket !== bucket.name || upload.object_key !== key)
    throw s3Errors.noSuchUpload(uploadId);
  return upload;
}
