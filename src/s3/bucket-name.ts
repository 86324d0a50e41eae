/** Which names a bucket may have. AWS: S3 user guide, "General purpose bucket naming rules". */
import { reservedPaths } from "../authority/routing.ts";
import { s3Errors } from "../wire/errors/s3.ts";

const shape = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const address = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const reservedPrefixes = ["xn--", "sthree-"];
const reservedSuffixes = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/** Throws InvalidBucketName; also for the first path segments that are the authority's own pages. */
export function checkBucketName(name: string): void {
  const isReserved =
    reservedPaths.some((path) => path === name) ||
    reservedPrefixes.some((prefix) => name.startsWith(prefix)) ||
    reservedSuffixes.some((suffix) => name.endsWith(suffix));
  if (!shape.test(name) || address.test(name) || name.includes("..") || isReserved)
    throw s3Errors.invalidBucketName(name);
}
