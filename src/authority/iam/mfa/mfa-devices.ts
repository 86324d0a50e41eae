/**
 * Whose MFA device it is: enable, resync, deactivate, list, get; virtual and hardware devices alike.
 * Codes are judged by `services.mfa`, which counts wrong ones in transactions of its own, so it is asked before ours.
 */
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { MFADevice } from "../../../wire/models/iam-types.generated.ts";
import type { Call } from "../../call.ts";
import { type AnyOperation, iamOperation } from "../../operation.ts";
import {
  assignMfaDevice,
  findMfaDevice,
  listMfaDevicesOf,
  type MfaDeviceRow,
  rootOwnerId,
  updateMfaDevice,
} from "../../store/credentials/mfa-devices.ts";
import { findUser } from "../../store/principals/users.ts";
import type { Reader } from "../../store/schema.ts";
import { pageOf } from "../entities/paging.ts";
import { demandRoomForOne } from "../entities/quotas.ts";
import { demandOwner, type Owner, ownerResource, userResource } from "../entities/targets.ts";

/** UserName with which the account root, and nobody else, means its own devices where the model wants a name. */
const rootUserName = "root";

interface Codes {
  readonly AuthenticationCode1: string;
  readonly AuthenticationCode2: string;
}

const enableMfaDevice = iamOperation("EnableMFADevice", {
  access: "policy",
  resource: (input, call) => userResource(call, input.UserName),
  async handle(input, call) {
    const { accountId } = call;
    const { store } = call.services;
    await demandFree(store.read, call, input.UserName, input.SerialNumber);
    await demandCodes(call, input.SerialNumber, input, "enable");
    await store.write(accountId, async (tx) => {
      const { device, ownerId } = await demandFree(tx, call, input.UserName, input.SerialNumber);
      if (!(await assignMfaDevice(tx, device, ownerId, call.now))) throw iamErrors.deviceAlreadyEnabled();
    });
    return undefined;
  },
});

const resyncMfaDevice = iamOperation("ResyncMFADevice", {
  access: "policy",
  resource: (input, call) => userResource(call, input.UserName),
  async handle(input, call) {
    const owner = await namedOwner(call.services.store.read, call, input.UserName);
    await demandDeviceOf(call.services.store.read, call, owner, input.SerialNumber);
    await demandCodes(call, input.SerialNumber, input, "resync");
    return undefined;
  },
});

const deactivateMfaDevice = iamOperation("DeactivateMFADevice", {
  access: "policy",
  resource: (input, call) => ownerResource(call, input.UserName),
  async handle(input, call) {
    await call.services.store.write(call.accountId, async (tx) => {
      const owner = await namedOwner(tx, call, input.UserName);
      const device = await demandDeviceOf(tx, call, owner, input.SerialNumber);
      await updateMfaDevice(tx, device, { owner_id: null, enabled_at: null });
    });
    return undefined;
  },
});

const listMfaDevices = iamOperation("ListMFADevices", {
  access: "policy",
  resource: (input, call) => ownerResource(call, input.UserName),
  async handle(input, call) {
    const { read } = call.services.store;
    const owner = await namedOwner(read, call, input.UserName);
    const devices = await listMfaDevicesOf(read, call.accountId, ownerIdOf(owner));
    const page = pageOf(devices, input, (device) => device.serial);
    return { MFADevices: page.items.map((device) => describeDevice(owner, device)), ...page.end };
  },
});

const getMfaDevice = iamOperation("GetMFADevice", {
  access: "policy",
  resource: (input, call) => ownerResource(call, input.UserName),
  async handle(input, call) {
    const { read } = call.services.store;
    const owner = await namedOwner(read, call, input.UserName);
    return describeDevice(owner, await demandDeviceOf(read, call, owner, input.SerialNumber));
  },
});

export const mfaDeviceOperations: readonly AnyOperation[] = [
  enableMfaDevice,
  resyncMfaDevice,
  deactivateMfaDevice,
  listMfaDevices,
  getMfaDevice,
];

/**
 * A device that nobody uses and an owner who may have one more. Throws NoSuchEntity, EntityAlreadyExists, LimitExceeded.
 * SECURITY: a hardware device can be enabled only by the user it was registered for.
 */
async function demandFree(reader: Reader, call: Call, userName: string, serial: string) {
  const ownerId = ownerIdOf(await namedOwner(reader, call, userName));
  const device = await findMfaDevice(reader, call.accountId, serial);
  if (device === undefined) throw notFound(serial);
  if (device.owner_id !== null) throw iamErrors.deviceAlreadyEnabled();
  if (device.kind === "hardware" && device.reserved_for !== ownerId)
    throw notFound(serial).because("the hardware device is registered for another user");
  const devices = await listMfaDevicesOf(reader, call.accountId, ownerId);
  demandRoomForOne("MFADevicesPerUser", devices.length);
  return { device, ownerId };
}

/** Throws InvalidAuthenticationCode unless both codes are right, fresh and consecutive. */
async function demandCodes(call: Call, serial: string, codes: Codes, purpose: "enable" | "resync") {
  const outcome = await call.services.mfa.verifyPair({
    accountId: call.accountId,
    serial,
    firstCode: codes.AuthenticationCode1,
    secondCode: codes.AuthenticationCode2,
    purpose,
  });
  if (outcome !== "accepted") throw iamErrors.invalidAuthenticationCode();
}

async function demandDeviceOf(
  reader: Reader,
  call: Call,
  owner: Owner,
  serial: string,
): Promise<MfaDeviceRow> {
  const device = await findMfaDevice(reader, call.accountId, serial);
  if (device === undefined) throw notFound(serial);
  if (device.owner_id !== ownerIdOf(owner)) throw iamErrors.deviceNotOfUser();
  return device;
}

/** The named user, the caller itself, or, when the account root says "root" and no user is called so, the root. */
async function namedOwner(reader: Reader, call: Call, name: string | undefined): Promise<Owner> {
  if (call.caller.kind !== "root" || name?.toLowerCase() !== rootUserName)
    return demandOwner(reader, call, name);
  const user = await findUser(reader, call.accountId, name);
  return user === undefined ? { kind: "root" } : { kind: "user", user };
}

function ownerIdOf(owner: Owner): string {
  return owner.kind === "user" ? owner.user.user_id : rootOwnerId;
}

function notFound(serial: string) {
  return serial.startsWith("arn:")
    ? iamErrors.virtualDeviceNotFound(serial)
    : iamErrors.deviceNotFound(serial);
}

function describeDevice(owner: Owner, device: MfaDeviceRow): MFADevice {
  return {
    UserName: owner.kind === "user" ? owner.user.name : rootUserName,
    SerialNumber: device.serial,
    EnableDate: device.enabled_at ?? device.created_at,
  };
}
