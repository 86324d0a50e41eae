/** Operations on buckets. AWS: S3 API reference. */
import type { Services } from "../../authority/index.ts";
import {
  type BucketRow,
  countBuckets,
  deleteBucket,
  findBucket,
  insertBucket,
  listBuckets,
} from "../../authority/store/s3/buckets.ts";
import { hasObjects } from "../../authority/store/s3/objects.ts";
import { deleteUpload, listUploadIds } from "../../authority/store/s3/uploads.ts";
import { s3Errors } from "../../wire/errors/s3.ts";
import { encodeListBuckets, encodeLocationConstraint, parseCreateBucket } from "../../wire/index.ts";
import { emptyAnswer, xmlAnswer } from "../answer.ts";
import { receiveDocument } from "../body/receive.ts";
import { checkBucketName } from "../bucket-name.ts";
import type { BucketOperation, ServiceOperation } from "../exchange.ts";
import { s3Limits } from "../limits.ts";
import { ownerOf } from "../owner.ts";
import { integerParameter } from "../parameters.ts";
import { refuseHeaders } from "../refused-headers.ts";

const defaultRegion = "us-east-1";

export const listBucketsOperation: ServiceOperation = {
  name: "ListBuckets",
  level: "service",
  method: "GET",
  allows: ["prefix", "max-buckets", "continuation-token", "bucket-region"],
  action: "s3:ListAllMyBuckets",
  async handle({ kernel, caller, target }) {
    const limit = integerParameter(target, "max-buckets", {
      min: 1,
      max: s3Limits.maxListedBuckets,
      otherwise: s3Limits.maxListedBuckets,
    });
    const token = target.query.get("continuation-token");
    const rows = await listBuckets(kernel.services.store.read, {
      accountId: caller.accountId,
      prefix: target.query.get("prefix") ?? "",
      after: token === undefined ? undefined : Buffer.from(token, "base64url").toString("utf8"),
      region: target.query.get("bucket-region"),
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1)?.name : undefined;
    return xmlAnswer(
      encodeListBuckets({
        owner: ownerOf(caller.accountId),
        buckets: page.map((row) => ({ name: row.name, createdAt: row.created_at, region: row.region })),
        prefix: target.query.get("prefix"),
        continuationToken: last === undefined ? undefined : Buffer.from(last).toString("base64url"),
      }),
    );
  },
};

export const createBucketOperation: ServiceOperation = {
  name: "CreateBucket",
  level: "new-bucket",
  method: "PUT",
  action: "s3:CreateBucket",
  async handle(exchange) {
    const { request, target, authenticated } = exchange;
    const name = target.bucket ?? "";
    // Before the body is read, which makeBucket comes after.
    checkBucketName(name);
    refuseHeaders(request.headers, true);
    const asked = parseCreateBucket(await receiveDocument(request, authenticated.payload));
    const region = regionOf(asked, authenticated.request.region);
    const { kernel, caller, now } = exchange;
    await makeBucket(kernel.services, { name, accountId: caller.accountId, region, now });
    return emptyAnswer(200, { location: `/${name}` });
  },
};

/**
 * AWS: us-east-1 is asked for by asking for nothing; its endpoint makes buckets anywhere, the others only at home.
 * The endpoint here is the region that signed.
 */
function regionOf(asked: string | undefined, signedRegion: string): string {
  if (asked === undefined) {
    if (signedRegion !== defaultRegion) throw s3Errors.illegalLocationConstraint(undefined);
    return defaultRegion;
  }
  const isRegion = asked === "EU" || /^[a-z]{2,}(?:-[a-z0-9]+){2,5}$/.test(asked);
  if (!isRegion || asked === defaultRegion) throw s3Errors.invalidLocationConstraint(asked);
  const isHome = asked === signedRegion || (asked === "EU" && signedRegion === "eu-west-1");
  if (!isHome && signedRegion !== defaultRegion) throw s3Errors.illegalLocationConstraint(asked);
  return asked;
}

export interface NewBucket {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** Milliseconds. */
  readonly now: number;
}

/** Throws InvalidBucketName, BucketAlreadyExists, BucketAlreadyOwnedByYou or TooManyBuckets. */
export async function makeBucket(
  { store }: Pick<Services, "store">,
  { name, accountId, region, now }: NewBucket,
): Promise<void> {
  checkBucketName(name);
  await store.record(async (tx) => {
    const present = await findBucket(tx, name);
    if (present !== undefined) {
      if (present.account_id !== accountId) throw s3Errors.bucketAlreadyExists(name);
      // AWS: in us-east-1, and only there, making one's own bucket again succeeds.
      if (present.region === defaultRegion && region === defaultRegion) return;
      throw s3Errors.bucketAlreadyOwnedByYou(name);
    }
    if ((await countBuckets(tx, accountId)) >= s3Limits.maxBucketsPerAccount) throw s3Errors.tooManyBuckets();
    await insertBucket(tx, { name, account_id: accountId, created_at: now, region });
  });
}

export const headBucketOperation: BucketOperation = {
  name: "HeadBucket",
  level: "bucket",
  method: "HEAD",
  action: "s3:ListBucket",
  async handle(_exchange, bucket) {
    return emptyAnswer(200, { "x-amz-bucket-region": regionName(bucket), "content-type": "application/xml" });
  },
};

export const getBucketLocationOperation: BucketOperation = {
  name: "GetBucketLocation",
  level: "bucket",
  method: "GET",
  requires: ["location"],
  action: "s3:GetBucketLocation",
  async handle(_exchange, bucket) {
    return xmlAnswer(encodeLocationConstraint(bucket.region));
  },
};

export const deleteBucketOperation: BucketOperation = {
  name: "DeleteBucket",
  level: "bucket",
  method: "DELETE",
  action: "s3:DeleteBucket",
  async handle({ kernel, files }, { name }) {
    const orphans = await kernel.services.store.record(async (tx) => {
      if (await hasObjects(tx, name)) throw s3Errors.bucketNotEmpty(name);
      const parts: string[] = [];
      // AWS: uploads under way do not keep a bucket; they end with it.
      for (const uploadId of await listUploadIds(tx, name)) parts.push(...(await deleteUpload(tx, uploadId)));
      await deleteBucket(tx, name);
      return parts;
    });
    await files.remove(orphans);
    return emptyAnswer(204);
  },
};

/** `EU` is an old name for one region. */
function regionName(bucket: BucketRow): string {
  return bucket.region === "EU" ? "eu-west-1" : bucket.region;
}
