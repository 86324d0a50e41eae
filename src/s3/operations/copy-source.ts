/** `x-amz-copy-source`: which object is copied, and whether the caller may read it. */
import { findBucket } from "../../authority/store/s3/buckets.ts";
import type { ObjectRow } from "../../authority/store/s3/objects.ts";
import { s3Errors } from "../../wire/errors/s3.ts";
import { judgeCopySource } from "../conditions.ts";
import { commonContext } from "../context.ts";
import { type Exchange, objectArn } from "../exchange.ts";
import { readStream } from "../object-files.ts";
import type { ByteRange } from "../range.ts";
import { checkKey, decodePath } from "../target.ts";
import { requireObject } from "./get-object.ts";

export interface CopySource {
  readonly bucket: string;
  readonly key: string;
}

/** `/bucket/key?versionId=null`, percent-encoded, with or without the first slash. Throws InvalidArgument. */
export function parseCopySource(header: string): CopySource {
  const [path = "", query] = header.replace(/^\//, "").split("?", 2);
  const versionId = query === undefined ? undefined : /^versionId=(.*)$/.exec(query)?.[1];
  if (query !== undefined && versionId !== "null") throw s3Errors.invalidVersionId(versionId ?? query);
  const text = decodePath(path);
  const slash = text.indexOf("/");
  if (slash < 1 || slash === text.length - 1 || text.startsWith("arn:"))
    throw s3Errors.invalidArgument(
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
      "x-amz-copy-source",
      header,
    );
  const key = text.slice(slash + 1);
  checkKey(key);
  return { bucket: text.slice(0, slash), key };
}

/**
 * The object to be copied. Throws AccessDenied (a policy, or a bucket of another account), NoSuchBucket, NoSuchKey,
 * PreconditionFailed, InvalidRequest for more than `maxObjectBytes`.
 */
export async function openCopySource(exchange: Exchange): Promise<{ source: CopySource; object: ObjectRow }> {
  const { kernel, authenticated, caller, request } = exchange;
  const source = parseCopySource(request.headers.get("x-amz-copy-source") ?? "");
  const bucket = await findBucket(kernel.services.store.read, source.bucket);
  await kernel.authorise(
    authenticated,
    "s3:GetObject",
    objectArn(source.bucket, source.key),
    commonContext(exchange, bucket?.account_id),
  );
  if (bucket === undefined) throw s3Errors.noSuchBucket(source.bucket);
  if (bucket.account_id !== caller.accountId)
    throw s3Errors.accessDenied().because("the copy's source bucket belongs to another account");
  const expectedOwner = request.headers.get("x-amz-source-expected-bucket-owner");
  if (expectedOwner !== undefined && expectedOwner !== bucket.account_id) throw s3Errors.accessDenied();
  const object = await requireObject(exchange, bucket, source.key);
  judgeCopySource(request.headers, object);
  return { source, object };
}

/** The bytes of the source. Throws NoSuchKey when it was replaced or deleted since its row was read. */
export async function readCopySource(
  { files }: Exchange,
  object: ObjectRow,
  range: ByteRange,
): Promise<AsyncIterable<Uint8Array>> {
  const handle = await files.open(object.file);
  if (handle === undefined) throw s3Errors.noSuchKey(object.object_key);
  if (range.start === range.end) {
    await handle.close();
    return nothing();
  }
  return readStream(handle, range.start, range.end);
}

async function* nothing(): AsyncGenerator<Uint8Array, void, void> {}
