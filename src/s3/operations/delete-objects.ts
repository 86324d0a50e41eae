/** DeleteObject and DeleteObjects. */

import type { BucketRow } from "../../authority/store/s3/buckets.ts";
import { deleteObject, findObject } from "../../authority/store/s3/objects.ts";
import { ServiceError } from "../../base/index.ts";
import { s3Errors } from "../../wire/errors/s3.ts";
import { encodeDeleteResult, parseDelete } from "../../wire/index.ts";
import { emptyAnswer, xmlAnswer } from "../answer.ts";
import { checksumHeaders, trailerNames } from "../body/expectations.ts";
import { receiveDocument } from "../body/receive.ts";
import { judgeWrite, readWriteCondition } from "../conditions.ts";
import { commonContext } from "../context.ts";
import { type BucketOperation, type Exchange, type ObjectOperation, objectArn } from "../exchange.ts";
import { refuseVersionId } from "../parameters.ts";
import { checkKey } from "../target.ts";

/** AWS: 204 also when there was nothing to delete. */
export const deleteObjectOperation: ObjectOperation = {
  name: "DeleteObject",
  level: "object",
  method: "DELETE",
  allows: ["versionId"],
  action: "s3:DeleteObject",
  async handle({ kernel, files, request, target }, bucket, key) {
    refuseVersionId(target);
    const condition = readWriteCondition(request.headers);
    const file = await kernel.services.store.record(async (tx) => {
      judgeWrite(condition, key, await findObject(tx, bucket.name, key));
      return deleteObject(tx, bucket.name, key);
    });
    if (file !== undefined) await files.remove([file]);
    return emptyAnswer(204);
  },
};

interface Refused {
  readonly key: string;
  readonly code: string;
  readonly message: string;
}

export const deleteObjectsOperation: BucketOperation = {
  name: "DeleteObjects",
  level: "bucket",
  method: "POST",
  requires: ["delete"],
  // Each key is asked for by itself.
  action: undefined,
  async handle(exchange, bucket) {
    const { kernel, files, request, authenticated } = exchange;
    const { headers } = request;
    const isChecked = [...checksumHeaders(headers), ...trailerNames(headers)].length > 0;
    if (headers.get("content-md5") === undefined && !isChecked) throw s3Errors.contentMd5Missing();
    const { quiet, objects } = parseDelete(await receiveDocument(request, authenticated.payload));
    const errors: Refused[] = [];
    const allowed: string[] = [];
    for (const { key, versionId } of objects) {
      const refused = await refusalOf(exchange, bucket, key, versionId);
      if (refused === undefined) allowed.push(key);
      else errors.push({ key, code: refused.code, message: refused.sentence ?? refused.code });
    }
    const removed = await kernel.services.store.record(async (tx) => {
      const freed: string[] = [];
      for (const key of allowed) {
        const file = await deleteObject(tx, bucket.name, key);
        if (file !== undefined) freed.push(file);
      }
      return freed;
    });
    await files.remove(removed);
    return xmlAnswer(encodeDeleteResult({ deleted: quiet ? [] : allowed.map((key) => ({ key })), errors }));
  },
};

async function refusalOf(
  exchange: Exchange,
  bucket: BucketRow,
  key: string,
  versionId: string | undefined,
): Promise<ServiceError | undefined> {
  try {
    checkKey(key);
    if (versionId !== undefined && versionId !== "null") throw s3Errors.invalidVersionId(versionId);
    const context = commonContext(exchange, bucket.account_id);
    await exchange.kernel.authorise(
      exchange.authenticated,
      "s3:DeleteObject",
      objectArn(bucket.name, key),
      context,
    );
    return undefined;
  } catch (error) {
    if (error instanceof ServiceError && error.fault === "Sender") return error;
    throw error;
  }
}
