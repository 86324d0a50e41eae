/** MFA devices: virtual ones that IAM makes, hardware ones that the operator registers. */
import type { Insertable, Selectable, Updateable } from "kysely";
import type { MfaDeviceTable, Reader, Writer } from "../schema.ts";
import type { Slice } from "../slice.ts";

export type MfaDeviceRow = Selectable<MfaDeviceTable>;

/** `owner_id` of a device that belongs to the account root. */
export const rootOwnerId = "root";

export async function findMfaDevice(
  reader: Reader,
  accountId: string,
  serial: string,
): Promise<MfaDeviceRow | undefined> {
  return reader
    .selectFrom("mfa_device")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("serial", "=", serial)
    .executeTakeFirst();
}

/** A virtual device by path and name, the name in any case. */
export async function findVirtualDeviceByName(
  reader: Reader,
  accountId: string,
  path: string,
  name: string,
): Promise<MfaDeviceRow | undefined> {
  return reader
    .selectFrom("mfa_device")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("kind", "=", "virtual")
    .where("path", "=", path)
    .where("name_key", "=", name.toLowerCase())
    .executeTakeFirst();
}

/** Enabled devices of a user (or of "root"), oldest first. */
export async function listMfaDevicesOf(
  reader: Reader,
  accountId: string,
  ownerId: string,
): Promise<MfaDeviceRow[]> {
  return reader
    .selectFrom("mfa_device")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("owner_id", "=", ownerId)
    .orderBy("enabled_at")
    .orderBy("serial")
    .execute();
}

/** The account's virtual devices by serial; `assigned` undefined: all of them. */
export async function listVirtualDevices(
  reader: Reader,
  accountId: string,
  assigned: boolean | undefined,
  slice: Slice,
): Promise<MfaDeviceRow[]> {
  let query = reader
    .selectFrom("mfa_device")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("kind", "=", "virtual")
    .where("serial", ">", slice.after ?? "");
  if (assigned !== undefined) query = query.where("owner_id", assigned ? "is not" : "is", null);
  return query.orderBy("serial").limit(slice.limit).execute();
}

/** How many devices the account has, and how many of them somebody uses. */
export async function countMfaDevices(
  reader: Reader,
  accountId: string,
): Promise<{ readonly all: number; readonly inUse: number }> {
  const row = await reader
    .selectFrom("mfa_device")
    .select((eb) => [eb.fn.countAll<number>().as("all"), eb.fn.count<number>("owner_id").as("in_use")])
    .where("account_id", "=", accountId)
    .executeTakeFirstOrThrow();
  return { all: Number(row.all), inUse: Number(row.in_use) };
}

export async function insertMfaDevice(tx: Writer, device: Insertable<MfaDeviceTable>): Promise<void> {
  await tx.insertInto("mfa_device").values(device).execute();
}

/** Gives a device that nobody uses to `ownerId`; whether nobody used it. `at` in milliseconds. */
export async function assignMfaDevice(
  tx: Writer,
  device: Pick<MfaDeviceRow, "account_id" | "serial">,
  ownerId: string,
  at: number,
): Promise<boolean> {
  const result = await tx
    .updateTable("mfa_device")
    .set({ owner_id: ownerId, enabled_at: at })
    .where("account_id", "=", device.account_id)
    .where("serial", "=", device.serial)
    .where("owner_id", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function updateMfaDevice(
  tx: Writer,
  device: Pick<MfaDeviceRow, "account_id" | "serial">,
  change: Updateable<MfaDeviceTable>,
): Promise<void> {
  await tx
    .updateTable("mfa_device")
    .set(change)
    .where("account_id", "=", device.account_id)
    .where("serial", "=", device.serial)
    .execute();
}

export async function deleteMfaDevice(
  tx: Writer,
  device: Pick<MfaDeviceRow, "account_id" | "serial">,
): Promise<void> {
  await tx
    .deleteFrom("mfa_device")
    .where("account_id", "=", device.account_id)
    .where("serial", "=", device.serial)
    .execute();
}

/** Forgets hardware devices that wait for a user who goes away: their serials may be registered again. */
export async function deleteReservedDevices(tx: Writer, userId: string): Promise<void> {
  await tx
    .deleteFrom("mfa_device")
    .where("reserved_for", "=", userId)
    .where("owner_id", "is", null)
    .execute();
}
