/** The rows of the credential report. */
import { buildArn, formatInstant } from "../../../base/index.ts";
import { type AccessKeyRow, listAccessKeys } from "../../store/credentials/access-keys.ts";
import { findLoginProfile, type LoginProfileRow } from "../../store/credentials/login-profiles.ts";
import { listMfaDevicesOf, rootOwnerId } from "../../store/credentials/mfa-devices.ts";
import { listUsers, type UserRow } from "../../store/principals/users.ts";
import type { Reader } from "../../store/schema.ts";
import { findPasswordPolicy } from "../credentials/password-policy.ts";
import { defaultPath, entityArn } from "../entities/names.ts";
import { quotas } from "../entities/quotas.ts";
import { demandAccount } from "./account.ts";

const dayMs = 86_400_000;
const notApplicable = "N/A";

/** AWS: names and order of the columns. */
const columns = [
  "user",
  "arn",
  "user_creation_time",
  "password_enabled",
  "password_last_used",
  "password_last_changed",
  "password_next_rotation",
  "mfa_active",
  "access_key_1_active",
  "access_key_1_last_rotated",
  "access_key_1_last_used_date",
  "access_key_1_last_used_region",
  "access_key_1_last_used_service",
  "access_key_2_active",
  "access_key_2_last_rotated",
  "access_key_2_last_used_date",
  "access_key_2_last_used_region",
  "access_key_2_last_used_service",
  "cert_1_active",
  "cert_1_last_rotated",
  "cert_2_active",
  "cert_2_last_rotated",
] as const;

const noCertificates = ["false", notApplicable, "false", notApplicable];

/** Header, the account root, then the users by name; lines end with a line feed, the last one has none. */
export async function buildCredentialReport(reader: Reader, accountId: string): Promise<string> {
  const maxAgeDays = (await findPasswordPolicy(reader, accountId))?.maxAgeDays;
  const all = { after: undefined, limit: quotas.UsersPerAccount };
  const rows = [[...columns], await rootRow(reader, accountId)];
  for (const user of await listUsers(reader, accountId, defaultPath, all))
    rows.push(await userRow(reader, user, maxAgeDays));
  // Names and ARNs hold commas at times: "user,name" is a name.
  return rows.map((cells) => cells.map(quoteCell).join(",")).join("\n");
}

async function rootRow(reader: Reader, accountId: string): Promise<string[]> {
  const account = await demandAccount(reader, accountId);
  const devices = await listMfaDevicesOf(reader, accountId, rootOwnerId);
  const keys = await listAccessKeys(reader, accountId, null);
  return [
    "<root_account>",
    buildArn("iam", accountId, "root"),
    formatInstant(account.created_at),
    ...["not_supported", "no_information", "not_supported", "not_supported"],
    String(devices.length > 0),
    ...keyCells(keys[0]),
    ...keyCells(keys[1]),
    ...noCertificates,
  ];
}

async function userRow(reader: Reader, user: UserRow, maxAgeDays: number | undefined): Promise<string[]> {
  const profile = await findLoginProfile(reader, user.user_id);
  const devices = await listMfaDevicesOf(reader, user.account_id, user.user_id);
  const keys = await listAccessKeys(reader, user.account_id, user.user_id);
  return [
    user.name,
    entityArn("user", user),
    formatInstant(user.created_at),
    ...passwordCells(user, profile, maxAgeDays),
    String(devices.length > 0),
    ...keyCells(keys[0]),
    ...keyCells(keys[1]),
    ...noCertificates,
  ];
}

function passwordCells(
  user: UserRow,
  profile: LoginProfileRow | undefined,
  maxAgeDays: number | undefined,
): string[] {
  if (profile === undefined) return ["false", notApplicable, notApplicable, notApplicable];
  const rotation = maxAgeDays === undefined ? null : profile.changed_at + maxAgeDays * dayMs;
  return [
    "true",
    user.password_last_used_at === null ? "no_information" : formatInstant(user.password_last_used_at),
    formatInstant(profile.changed_at),
    instantOr(rotation),
  ];
}

function keyCells(key: AccessKeyRow | undefined): string[] {
  if (key === undefined) return ["false", notApplicable, notApplicable, notApplicable, notApplicable];
  return [
    String(key.status === "Active"),
    formatInstant(key.created_at),
    instantOr(key.last_used_at),
    key.last_used_region ?? notApplicable,
    key.last_used_service ?? notApplicable,
  ];
}

function instantOr(milliseconds: number | null): string {
  return milliseconds === null ? notApplicable : formatInstant(milliseconds);
}

function quoteCell(cell: string): string {
  return cell.includes(",") ? `"${cell}"` : cell;
}
