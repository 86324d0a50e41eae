/**
 * The tables of `schema.ts`. Times and numbers are `bigint` (milliseconds do not fit into PostgreSQL's integer).
 * Foreign keys have no cascades: repositories delete in AWS's order, and a forgotten step is refused, not hidden.
 */
import type { Kysely } from "kysely";
import type { Schema } from "../../schema.ts";
import { createTables, type TablePlan } from "./create-tables.ts";

const account = { account_id: ["account", "account_id"] } as const;
const named = {
  account_id: "text",
  name: "text",
  name_key: "text",
  path: "text",
  created_at: "bigint",
} as const;
const nameIsUnique = [["account_id", "name_key"]] as const;

const plans: Readonly<Record<string, TablePlan>> = {
  meta: { columns: { name: "text", value: "text" }, primaryKey: ["name"] },
  account: {
    columns: {
      account_id: "text",
      name: "text",
      alias: "text?",
      is_management: "bigint",
      created_at: "bigint",
      version: "bigint",
      password_policy: "text?",
    },
    primaryKey: ["account_id"],
    unique: [["alias"]],
  },
  iam_user: {
    columns: {
      user_id: "text",
      ...named,
      boundary_arn: "text?",
      tags: "text",
      password_last_used_at: "bigint?",
    },
    primaryKey: ["user_id"],
    unique: nameIsUnique,
    refersTo: account,
    indexes: [["boundary_arn"]],
  },
  iam_group: {
    columns: { group_id: "text", ...named },
    primaryKey: ["group_id"],
    unique: nameIsUnique,
    refersTo: account,
  },
  group_member: {
    columns: { account_id: "text", group_id: "text", user_id: "text", added_at: "bigint" },
    primaryKey: ["group_id", "user_id"],
    refersTo: { ...account, group_id: ["iam_group", "group_id"], user_id: ["iam_user", "user_id"] },
    indexes: [["user_id"]],
  },
  iam_role: {
    columns: {
      role_id: "text",
      ...named,
      description: "text?",
      max_session_duration: "bigint",
      trust_policy: "text",
      boundary_arn: "text?",
      tags: "text",
      last_used_at: "bigint?",
      last_used_region: "text?",
    },
    primaryKey: ["role_id"],
    unique: nameIsUnique,
    refersTo: account,
    indexes: [["boundary_arn"]],
  },
  instance_profile: {
    columns: { instance_profile_id: "text", ...named, role_id: "text?", tags: "text" },
    primaryKey: ["instance_profile_id"],
    unique: nameIsUnique,
    refersTo: { ...account, role_id: ["iam_role", "role_id"] },
    indexes: [["role_id"]],
  },
  managed_policy: {
    columns: {
      policy_id: "text",
      arn: "text",
      ...named,
      description: "text?",
      default_version_id: "text",
      next_version: "bigint",
      updated_at: "bigint",
      tags: "text",
    },
    primaryKey: ["policy_id"],
    unique: [["arn"], ...nameIsUnique],
    refersTo: account,
  },
  policy_version: {
    columns: { policy_id: "text", version_id: "text", document: "text", created_at: "bigint" },
    primaryKey: ["policy_id", "version_id"],
    refersTo: { policy_id: ["managed_policy", "policy_id"] },
  },
  attached_policy: {
    columns: {
      account_id: "text",
      entity_kind: "text",
      entity_id: "text",
      policy_arn: "text",
      attached_at: "bigint",
    },
    primaryKey: ["entity_id", "policy_arn"],
    refersTo: account,
    indexes: [["account_id", "policy_arn"]],
  },
  inline_policy: {
    columns: {
      account_id: "text",
      entity_kind: "text",
      entity_id: "text",
      name: "text",
      document: "text",
    },
    primaryKey: ["entity_id", "name"],
    refersTo: account,
  },
  access_key: {
    columns: {
      access_key_id: "text",
      account_id: "text",
      user_id: "text?",
      status: "text",
      secret_sealed: "blob",
      created_at: "bigint",
      last_used_at: "bigint?",
      last_used_service: "text?",
      last_used_region: "text?",
    },
    primaryKey: ["access_key_id"],
    refersTo: { ...account, user_id: ["iam_user", "user_id"] },
    indexes: [["account_id", "user_id"], ["user_id"]],
  },
  login_profile: {
    columns: {
      user_id: "text",
      account_id: "text",
      password_hash: "text",
      reset_required: "bigint",
      created_at: "bigint",
      changed_at: "bigint",
      earlier_hashes: "text",
    },
    primaryKey: ["user_id"],
    refersTo: { ...account, user_id: ["iam_user", "user_id"] },
  },
  mfa_device: {
    columns: {
      account_id: "text",
      serial: "text",
      kind: "text",
      name: "text",
      name_key: "text",
      path: "text",
      seed_sealed: "blob",
      owner_id: "text?",
      reserved_for: "text?",
      enabled_at: "bigint?",
      created_at: "bigint",
      last_step: "bigint",
      drift_steps: "bigint",
      wrong_count: "bigint",
      wrong_at: "bigint",
      locked_until: "bigint",
      lock_seconds: "bigint",
      tags: "text",
    },
    primaryKey: ["account_id", "serial"],
    refersTo: account,
    indexes: [["account_id", "owner_id"], ["reserved_for"]],
  },
  oidc_provider: {
    columns: {
      arn: "text",
      account_id: "text",
      url: "text",
      client_ids: "text",
      thumbprints: "text",
      created_at: "bigint",
      tags: "text",
    },
    primaryKey: ["arn"],
    refersTo: account,
    indexes: [["account_id"]],
  },
  token_key: {
    columns: { key_id: "bigint", key_sealed: "blob", created_at: "bigint", retires_at: "bigint" },
    primaryKey: ["key_id"],
  },
  one_time: {
    columns: { kind: "text", id: "text", expires_at: "bigint", used_at: "bigint?" },
    primaryKey: ["kind", "id"],
    indexes: [["expires_at"]],
  },
  bucket: {
    columns: { name: "text", account_id: "text", created_at: "bigint", region: "text" },
    primaryKey: ["name"],
    refersTo: account,
    indexes: [["account_id", "name"]],
  },
  s3_object: {
    columns: {
      bucket: "text",
      object_key: "text",
      file: "text",
      size: "bigint",
      etag: "text",
      modified_at: "bigint",
      content_type: "text",
      headers: "text",
    },
    primaryKey: ["bucket", "object_key"],
    refersTo: { bucket: ["bucket", "name"] },
  },
  multipart_upload: {
    columns: {
      upload_id: "text",
      bucket: "text",
      object_key: "text",
      account_id: "text",
      created_at: "bigint",
      content_type: "text",
      headers: "text",
    },
    primaryKey: ["upload_id"],
    refersTo: { ...account, bucket: ["bucket", "name"] },
    indexes: [["bucket", "object_key"]],
  },
  multipart_part: {
    columns: {
      upload_id: "text",
      part_number: "bigint",
      file: "text",
      size: "bigint",
      etag: "text",
      checksum: "text?",
      modified_at: "bigint",
    },
    primaryKey: ["upload_id", "part_number"],
    refersTo: { upload_id: ["multipart_upload", "upload_id"] },
  },
};

export async function createFirstTables(database: Kysely<Schema>): Promise<void> {
  await createTables(database, plans);
}
