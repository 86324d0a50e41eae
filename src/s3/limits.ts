/** What the embedded S3 puts up with. AWS: S3 user guide, "Quotas", where a number is AWS's. */
export const s3Limits = {
  /** One PutObject or UploadPart, and one CopyObject source. AWS: 5 GiB. */
  maxObjectBytes: 5 * 1024 ** 3,
  /** An object put together from parts. */
  maxMultipartObjectBytes: 50 * 1024 ** 3,
  /** Every part but the last. AWS: 5 MiB. */
  minPartBytes: 5 * 1024 ** 2,
  maxPartNumber: 10_000,
  /** Uploads begun and neither completed nor aborted, per account. */
  maxUploadsPerAccount: 1_000,
  /** CompleteMultipartUpload with 10,000 parts and DeleteObjects with 1,000 keys fit well. */
  maxXmlBodyBytes: 4 * 1024 ** 2,
  maxDeleteKeys: 1_000,
  /** UTF-8 bytes of a key. */
  maxKeyBytes: 1_024,
  /** UTF-8 bytes of all `x-amz-meta-*` names and values together. */
  maxMetadataBytes: 2_048,
  /** Entries of one listing page. */
  maxListedKeys: 1_000,
  maxListedBuckets: 10_000,
  maxBucketsPerAccount: 10_000,
} as const;

/** The limits an operator or a test may set otherwise. */
export interface S3Limits {
  readonly maxObjectBytes: number;
  readonly maxMultipartObjectBytes: number;
  readonly minPartBytes: number;
}
