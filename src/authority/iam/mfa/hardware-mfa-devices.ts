/**
 * Hardware MFA devices. AWS knows the seeds of the devices it sells; here the operator registers serial and seed for a
 * user, who then enables the device with two consecutive codes as any other.
 */
import { iamErrors } from "../../../wire/errors/iam.ts";
import { operatorErrors } from "../../../wire/errors/operator.ts";
import type { Services } from "../../call.ts";
import { findMfaDevice, insertMfaDevice } from "../../store/credentials/mfa-devices.ts";
import { secretLabel } from "../../store/index.ts";
import { defaultPath, nameKey } from "../entities/names.ts";
import { demandUser } from "../entities/targets.ts";
import { unusedDevice } from "./virtual-mfa-devices.ts";

/** RFC 4226, R6: a shared secret of at least 128 bits; 64 bytes is SHA-1's block. */
export const minSeedBytes = 16;
export const maxSeedBytes = 64;
/** As GetSessionToken's SerialNumber, without what would make it an ARN. AWS's own look like GAHT12345678. */
const serialPattern = /^[\w+=,.@-]{9,64}$/;

export interface HardwareDevice {
  readonly accountId: string;
  /** Whom the device was given to. */
  readonly userName: string;
  /** Printed on the device: `GAHT12345678`. */
  readonly serial: string;
  /** The TOTP seed, 16 to 64 bytes. */
  readonly seed: Uint8Array;
}

/**
 * Reserves a device for a user: EnableMFADevice with that serial works for this user alone.
 * Throws ValidationException, NoSuchEntity or EntityAlreadyExists; the seed is in no message.
 */
export async function registerHardwareDevice(
  services: Pick<Services, "clock" | "store" | "masterKey">,
  device: HardwareDevice,
): Promise<void> {
  const { accountId, serial, seed } = device;
  if (!serialPattern.test(serial))
    throw operatorErrors.invalidInput("A serial number has 9 to 64 letters, digits and + = , . @ _ -.");
  if (seed.length < minSeedBytes || seed.length > maxSeedBytes)
    throw operatorErrors.invalidInput(`A seed has ${minSeedBytes} to ${maxSeedBytes} bytes.`);
  const sealed = services.masterKey.seal(seed, secretLabel("mfa_device", accountId, serial));
  await services.store.write(accountId, async (tx) => {
    const user = await demandUser(tx, accountId, device.userName);
    if ((await findMfaDevice(tx, accountId, serial)) !== undefined)
      throw iamErrors.hardwareDeviceExists(serial);
    await insertMfaDevice(tx, {
      ...unusedDevice,
      account_id: accountId,
      serial,
      kind: "hardware",
      name: serial,
      name_key: nameKey(serial),
      path: defaultPath,
      seed_sealed: sealed,
      reserved_for: user.user_id,
      created_at: services.clock.now(),
      tags: "[]",
    });
  });
}
