/** GetObject and HeadObject. */
import type { BucketRow } from "../../authority/store/s3/buckets.ts";
import { findObject, type ObjectRow } from "../../authority/store/s3/objects.ts";
import { s3Errors } from "../../wire/errors/s3.ts";
import { emptyAnswer } from "../answer.ts";
import { judgeRead } from "../conditions.ts";
import { commonContext } from "../context.ts";
import { bucketArn, type Exchange, type ObjectOperation } from "../exchange.ts";
import { readStream } from "../object-files.ts";
import { objectAnswerHeaders } from "../object-headers.ts";
import { refuseVersionId } from "../parameters.ts";
import { type ByteRange, parseRange } from "../range.ts";
import type { S3Target } from "../target.ts";

/** `response-content-type` → `content-type`. AWS: only signed requests may ask, and here every request is. */
const overridable = [
  "content-type",
  "content-language",
  "expires",
  "cache-control",
  "content-disposition",
  "content-encoding",
] as const;
const allows = ["versionId", ...overridable.map((name) => `response-${name}`)];
/** An object replaced between its row and its file is looked up again, this often at most. */
const maxLookups = 5;

export const headObjectOperation: ObjectOperation = {
  name: "HeadObject",
  level: "object",
  method: "HEAD",
  allows,
  action: "s3:GetObject",
  async handle(exchange, bucket, key) {
    const object = await requireObject(exchange, bucket, key);
    return answerFor(exchange, object).head;
  },
};

export const getObjectOperation: ObjectOperation = {
  name: "GetObject",
  level: "object",
  method: "GET",
  allows,
  action: "s3:GetObject",
  async handle(exchange, bucket, key) {
    for (let lookup = 0; lookup < maxLookups; lookup += 1) {
      const object = await requireObject(exchange, bucket, key);
      const { head, bytes } = answerFor(exchange, object);
      if (bytes === undefined || bytes.start === bytes.end) return head;
      const handle = await exchange.files.open(object.file);
      if (handle !== undefined) return { ...head, body: readStream(handle, bytes.start, bytes.end) };
    }
    throw s3Errors.internalError().because("an object's row names a file that is not there");
  },
};

/**
 * The object's row. Throws NoSuchKey, or AccessDenied for callers that may not list the bucket.
 * AWS: S3 API reference, GetObject, "Permissions": 404 is told only with s3:ListBucket.
 */
export async function requireObject(exchange: Exchange, bucket: BucketRow, key: string): Promise<ObjectRow> {
  const { kernel, authenticated } = exchange;
  const object = await findObject(kernel.services.store.read, bucket.name, key);
  if (object !== undefined) return object;
  const context = commonContext(exchange, bucket.account_id);
  await kernel.authorise(authenticated, "s3:ListBucket", bucketArn(bucket.name), context);
  throw s3Errors.noSuchKey(key);
}

/** The answer but for its bytes, and which bytes it wants; none for 304. */
function answerFor({ request, target }: Exchange, object: ObjectRow) {
  refuseVersionId(target);
  const headers = objectAnswerHeaders(object, {
    withChecksum: request.headers.get("x-amz-checksum-mode")?.toUpperCase() === "ENABLED",
    overrides: readOverrides(target),
  });
  if (judgeRead(request.headers, object) === "not-modified") {
    const kept = ["etag", "last-modified", "cache-control", "expires"];
    const entries = Object.entries(headers).filter(([name]) => kept.includes(name));
    return { head: emptyAnswer(304, Object.fromEntries(entries)), bytes: undefined };
  }
  const range = parseRange(request.headers.get("range"), object.size);
  if (range !== undefined) {
    // AWS: a checksum of the whole object does not fit a part of it.
    delete headers["x-amz-checksum-type"];
    for (const name of Object.keys(headers)) if (name.startsWith("x-amz-checksum-")) delete headers[name];
    headers["content-range"] = `bytes ${range.start}-${range.end - 1}/${object.size}`;
  }
  const bytes: ByteRange = range ?? { start: 0, end: object.size };
  headers["content-length"] = String(bytes.end - bytes.start);
  return { head: emptyAnswer(range === undefined ? 200 : 206, headers), bytes };
}

/** Throws InvalidArgument for values that cannot stand in a header. */
function readOverrides({ query }: S3Target): Record<string, string> {
  const overrides: Record<string, string> = {};
  for (const name of overridable) {
    const value = query.get(`response-${name}`);
    if (value === undefined) continue;
    // SECURITY: a line end would begin a header of the URL's author.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
    if (/[\x00-\x08\x0a-\x1f\x7f]/.test(value))
      throw s3Errors.invalidArgument("Header value cannot be represented", `response-${name}`, "");
    overrides[name] = value;
  }
  return overrides;
}
