/** Virtual MFA devices: create with seed and QR code, delete, list. Giving them to users: `mfa-devices.ts`. */
import { toBuffer } from "qrcode";
import { buildArn, encodeBase32, encodeUtf8 } from "../../../base/index.ts";
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { User, VirtualMFADevice } from "../../../wire/models/iam-types.generated.ts";
import type { Call, Services } from "../../call.ts";
import { type AnyOperation, iamOperation } from "../../operation.ts";
import {
  deleteMfaDevice,
  findMfaDevice,
  findVirtualDeviceByName,
  insertMfaDevice,
  listVirtualDevices,
  type MfaDeviceRow,
  rootOwnerId,
} from "../../store/credentials/mfa-devices.ts";
import { secretLabel } from "../../store/index.ts";
import { findUserById } from "../../store/principals/users.ts";
import type { Reader } from "../../store/schema.ts";
import { defaultPath, expectedArn, nameKey } from "../entities/names.ts";
import { buildPage, parsePage } from "../entities/paging.ts";
import {
  buildTags,
  demandNewTags,
  requestTagContext,
  shownTags,
  type Tag,
  tagMap,
} from "../entities/tags.ts";
import { describeListedUser, describeRoot } from "../users/users.ts";

/** AWS's seeds are 64 characters of base32. */
const seedBytes = 40;
/** The model lets no request name a device by a longer serial number, in characters. */
const maxSerialLength = 256;
const issuer = "Amazon Web Services";

/** Columns of a device that was never used. */
export const unusedDevice = {
  owner_id: null,
  reserved_for: null,
  enabled_at: null,
  last_step: 0,
  drift_steps: 0,
  wrong_count: 0,
  wrong_at: 0,
  locked_until: 0,
  lock_seconds: 0,
} as const;

const createVirtualMfaDevice = iamOperation("CreateVirtualMFADevice", {
  access: "policy",
  resource: (input, call) => ({
    arn: expectedArn("mfa", call.accountId, input.VirtualMFADeviceName, input.Path),
  }),
  context: (input) => requestTagContext(input.Tags),
  async handle(input, call) {
    const { store, random } = call.services;
    const { accountId } = call;
    const name = input.VirtualMFADeviceName;
    const path = input.Path ?? defaultPath;
    const serial = expectedArn("mfa", accountId, name, path);
    const tags = await demandNewTags(call, "iam:TagMFADevice", serial, input.Tags);
    const seed = random(seedBytes);
    const device = newVirtualDevice(call, { name, path, seed, tags });
    await store.write(accountId, async (tx) => {
      if ((await findVirtualDeviceByName(tx, accountId, path, name)) !== undefined)
        throw iamErrors.virtualDeviceExists();
      await insertMfaDevice(tx, device);
    });
    const base32 = encodeBase32(seed);
    return {
      VirtualMFADevice: {
        SerialNumber: serial,
        Base32StringSeed: encodeUtf8(base32),
        QRCodePNG: await toBuffer(otpauthUri(name, accountId, base32), { type: "png" }),
        ...shownTags(device.tags),
      },
    };
  },
});

const deleteVirtualMfaDevice = iamOperation("DeleteVirtualMFADevice", {
  access: "policy",
  resource: (input, call) => deviceResource(call, input.SerialNumber),
  async handle(input, call) {
    await call.services.store.write(call.accountId, async (tx) => {
      const device = await demandVirtualDevice(tx, call.accountId, input.SerialNumber);
      if (device.owner_id !== null) throw iamErrors.virtualDeviceInUse();
      await deleteMfaDevice(tx, device);
    });
    return undefined;
  },
});

const listVirtualMfaDevices = iamOperation("ListVirtualMFADevices", {
  access: "policy",
  async handle(input, call) {
    const { read } = call.services.store;
    const request = parsePage(input);
    const prefix = buildArn("iam", call.accountId, "mfa");
    // The marker holds what follows the prefix: whole serials would be too long for it.
    const after = request.after === undefined ? undefined : prefix + request.after;
    const assigned = assignment[input.AssignmentStatus ?? "Any"];
    const rows = await listVirtualDevices(read, call.accountId, assigned, { ...request, after });
    const page = buildPage(rows, request, (device) => device.serial.slice(prefix.length));
    const devices: VirtualMFADevice[] = [];
    for (const device of page.items) devices.push(await describeListedDevice(call, device));
    return { VirtualMFADevices: devices, ...page.end };
  },
});

const assignment = { Assigned: true, Unassigned: false, Any: undefined } as const;

export const virtualMfaDeviceOperations: readonly AnyOperation[] = [
  createVirtualMfaDevice,
  deleteVirtualMfaDevice,
  listVirtualMfaDevices,
];

export interface NewVirtualDevice {
  readonly name: string;
  readonly path: string;
  /** The TOTP seed's bytes. */
  readonly seed: Uint8Array;
  readonly tags: readonly Tag[];
}

/** The row of a device that nobody uses yet. Throws ValidationError when no request could name it. */
export function newVirtualDevice(
  { accountId, now, services }: Pick<Call, "accountId" | "now"> & { services: Pick<Services, "masterKey"> },
  { name, path, seed, tags }: NewVirtualDevice,
): MfaDeviceRow {
  const serial = expectedArn("mfa", accountId, name, path);
  if (serial.length > maxSerialLength) throw iamErrors.serialTooLong(maxSerialLength);
  return {
    ...unusedDevice,
    account_id: accountId,
    serial,
    kind: "virtual",
    name,
    name_key: nameKey(name),
    path,
    seed_sealed: services.masterKey.seal(seed, secretLabel("mfa_device", accountId, serial)),
    created_at: now,
    tags: buildTags(tags),
  };
}

/** What an authenticator app scans. AWS: IAM API reference, VirtualMFADevice, QRCodePNG. */
export function otpauthUri(deviceName: string, accountId: string, base32Seed: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(deviceName)}@${accountId}`;
  return `otpauth://totp/${label}?secret=${base32Seed}&issuer=${encodeURIComponent(issuer)}`;
}

/** The resource of operations on a device itself. A hardware serial is no ARN. */
export async function deviceResource(call: Call, serial: string) {
  const device = await findMfaDevice(call.services.store.read, call.accountId, serial);
  const arn = serial.startsWith("arn:") ? serial : expectedArn("mfa", call.accountId, serial);
  return device === undefined ? { arn } : { arn, tags: tagMap(device.tags) };
}

/** Throws NoSuchEntity. */
export async function demandVirtualDevice(
  reader: Reader,
  accountId: string,
  serial: string,
): Promise<MfaDeviceRow> {
  const device = await findMfaDevice(reader, accountId, serial);
  if (device?.kind !== "virtual") throw iamErrors.virtualDeviceNotFound(serial);
  return device;
}

/** AWS: neither seed nor QR code is ever shown again, and lists leave out tags. */
async function describeListedDevice(call: Call, device: MfaDeviceRow): Promise<VirtualMFADevice> {
  return {
    SerialNumber: device.serial,
    User: await describeHolder(call, device.owner_id),
    EnableDate: device.enabled_at ?? undefined,
  };
}

async function describeHolder(call: Call, ownerId: string | null): Promise<User | undefined> {
  if (ownerId === null) return undefined;
  if (ownerId === rootOwnerId) return describeRoot(call);
  const user = await findUserById(call.services.store.read, call.accountId, ownerId);
  return user === undefined ? undefined : describeListedUser(user);
}
