import { timingSafeEqual } from "node:crypto";
import { defaultPath } from "../../../authority/iam/entities/names.ts";
import { demandRoomForOne } from "../../../authority/iam/entities/quotas.ts";
import { demandUser } from "../../../authority/iam/entities/targets.ts";
import { maxSeedBytes, minSeedBytes } from "../../../authority/iam/mfa/hardware-mfa-devices.ts";
import { newVirtualDevice } from "../../../authority/iam/mfa/virtual-mfa-devices.ts";
import {
  findVirtualDeviceByName,
  insertMfaDevice,
  listMfaDevicesOf,
  type MfaDeviceRow,
  updateMfaDevice,
} from "../../../authority/store/credentials/mfa-devices.ts";
import { secretLabel } from "../../../authority/store/index.ts";
import type { Writer } from "../../../authority/store/schema.ts";
import { decodeBase32 } from "../../../base/index.ts";
import { sha256 } from "../../../crypto/index.ts";
import type { VirtualMfaDeviceSeed } from "../file/shape.ts";
import type { Desk } from "./desk.ts";

/**
 * A virtual device whose seed is given and which is enabled without codes: both have no words in IAM's operations.
 * SECURITY: the name of another user's device, or of one with another seed, is refused.
 */
export async function applyVirtualMfaDevice(
  desk: Desk,
  userName: string,
  wanted: VirtualMfaDeviceSeed,
): Promise<void> {
  const { services, accountId } = desk;
  const { store } = services;
  const { VirtualMFADeviceName: name } = wanted;
  const seed = readSeedBytes(desk, wanted);
  await desk.guard(async () => {
    desk.check("CreateVirtualMFADevice", { VirtualMFADeviceName: name });
    const { user_id: userId } = await demandUser(store.read, accountId, userName);
    const present = await findVirtualDeviceByName(store.read, accountId, defaultPath, name);
    if (present !== undefined) demandSameDevice(desk, present, { userId, seed });
    if (present?.owner_id === userId) return;
    const now = services.clock.now();
    await store.write(accountId, async (tx: Writer) => {
      const devices = await listMfaDevicesOf(tx, accountId, userId);
      demandRoomForOne("MFADevicesPerUser", devices.length);
      const held = { owner_id: userId, enabled_at: now };
      if (present !== undefined) return updateMfaDevice(tx, present, held);
      const device = newVirtualDevice(
        { accountId, now, services },
        { name, path: defaultPath, seed, tags: [] },
      );
      await insertMfaDevice(tx, { ...device, ...held });
    });
  });
}

function readSeedBytes(desk: Desk, { Base32StringSeed: seed }: VirtualMfaDeviceSeed): Uint8Array {
  const bytes = decodeBase32(seed.reveal());
  if (bytes === undefined || bytes.length < minSeedBytes || bytes.length > maxSeedBytes)
    throw desk.fault(`Base32StringSeed must be base32 of ${minSeedBytes} to ${maxSeedBytes} bytes`);
  return bytes;
}

function demandSameDevice(
  desk: Desk,
  present: MfaDeviceRow,
  { userId, seed }: { readonly userId: string; readonly seed: Uint8Array },
): void {
  if (present.owner_id !== null && present.owner_id !== userId)
    throw desk.conflict(`the MFA device "${present.serial}" exists and is somebody else's`);
  const label = secretLabel("mfa_device", present.account_id, present.serial);
  const sealed = desk.services.masterKey.open(present.seed_sealed, label);
  if (sealed === undefined || !timingSafeEqual(sha256(sealed), sha256(seed)))
    throw desk.conflict(`the MFA device "${present.serial}" exists with another seed`);
}
