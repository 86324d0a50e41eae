/**
 * The organisation's policies, where they are attached, and the units of its accounts. `account_id` is the management
 * account in every row: its version is the one that caches of them follow.
 */
import type { Kysely } from "kysely";
import type { Schema } from "../../schema.ts";
import { createTables, type TablePlan } from "./create-tables.ts";

const account = { account_id: ["account", "account_id"] } as const;

const plans: Readonly<Record<string, TablePlan>> = {
  organization_policy: {
    columns: {
      account_id: "text",
      policy_id: "text",
      kind: "text",
      name: "text",
      description: "text",
      document: "text",
      created_at: "bigint",
      updated_at: "bigint",
    },
    primaryKey: ["policy_id"],
    unique: [["account_id", "name"]],
    refersTo: account,
  },
  organization_attachment: {
    columns: {
      account_id: "text",
      target: "text",
      policy_id: "text",
      kind: "text",
      attached_at: "bigint",
    },
    primaryKey: ["account_id", "target", "policy_id"],
    refersTo: account,
    indexes: [["policy_id"]],
  },
  organization_member: {
    columns: { account_id: "text", member_id: "text", unit: "text" },
    primaryKey: ["member_id"],
    refersTo: { ...account, member_id: ["account", "account_id"] },
  },
};

export async function createOrganization(database: Kysely<Schema>): Promise<void> {
  await createTables(database, plans);
}
