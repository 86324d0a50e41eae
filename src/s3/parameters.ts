/** Query parameters that several operations share. */
import { s3Errors } from "../wire/errors/s3.ts";
import { s3Limits } from "./limits.ts";
import type { S3Target } from "./target.ts";

/** A whole number from `min` up, at most `max` (larger ones count as `max`). Throws InvalidArgument. */
export function integerParameter(
  target: S3Target,
  name: string,
  range: { readonly min: number; readonly max: number; readonly otherwise: number },
): number {
  const text = target.query.get(name);
  if (text === undefined || text === "") return range.otherwise;
  if (!/^-?\d{1,12}$/.test(text))
    throw s3Errors.invalidArgument(`Provided ${name} not an integer or within integer range`, name, text);
  const value = Number(text);
  if (value < range.min)
    throw s3Errors.invalidArgument(
      `Argument ${name} must be an integer between ${range.min} and 2147483647`,
      name,
      text,
    );
  return Math.min(value, range.max);
}

export function maxKeysParameter(target: S3Target): number {
  return integerParameter(target, "max-keys", {
    min: 0,
    max: s3Limits.maxListedKeys,
    otherwise: s3Limits.maxListedKeys,
  });
}

/** Throws InvalidArgument for anything but `url`. */
export function encodingTypeParameter(target: S3Target): "url" | undefined {
  const text = target.query.get("encoding-type");
  if (text === undefined || text === "url") return text;
  throw s3Errors.invalidArgument("Invalid Encoding Method specified in Request", "encoding-type", text);
}

/** There are no versions: only `null` names one. Throws InvalidArgument. */
export function refuseVersionId(target: S3Target): void {
  const versionId = target.query.get("versionId");
  if (versionId !== undefined && versionId !== "null") throw s3Errors.invalidVersionId(versionId);
}
