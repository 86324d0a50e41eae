/** Condition keys that every S3 request has. AWS: Service Authorization Reference, "Condition keys for Amazon S3". */
import type { ContextEntries } from "../authority/operation.ts";
import type { Exchange } from "./exchange.ts";

/** Headers whose value is a condition key of the same name. */
const headerKeys = [
  "x-amz-acl",
  "x-amz-content-sha256",
  "x-amz-copy-source",
  "x-amz-metadata-directive",
  "x-amz-object-ownership",
  "x-amz-server-side-encryption",
  "x-amz-storage-class",
  "if-match",
  "if-none-match",
] as const;

/** `resourceAccountId`: the bucket's owner; undefined while there is no bucket. */
export function commonContext(
  { request, authenticated, now }: Pick<Exchange, "request" | "authenticated" | "now">,
  resourceAccountId: string | undefined,
): ContextEntries {
  const { presigned, signedAt } = authenticated;
  const entries: Record<string, string | undefined> = {
    "aws:resourceaccount": resourceAccountId,
    "s3:resourceaccount": resourceAccountId,
    "s3:authtype": presigned ? "REST-QUERY-STRING" : "REST-HEADER",
    "s3:signatureversion": "AWS4-HMAC-SHA256",
    "s3:signatureage": presigned && signedAt !== undefined ? String(now - signedAt) : undefined,
  };
  for (const name of headerKeys) entries[`s3:${name}`] = request.headers.get(name);
  entries["s3:x-amz-copy-source"] = copySourceKey(entries["s3:x-amz-copy-source"]);
  return entries;
}

/** AWS: `bucket/key`, decoded, without the slash before it. What cannot be decoded is refused later on. */
function copySourceKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  try {
    return decodeURIComponent(header).replace(/^\//, "");
  } catch {
    return header;
  }
}
