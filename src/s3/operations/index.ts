/**
 * Every operation of the embedded S3, in the order they are tried: the more a line requires, the earlier it stands.
 * What fits none of them is not implemented.
 */
import { s3Errors } from "../../wire/errors/s3.ts";
import type { WireRequest } from "../../wire/index.ts";
import type { S3Operation } from "../exchange.ts";
import type { S3Target } from "../target.ts";
import {
  createBucketOperation,
  deleteBucketOperation,
  getBucketLocationOperation,
  headBucketOperation,
  listBucketsOperation,
} from "./buckets.ts";
import { completeMultipartUploadOperation } from "./complete-upload.ts";
import { copyObjectOperation } from "./copy-object.ts";
import { deleteObjectOperation, deleteObjectsOperation } from "./delete-objects.ts";
import { getObjectOperation, headObjectOperation } from "./get-object.ts";
import { listObjectsOperation, listObjectsV2Operation } from "./list-objects.ts";
import {
  abortMultipartUploadOperation,
  createMultipartUploadOperation,
  listMultipartUploadsOperation,
  listPartsOperation,
} from "./multipart.ts";
import { putObjectOperation } from "./put-object.ts";
import { uploadPartCopyOperation, uploadPartOperation } from "./upload-part.ts";

export const s3Operations: readonly S3Operation[] = [
  listBucketsOperation,
  getBucketLocationOperation,
  listMultipartUploadsOperation,
  listObjectsV2Operation,
  listObjectsOperation,
  createBucketOperation,
  headBucketOperation,
  deleteBucketOperation,
  deleteObjectsOperation,
  listPartsOperation,
  getObjectOperation,
  headObjectOperation,
  uploadPartCopyOperation,
  uploadPartOperation,
  copyObjectOperation,
  putObjectOperation,
  createMultipartUploadOperation,
  completeMultipartUploadOperation,
  abortMultipartUploadOperation,
  deleteObjectOperation,
];

/** Parameters that belong to the signature or to logging. AWS: names that begin with `x-` are ignored. */
const ignoredParameter = /^x-/i;

/**
 * The operation a request asks for.
 * SECURITY: a parameter that the operation does not know may mean another operation (`?acl`, `?tagging`); taking the
 * request for a plain put would replace the object by an access list. So it is refused.
 * Throws NotImplemented, or MethodNotAllowed for methods that S3 has not.
 */
export function findOperation(request: WireRequest, target: S3Target): S3Operation {
  const operation = s3Operations.find((each) => fits(each, request, target));
  const names = [...target.query.keys()].filter((name) => !ignoredParameter.test(name));
  if (operation === undefined) {
    const [name] = names;
    if (name !== undefined) throw s3Errors.resourceNotImplemented(name);
    throw s3Errors.methodNotAllowed(request.method, levelOf(target).toUpperCase());
  }
  const known = [...(operation.requires ?? []), ...(operation.allows ?? [])];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw s3Errors.resourceNotImplemented(unknown);
  return operation;
}

function fits(operation: S3Operation, request: WireRequest, target: S3Target): boolean {
  const level = operation.level === "new-bucket" ? "bucket" : operation.level;
  return (
    operation.method === request.method &&
    level === levelOf(target) &&
    (operation.requires ?? []).every((name) => target.query.has(name)) &&
    (operation.requiresHeader === undefined || request.headers.get(operation.requiresHeader) !== undefined)
  );
}

function levelOf(target: S3Target): "service" | "bucket" | "object" {
  if (target.bucket === undefined) return "service";
  return target.key === undefined ? "bucket" : "object";
}
