/**
 * Headers that ask for what this S3 does not have. Ignoring one would answer 200 to a promise that is not kept
 * (encryption, locks, access lists), so each is refused.
 */
import { s3Errors } from "../wire/errors/s3.ts";
import type { WireHeaders } from "../wire/index.ts";

/** A header by its lower-case name or the beginning of it, and the values that ask for nothing. */
interface RefusedHeader {
  readonly prefix: string;
  readonly harmless: readonly string[];
  readonly refuse: (name: string, value: string) => Error;
}

const notImplemented = (name: string) => s3Errors.notImplemented(name);

const refusedHeaders: readonly RefusedHeader[] = [
  // AWS: with ACLs disabled, the default of new buckets, the bucket owner's full control is what there is.
  { prefix: "x-amz-acl", harmless: ["bucket-owner-full-control"], refuse: () => s3Errors.aclNotSupported() },
  { prefix: "x-amz-grant-", harmless: [], refuse: () => s3Errors.aclNotSupported() },
  {
    prefix: "x-amz-storage-class",
    harmless: ["STANDARD"],
    refuse: (_name, value) => s3Errors.invalidStorageClass(value),
  },
  { prefix: "x-amz-server-side-encryption", harmless: [], refuse: notImplemented },
  { prefix: "x-amz-copy-source-server-side-encryption", harmless: [], refuse: notImplemented },
  { prefix: "x-amz-object-lock-", harmless: [], refuse: notImplemented },
  { prefix: "x-amz-bucket-object-lock-enabled", harmless: ["false"], refuse: notImplemented },
  { prefix: "x-amz-object-ownership", harmless: ["BucketOwnerEnforced"], refuse: notImplemented },
  { prefix: "x-amz-bypass-governance-retention", harmless: ["false"], refuse: notImplemented },
  { prefix: "x-amz-tagging-directive", harmless: ["COPY", "REPLACE"], refuse: notImplemented },
  { prefix: "x-amz-tagging", harmless: [""], refuse: notImplemented },
  { prefix: "x-amz-website-redirect-location", harmless: [], refuse: notImplemented },
  { prefix: "x-amz-write-offset-bytes", harmless: [], refuse: notImplemented },
  { prefix: "x-amz-bucket-namespace", harmless: [], refuse: notImplemented },
];

/** Throws NotImplemented, AccessControlListNotSupported or InvalidStorageClass. `privateAcl`: CreateBucket's own word. */
export function refuseHeaders(headers: WireHeaders, privateAcl = false): void {
  headers.names.forEach((name, index) => {
    if (!name.startsWith("x-amz-")) return;
    const value = headers.values[index] ?? "";
    const refused = refusedHeaders.find(({ prefix }) => name.startsWith(prefix));
    if (refused === undefined || refused.harmless.includes(value)) return;
    if (privateAcl && name === "x-amz-acl" && value === "private") return;
    throw refused.refuse(name, value);
  });
}
