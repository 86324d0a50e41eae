/**
 * The tables, as Kysely sees them. One schema for every engine: times are milliseconds since 1970, booleans 0/1,
 * lists and maps are JSON text. `*_key` columns hold the lower-case name: AWS's names are unique ignoring case.
 * Secrets (`*_sealed`) are sealed with the master key; associated data = table, account, row id.
 */
import type { Kysely, Transaction } from "kysely";

export interface Schema {
  meta: MetaTable;
  account: AccountTable;
  iam_user: UserTable;
  iam_group: GroupTable;
  group_member: GroupMemberTable;
  iam_role: RoleTable;
  instance_profile: InstanceProfileTable;
  managed_policy: ManagedPolicyTable;
  policy_version: PolicyVersionTable;
  attached_policy: AttachedPolicyTable;
  inline_policy: InlinePolicyTable;
  access_key: AccessKeyTable;
  login_profile: LoginProfileTable;
  mfa_device: MfaDeviceTable;
  oidc_provider: OidcProviderTable;
  token_key: TokenKeyTable;
  one_time: OneTimeTable;
  bucket: BucketTable;
  s3_object: ObjectTable;
  multipart_upload: MultipartUploadTable;
  multipart_part: MultipartPartTable;
  organization_policy: OrganizationPolicyTable;
  organization_attachment: OrganizationAttachmentTable;
  organization_member: OrganizationMemberTable;
}

/** Reads outside a transaction. */
export type Reader = Kysely<Schema>;
/** Inside a transaction; repository functions that only read take a Reader, and a Writer will do. */
export type Writer = Transaction<Schema>;

/** Whom policies and tags hang on. */
export type EntityKind = "user" | "group" | "role";

/** Service and resource control policies. */
export type OrganizationPolicyKind = "scp" | "rcp";

export interface MetaTable {
  name: string;
  value: string;
}

export interface AccountTable {
  account_id: string;
  name: string;
  alias: string | null;
  /** 1 for the first account, whose principals may be operators. */
  is_management: number;
  created_at: number;
  /** Bumped in every transaction that changes what a principal of the account may do. */
  version: number;
  /** UpdateAccountPasswordPolicy's settings; null until set. */
  password_policy: string | null;
}

export interface UserTable {
  user_id: string;
  account_id: string;
  name: string;
  name_key: string;
  path: string;
  created_at: number;
  boundary_arn: string | null;
  /** JSON array of {Key, Value}, in the order given. */
  tags: string;
  password_last_used_at: number | null;
}

export interface GroupTable {
  group_id: string;
  account_id: string;
  name: string;
  name_key: string;
  path: string;
  created_at: number;
}

export interface GroupMemberTable {
  account_id: string;
  group_id: string;
  user_id: string;
  added_at: number;
}

export interface RoleTable {
  role_id: string;
  account_id: string;
  name: string;
  name_key: string;
  path: string;
  created_at: number;
  description: string | null;
  max_session_duration: number;
  /** The trust policy as stored: user and role ARNs turned into unique ids. */
  trust_policy: string;
  boundary_arn: string | null;
  tags: string;
  last_used_at: number | null;
  last_used_region: string | null;
}

export interface InstanceProfileTable {
  instance_profile_id: string;
  account_id: string;
  name: string;
  name_key: string;
  path: string;
  created_at: number;
  role_id: string | null;
  tags: string;
}

/** Customer managed policies; AWS managed ones are not rows. */
export interface ManagedPolicyTable {
  policy_id: string;
  account_id: string;
  arn: string;
  name: string;
  name_key: string;
  path: string;
  description: string | null;
  default_version_id: string;
  /** Number of the next version: numbers are never used twice. */
  next_version: number;
  created_at: number;
  updated_at: number;
  tags: string;
}

export interface PolicyVersionTable {
  policy_id: string;
  version_id: string;
  document: string;
  created_at: number;
}

export interface AttachedPolicyTable {
  account_id: string;
  entity_kind: EntityKind;
  entity_id: string;
  policy_arn: string;
  attached_at: number;
}

export interface InlinePolicyTable {
  account_id: string;
  entity_kind: EntityKind;
  entity_id: string;
  name: string;
  document: string;
}

