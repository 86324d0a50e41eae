import type { ObjectRow } from "../../authority/store/s3/objects.ts";
import { s3Errors } from "../../wire/errors/s3.ts";
import type { WireHeaders } from "../../wire/index.ts";
import { encodeCopyObject } from "../../wire/index.ts";
import { quoted, xmlAnswer } from "../answer.ts";
import { gatherObject } from "../body/receive.ts";
import { type ChecksumAlgorithm, parseChecksumAlgorithm } from "../checksums/algorithms.ts";
import { readWriteCondition } from "../conditions.ts";
import type { ObjectOperation } from "../exchange.ts";
import { type Description, parseObjectHeaders, readDescription } from "../object-headers.ts";
import { refuseHeaders } from "../refused-headers.ts";
import { openCopySource, readCopySource } from "./copy-source.ts";
import { checksumHeaders, defaultChecksumAlgorithm, publishObject } from "./put-object.ts";

export const copyObjectOperation: ObjectOperation = {
  name: "CopyObject",
  level: "object",
  method: "PUT",
  requiresHeader: "x-amz-copy-source",
  action: "s3:PutObject",
  async handle(exchange, bucket, key) {
    const { request, files, limits, now } = exchange;
    refuseHeaders(request.headers);
    const replaces = readDirective(request.headers) === "REPLACE";
    const condition = readWriteCondition(request.headers);
    const { source, object } = await openCopySource(exchange);
    if (!replaces && source.bucket === bucket.name && source.key === key) throw s3Errors.copyOntoItself();
    if (object.size > limits.maxObjectBytes) throw s3Errors.copySourceTooLarge(limits.maxObjectBytes);
    const description = replaces ? readDescription(request.headers) : descriptionOf(object);
    const algorithm = readCopyAlgorithm(request.headers, object);
    const bytes = await readCopySource(exchange, object, { start: 0, end: object.size });
    const received = await gatherObject(bytes, files, algorithm);
    const checksum = { ...received.checksum, type: "FULL_OBJECT" } as const;
    await publishObject(exchange, {
      bucket: bucket.name,
      key,
      received,
      etag: received.md5,
      description,
      checksum,
      condition,
    });
    return xmlAnswer(
      encodeCopyObject({ etag: quoted(received.md5), lastModified: now }),
      checksumHeaders(checksum),
    );
  },
};

/** Throws InvalidArgument for anything but COPY and REPLACE. */
function readDirective(headers: WireHeaders): string {
  const directive = headers.get("x-amz-metadata-directive") ?? "COPY";
  if (directive === "COPY" || directive === "REPLACE") return directive;
  throw s3Errors.invalidArgument("Unknown metadata directive.", "x-amz-metadata-directive", directive);
}

function descriptionOf(object: ObjectRow): Description {
  const { system, metadata } = parseObjectHeaders(object.headers);
  return { contentType: object.content_type, headers: { system, metadata } };
}

/** The algorithm asked for, else the source's own. Throws InvalidRequest for an unknown one. */
function readCopyAlgorithm(headers: WireHeaders, object: ObjectRow): ChecksumAlgorithm {
  const asked = headers.get("x-amz-checksum-algorithm");
  if (asked === undefined)
    return parseObjectHeaders(object.headers).checksum?.algorithm ?? defaultChecksumAlgorithm;
  const algorithm = parseChecksumAlgorithm(asked);
  if (algorithm === undefined) throw s3Errors.checksumAlgorithmUnknown();
  return algorithm;
}
