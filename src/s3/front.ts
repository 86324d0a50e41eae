/** The S3 front: one request in, one answer out. The story of a request is `answer`. */
import { createHash } from "node:crypto";
import type { Services } from "../authority/call.ts";
import type { Visit } from "../authority/request/visit.ts";
import { splitTarget } from "../authority/routing.ts";
import { findBucket } from "../authority/store/s3/buckets.ts";
import { ownedFiles } from "../authority/store/s3/objects.ts";
import { ServiceError } from "../base/index.ts";
import { s3Errors } from "../wire/errors/s3.ts";
import { encodeS3Error, type WireRequest, type WireResponse } from "../wire/index.ts";
import { commonContext } from "./context.ts";
import { bucketArn, type Exchange, objectArn, type S3Operation } from "./exchange.ts";
import type { S3Kernel } from "./kernel.ts";
import { type S3Limits, s3Limits } from "./limits.ts";
import { ObjectFiles } from "./object-files.ts";
import { findOperation } from "./operations/index.ts";
import { parseTarget } from "./target.ts";

export interface S3Options {
  /** Where objects' bytes live; `:memory:` is a fresh temporary folder, removed by `close`. */
  readonly objectsFolder: string;
  readonly services: Services;
  readonly limits?: Partial<S3Limits>;
}

export interface S3 {
  /** Never throws for what a client sent. */
  handle(request: WireRequest, visit: Visit, kernel: S3Kernel): Promise<WireResponse>;
  /** Removes the bytes of every object, for a store whose rows were emptied. */
  clear(): Promise<void>;
  /** Waits for what it does in the background. */
  close(): Promise<void>;
}

/** Rejects with Node's own error when the folder cannot be made or written. The store must be open. */
export async function createS3(options: S3Options): Promise<S3> {
  const { store, random } = options.services;
  const files = await ObjectFiles.open(options.objectsFolder, random);
  const limits: S3Limits = { ...s3Limits, ...options.limits };
  const leftovers = await files.list();
  // Behind the first requests: names are random, so none of theirs is among the leftovers. A failure leaves files that
  // the next start removes.
  const sweeping = files.sweep(leftovers, (names) => ownedFiles(store.read, names)).catch(() => undefined);
  return {
    handle: (request, visit, kernel) => handle({ kernel, files, limits, request }, visit),
    clear: async () => files.clear(),
    close: async () => {
      await sweeping;
      await files.close();
    },
  };
}

type Incoming = Pick<Exchange, "kernel" | "files" | "limits" | "request">;

async function handle(incoming: Incoming, visit: Visit): Promise<WireResponse> {
  const { kernel, request } = incoming;
  const { requestId } = visit;
  let operation: S3Operation | undefined;
  try {
    const response = await answer(incoming, visit, (found) => {
      operation = found;
    });
    return withCommonHeaders(response, requestId);
  } catch (error) {
    const refusal = error instanceof ServiceError ? error : s3Errors.internalError();
    const { code, detail } = refusal;
    if (refusal === error)
      kernel.log.refused({ requestId, service: "s3", operation: operation?.name, code, detail });
    else kernel.log.failed({ requestId, error });
    return withCommonHeaders(refusalAnswer(refusal, request.method, requestId), requestId);
  }
}

async function answer(
  incoming: Incoming,
  visit: Visit,
  found: (operation: S3Operation) => void,
): Promise<WireResponse> {
  const { kernel, request } = incoming;
  if (visit.signature.kind === "none" && hasOldSignature(request)) throw s3Errors.signatureVersion4Required();
  const authenticated = await kernel.authenticate(request, visit);
  const { caller } = authenticated;
  if (request.method === "OPTIONS") throw s3Errors.corsNotEnabled(request.method);
  if (caller.kind === "anonymous") throw s3Errors.anonymousDenied().because("the request is not signed");
  const target = parseTarget(request, kernel.virtualHosts);
  const operation = findOperation(request, target);
  found(operation);
  return perform(operation, { ...incoming, target, authenticated, caller, now: visit.now });
}

/**
 * A link signed with version 2, as the AWS CLI 1 makes them by default in us-east-1.
 * AWS: refused for buckets made since June 2020.
 */
function hasOldSignature(request: WireRequest): boolean {
  const { query } = splitTarget(request.target);
  return /(?:^|&)AWSAccessKeyId=/.test(query) && /(?:^|&)Signature=/.test(query);
}

/**
 * Asks the policies, then whether the bucket is there and the caller's account's own, then acts.
 * Nobody outside the owning account gets in: that takes a resource policy, and there are none.
 */
async function perform(operation: S3Operation, exchange: Exchange): Promise<WireResponse> {
  const { kernel, authenticated, caller, request, target } = exchange;
  const { bucket: name, key } = target;
  const bucket = name === undefined ? undefined : await findBucket(kernel.services.store.read, name);
  if (operation.action !== undefined) {
    const entries = { ...commonContext(exchange, bucket?.account_id), ...operation.context?.(exchange) };
    await kernel.authorise(authenticated, operation.action, resourceArn(name, key), entries);
  }
  if (operation.level === "service" || operation.level === "new-bucket") return operation.handle(exchange);
  if (bucket === undefined) throw s3Errors.noSuchBucket(name ?? "");
  if (bucket.account_id !== caller.accountId)
    throw s3Errors.accessDenied().because("the bucket belongs to another account");
  const expectedOwner = request.headers.get("x-amz-expected-bucket-owner");
  if (expectedOwner !== undefined && expectedOwner !== bucket.account_id)
    throw s3Errors.accessDenied().because("the bucket's owner is not the one the request expects");
  if (operation.level === "bucket") return operation.handle(exchange, bucket);
  return operation.handle(exchange, bucket, key ?? "");
}

function resourceArn(bucket: string | undefined, key: string | undefined): string {
  if (bucket === undefined) return "*";
  return key === undefined ? bucketArn(bucket) : objectArn(bucket, key);
}

/** An error document; answers to HEAD have none. */
function refusalAnswer(refusal: ServiceError, method: string, requestId: string): WireResponse {
  const body = method === "HEAD" ? "" : encodeS3Error(refusal, requestId, hostId(requestId));
  return { status: refusal.status, headers: { "content-type": "application/xml" }, body };
}

/**
 * SECURITY: objects share their origin with the console and the sign-in pages. In the sandbox an uploaded page has an
 * origin of its own and runs nothing, and nosniff keeps a text a text.
 */
function withCommonHeaders(response: WireResponse, requestId: string): WireResponse {
  return {
    ...response,
    headers: {
      ...response.headers,
      "x-amz-request-id": requestId,
      "x-amz-id-2": hostId(requestId),
      "content-security-policy": "sandbox",
      "x-content-type-options": "nosniff",
    },
  };
}

/** AWS: an opaque text for AWS's support; clients print it, so it is there. */
function hostId(requestId: string): string {
  return createHash("sha384").update(requestId).digest("base64");
}