export interface AccessKeyTable {
  access_key_id: string;
  account_id: string;
  /** null: the key is the account root's. */
  user_id: string | null;
  status: "Active" | "Inactive";
  secret_sealed: Uint8Array;
  created_at: number;
  last_used_at: number | null;
  last_used_service: string | null;
  last_used_region: string | null;
}

export interface LoginProfileTable {
  user_id: string;
  account_id: string;
  /** scrypt, with its parameters and salt. */
  password_hash: string;
  reset_required: number;
  created_at: number;
  changed_at: number;
  /** JSON array of earlier hashes, newest first, for password reuse prevention. */
  earlier_hashes: string;
}

export interface MfaDeviceTable {
  account_id: string;
  /** A virtual device's ARN, or a hardware serial such as GAHT12345678. */
  serial: string;
  kind: "virtual" | "hardware";
  /** Virtual devices: name and path; hardware: the serial and "/". */
  name: string;
  name_key: string;
  path: string;
  seed_sealed: Uint8Array;
  /** null: not enabled; "root": the account root's; else the user's id. */
  owner_id: string | null;
  /** Hardware: the user the operator registered it for, before it is enabled; null when already enabled or virtual. */
  reserved_for: string | null;
  enabled_at: number | null;
  created_at: number;
  /** The last time step accepted; a code at or before it is refused. */
  last_step: number;
  /** Steps between the device's clock and ours, set by ResyncMFADevice. */
  drift_steps: number;
  /** Wrong codes of late; starts anew after five minutes without one, and at every lock. */
  wrong_count: number;
  /** When the last wrong code came. */
  wrong_at: number;
  locked_until: number;
  /** The length of the last lock in seconds, doubled by the next; 0 before the first. */
  lock_seconds: number;
  tags: string;
}

export interface OidcProviderTable {
  arn: string;
  account_id: string;
  /** Without scheme, as in the ARN. */
  url: string;
  client_ids: string;
  thumbprints: string;
  created_at: number;
  tags: string;
}

export interface TokenKeyTable {
  key_id: number;
  /** The key wrapped by the master key. */
  key_sealed: Uint8Array;
  created_at: number;
  /** When this key seals no more; it opens tokens until 129,600 s later. */
  retires_at: number;
}

/** Things that work once: sign-in tokens and, later, replay ids. A conditional update decides, never a cache. */
export interface OneTimeTable {
  kind: string;
  id: string;
  expires_at: number;
  used_at: number | null;
}

export interface BucketTable {
  name: string;
  account_id: string;
  created_at: number;
  region: string;
}

export interface ObjectTable {
  bucket: string;
  object_key: string;
  /** Name of the file under the objects folder that holds the bytes. */
  file: string;
  size: number;
  etag: string;
  modified_at: number;
  content_type: string;
  /** JSON: cache-control and its like, x-amz-meta-*, checksums. */
  headers: string;
}

/** Uploads begun and neither completed nor aborted. Primary key: upload_id; bucket refers to bucket.name. */
export interface MultipartUploadTable {
  upload_id: string;
  bucket: string;
  object_key: string;
  account_id: string;
  created_at: number;
  content_type: string;
  /** JSON: what the object's `headers` will say. */
  headers: string;
}

/** Primary key: upload_id, part_number. */
export interface MultipartPartTable {
  upload_id: string;
  part_number: number;
  file: string;
  size: number;
  etag: string;
  /** Base64, of the upload's algorithm; null when the upload has none. */
  checksum: string | null;
  modified_at: number;
}

/** `account_id` is the management account in the organisation's three tables: writing them moves its version. */
export interface OrganizationPolicyTable {
  account_id: string;
  /** `p-` and 8 characters; AWS's own policies are not rows. */
  policy_id: string;
  kind: OrganizationPolicyKind;
  /** Unique among both kinds. */
  name: string;
  description: string;
  document: string;
  created_at: number;
  updated_at: number;
}

/** A target without rows of a kind has AWS's default policy of that kind and no other. */
export interface OrganizationAttachmentTable {
  account_id: string;
  /** `/` is the root, `/Production/Payments` a unit, twelve digits an account. */
  target: string;
  /** May be the id of AWS's own FullAWSAccess. */
  policy_id: string;
  kind: OrganizationPolicyKind;
  attached_at: number;
}

/** Accounts that were moved into a unit; the others hang on the root. */
export interface OrganizationMemberTable {
  account_id: string;
  member_id: string;
  /** `/Production/Payments`. */
  unit: string;
}
