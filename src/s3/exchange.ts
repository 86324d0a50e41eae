/** One request on its way through S3, and what an operation is. */
import type { SignedCaller } from "../authority/caller.ts";
import type { ContextEntries } from "../authority/operation.ts";
import type { BucketRow } from "../authority/store/s3/buckets.ts";
import type { WireRequest, WireResponse } from "../wire/index.ts";
import type { S3Authenticated, S3Kernel } from "./kernel.ts";
import type { S3Limits } from "./limits.ts";
import type { ObjectFiles } from "./object-files.ts";
import type { S3Target } from "./target.ts";

/** What an operation is given. */
export interface Exchange {
  readonly kernel: S3Kernel;
  readonly files: ObjectFiles;
  readonly limits: S3Limits;
  readonly request: WireRequest;
  readonly target: S3Target;
  readonly authenticated: S3Authenticated;
  readonly caller: SignedCaller;
  /** The authority's time of the request, milliseconds. */
  readonly now: number;
}

/** `service`: no bucket · `bucket`: no key · `object`. */
export type S3Level = "service" | "bucket" | "object";

interface OperationFacts {
  readonly name: string;
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  /** Query parameters that single the operation out: `uploads`, `delete`. */
  readonly requires?: readonly string[];
  /** A header that singles the operation out: `x-amz-copy-source`. */
  readonly requiresHeader?: string;
  /** Query parameters it understands. Others are refused, for they may mean an operation that is not here. */
  readonly allows?: readonly string[];
  /** The IAM action asked before `handle` runs; undefined: `handle` asks. */
  readonly action: string | undefined;
  /** The operation's own condition keys, by lower-case name. */
  readonly context?: (exchange: Exchange) => ContextEntries;
}

/** Operations outside any bucket, and CreateBucket, whose bucket need not exist. */
export interface ServiceOperation extends OperationFacts {
  readonly level: "service" | "new-bucket";
  readonly handle: (exchange: Exchange) => Promise<WireResponse>;
}

/** Operations on a bucket that exists and belongs to the caller's account. */
export interface BucketOperation extends OperationFacts {
  readonly level: "bucket";
  readonly handle: (exchange: Exchange, bucket: BucketRow) => Promise<WireResponse>;
}

export interface ObjectOperation extends OperationFacts {
  readonly level: "object";
  readonly handle: (exchange: Exchange, bucket: BucketRow, key: string) => Promise<WireResponse>;
}

export type S3Operation = ServiceOperation | BucketOperation | ObjectOperation;

export function bucketArn(bucket: string): string {
  return `arn:aws:s3:::${bucket}`;
}

export function objectArn(bucket: string, key: string): string {
  return `arn:aws:s3:::${bucket}/${key}`;
}
