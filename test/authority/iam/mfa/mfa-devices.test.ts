import assert from "node:assert/strict";
import { describe, test } from "node:test";
import jsQR from "jsqr";
import { PNG } from "pngjs";
import { iamOperations, registerHardwareDevice } from "../../../../src/authority/iam/index.ts";
import { findMfaDevice } from "../../../../src/authority/store/credentials/mfa-devices.ts";
import { decodeBase32 } from "../../../../src/base/index.ts";
import {
  codePair,
  findOperation,
  openAuthority,
  performer,
  refuses,
  roleCaller,
  type TestAuthority,
} from "../../../support/authority.ts";
import { closing } from "../../../support/closing.ts";

const perform = performer(iamOperations);
const hour = 3_600_000;

/** A new virtual device and its seed. */
async function makeDevice(authority: TestAuthority, name = "phone") {
  const input = { VirtualMFADeviceName: name };
  const { VirtualMFADevice } = await perform("CreateVirtualMFADevice", input, authority.makeCall());
  const base32 = Buffer.from(VirtualMFADevice.Base32StringSeed ?? []).toString();
  const seed = decodeBase32(base32);
  assert.ok(seed);
  return { serial: VirtualMFADevice.SerialNumber, base32, seed, png: VirtualMFADevice.QRCodePNG };
}

function enableInput(authority: TestAuthority, serial: string, seed: Uint8Array, UserName = "admin") {
  const [AuthenticationCode1, AuthenticationCode2] = codePair(seed, authority.services.clock.now());
  return { UserName, SerialNumber: serial, AuthenticationCode1, AuthenticationCode2 };
}

describe("virtual MFA devices", () => {
  test("CreateVirtualMFADevice answers a seed and a QR code that scans to it", async () => {
    const authority = closing(await openAuthority());
    const { serial, base32, png } = await makeDevice(authority);
    assert.equal(serial, "arn:aws:iam::123456789012:mfa/phone");
    assert.match(base32, /^[A-Z2-7]{64}$/);
    const image = PNG.sync.read(Buffer.from(png ?? []));
    const scan = (jsQR as unknown as typeof jsQR.default)(
      new Uint8ClampedArray(image.data),
      image.width,
      image.height,
    );
    const label = "Amazon%20Web%20Services:phone@123456789012";
    assert.equal(scan?.data, `otpauth://totp/${label}?secret=${base32}&issuer=Amazon%20Web%20Services`);
  });

  test("CreateVirtualMFADevice refuses the same path and name in any case, and a serial nobody could send", async () => {
    const authority = closing(await openAuthority());
    await makeDevice(authority, "Phone");
    const call = authority.makeCall();
    await refuses(
      perform("CreateVirtualMFADevice", { VirtualMFADeviceName: "phone" }, call),
      "EntityAlreadyExists",
      "MFADevice entity at the same path and name already exists.",
    );
    const elsewhere = { VirtualMFADeviceName: "phone", Path: "/x/" };
    const { VirtualMFADevice } = await perform("CreateVirtualMFADevice", elsewhere, call);
    assert.equal(VirtualMFADevice.SerialNumber, "arn:aws:iam::123456789012:mfa/x/phone");
    const long = { VirtualMFADeviceName: "x".repeat(227) };
    await refuses(perform("CreateVirtualMFADevice", long, call), "ValidationError");
  });

  test("the store keeps the seed sealed", async () => {
    const authority = closing(await openAuthority());
    const { serial, seed, base32 } = await makeDevice(authority);
    const row = await findMfaDevice(authority.services.store.read, "123456789012", serial);
    assert.equal(Buffer.from(row?.seed_sealed ?? []).includes(Buffer.from(seed)), false);
    assert.equal(JSON.stringify(row).includes(base32), false);
  });

  test("EnableMFADevice wants two consecutive codes, and refuses every other pair", async () => {
    const authority = closing(await openAuthority());
    const { serial, seed } = await makeDevice(authority);
    const call = authority.makeCall();
    const right = enableInput(authority, serial, seed);
    const { AuthenticationCode1: first, AuthenticationCode2: second } = right;
    const sentence = "Authentication code for device is not valid.";
    for (const [one, two] of [
      [second, first],
      [first, first],
      ["000000", "000000"],
    ] as const) {
      const wrong = { ...right, AuthenticationCode1: one, AuthenticationCode2: two };
      await refuses(perform("EnableMFADevice", wrong, call), "InvalidAuthenticationCode", sentence);
    }
    await perform("EnableMFADevice", right, call);
    const { MFADevices } = await perform("ListMFADevices", {}, call);
    const EnableDate = authority.clock.now();
    assert.deepEqual(MFADevices, [{ UserName: "admin", SerialNumber: serial, EnableDate }]);
  });

  test("EnableMFADevice counts wrong codes: after five even the right ones are refused", async () => {
    const authority = closing(await openAuthority());
    const { serial, seed } = await makeDevice(authority);
    const call = authority.makeCall();
    const right = enableInput(authority, serial, seed);
    const wrong = { ...right, AuthenticationCode1: "000000", AuthenticationCode2: "000001" };
    for (let index = 0; index < 5; index += 1)
      await refuses(perform("EnableMFADevice", wrong, call), "InvalidAuthenticationCode");
    await refuses(perform("EnableMFADevice", right, call), "InvalidAuthenticationCode");
    authority.clock.advance(hour);
    await perform("EnableMFADevice", enableInput(authority, serial, seed), authority.makeCall());
  });

  test("EnableMFADevice refuses unknown users and devices, a device in use and a ninth device", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const { serial, seed } = await makeDevice(authority);
    const nobody = enableInput(authority, serial, seed, "nobody");
    await refuses(perform("EnableMFADevice", nobody, call), "NoSuchEntity");
    const absent = enableInput(authority, "arn:aws:iam::123456789012:mfa/none", seed);
    await refuses(
      perform("EnableMFADevice", absent, call),
      "NoSuchEntity",
      "VirtualMFADevice with serial number arn:aws:iam::123456789012:mfa/none does not exist.",
    );
    await perform("EnableMFADevice", enableInput(authority, serial, seed), call);
    authority.clock.advance(hour);
    await refuses(
      perform("EnableMFADevice", enableInput(authority, serial, seed), call),
      "EntityAlreadyExists",
      "MFA Device is already in use.",
    );
    for (let index = 1; index < 8; index += 1) {
      const device = await makeDevice(authority, `phone${index}`);
      await perform("EnableMFADevice", enableInput(authority, device.serial, device.seed), call);
    }
    const ninth = await makeDevice(authority, "phone9");
    await refuses(
      perform("EnableMFADevice", enableInput(authority, ninth.serial, ninth.seed), call),
      "LimitExceeded",
      "Cannot exceed quota for MFADevicesPerUser: 8",
    );
  });

  test("EnableMFADevice by two users at once gives the device to one of them", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    await perform("CreateUser", { UserName: "ann" }, call);
    const { serial, seed } = await makeDevice(authority);
    const attempts = ["admin", "ann"].map((name) =>
      perform("EnableMFADevice", enableInput(authority, serial, seed, name), call),
    );
    const outcomes = (await Promise.allSettled(attempts)).map(({ status }) => status).sort();
    assert.deepEqual(outcomes, ["fulfilled", "rejected"]);
  });

  test("DeactivateMFADevice frees a device, and only then DeleteVirtualMFADevice takes it away", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const { serial, seed } = await makeDevice(authority);
    const SerialNumber = serial;
    await perform("EnableMFADevice", enableInput(authority, serial, seed), call);
    await refuses(
      perform("DeleteVirtualMFADevice", { SerialNumber }, call),
      "DeleteConflict",
      "MFA VirtualDevice in use. Must deactivate first.",
    );
    await perform("CreateUser", { UserName: "ann" }, call);
    await refuses(
      perform("DeactivateMFADevice", { UserName: "ann", SerialNumber }, call),
      "NoSuchEntity",
      "MFA Device invalid for user.",
    );
    await perform("DeactivateMFADevice", { SerialNumber }, call);
    assert.deepEqual((await perform("ListMFADevices", {}, call)).MFADevices, []);
    await perform("DeleteVirtualMFADevice", { SerialNumber }, call);
    await refuses(perform("DeleteVirtualMFADevice", { SerialNumber }, call), "NoSuchEntity");
  });

  test("a device enabled again does not accept the codes it was enabled with", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const { serial, seed } = await makeDevice(authority);
    const input = enableInput(authority, serial, seed);
    await perform("EnableMFADevice", input, call);
    await perform("DeactivateMFADevice", { SerialNumber: serial }, call);
    await refuses(perform("EnableMFADevice", input, call), "InvalidAuthenticationCode");
  });

  test("ResyncMFADevice follows a clock that went wrong", async () => {
    const authority = closing(await openAuthority());
    const { serial, seed } = await makeDevice(authority);
    await perform("EnableMFADevice", enableInput(authority, serial, seed), authority.makeCall());
    authority.clock.advance(hour);
    const now = authority.clock.now();
    const slow = 10 * 60_000;
    const [AuthenticationCode1, AuthenticationCode2] = codePair(seed, now - slow);
    const input = { UserName: "admin", SerialNumber: serial, AuthenticationCode1, AuthenticationCode2 };
    await perform("ResyncMFADevice", input, authority.makeCall());
    await refuses(perform("ResyncMFADevice", input, authority.makeCall()), "InvalidAuthenticationCode");
    const attempt = { accountId: "123456789012", ownerId: authority.admin.userId, serial };
    const [, code] = codePair(seed, now - slow + 60_000);
    authority.clock.advance(60_000);
    assert.equal(await authority.services.mfa.verify({ ...attempt, code }), "accepted");
  });

  test("ListVirtualMFADevices filters by assignment, pages, and shows no seed", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const used = await makeDevice(authority, "used");
    await makeDevice(authority, "free");
    await perform("EnableMFADevice", enableInput(authority, used.serial, used.seed), call);
    const names = async (AssignmentStatus?: "Assigned" | "Unassigned" | "Any") =>
      (await perform("ListVirtualMFADevices", { AssignmentStatus }, call)).VirtualMFADevices.map(
        ({ SerialNumber }) => SerialNumber.split("/").at(-1),
      );
    assert.deepEqual(await names(), ["free", "used"]);
    assert.deepEqual(await names("Assigned"), ["used"]);
    assert.deepEqual(await names("Unassigned"), ["free"]);
    const first = await perform("ListVirtualMFADevices", { MaxItems: 1 }, call);
    assert.equal(first.IsTruncated, true);
    const second = await perform("ListVirtualMFADevices", { Marker: first.Marker }, call);
    const [device] = second.VirtualMFADevices;
    assert.equal(device?.User?.UserName, "admin");
    assert.equal(device?.EnableDate, authority.clock.now());
    assert.equal(JSON.stringify([first, second]).includes("Seed"), false);
  });

  test("ListVirtualMFADevices pages over the longest serials", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const prefix = "arn:aws:iam::123456789012:mfa/".length;
    for (const last of ["a", "b"]) await makeDevice(authority, "x".repeat(256 - prefix - 1) + last);
    const first = await perform("ListVirtualMFADevices", { MaxItems: 1 }, call);
    assert.ok((first.Marker ?? "").length <= 320, String(first.Marker?.length));
    const second = await perform("ListVirtualMFADevices", { Marker: first.Marker }, call);
    assert.deepEqual(
      second.VirtualMFADevices.map((one) => one.SerialNumber.at(-1)),
      ["b"],
    );
  });

  test("GetMFADevice answers an enabled device of its user alone", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const { serial, seed } = await makeDevice(authority);
    const SerialNumber = serial;
    await refuses(perform("GetMFADevice", { SerialNumber }, call), "NoSuchEntity");
    await perform("EnableMFADevice", enableInput(authority, serial, seed), call);
    const answer = await perform("GetMFADevice", { SerialNumber, UserName: "admin" }, call);
    assert.equal(answer.UserName, "admin");
    assert.equal(answer.EnableDate, authority.clock.now());
  });

  test("TagMFADevice, UntagMFADevice and ListMFADeviceTags keep a device's tags", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const SerialNumber = (await makeDevice(authority)).serial;
    await perform("TagMFADevice", { SerialNumber, Tags: [{ Key: "Team", Value: "blue" }] }, call);
    const listed = await perform("ListMFADeviceTags", { SerialNumber }, call);
    assert.deepEqual(listed.Tags, [{ Key: "Team", Value: "blue" }]);
    await perform("UntagMFADevice", { SerialNumber, TagKeys: ["team"] }, call);
    assert.deepEqual((await perform("ListMFADeviceTags", { SerialNumber }, call)).Tags, []);
    const absent = perform("ListMFADeviceTags", { SerialNumber: `${SerialNumber}2` }, call);
    await refuses(absent, "NoSuchEntity");
  });

  test("the root enables a device for itself by the name root, a user who says so does not", async () => {
    const authority = closing(await openAuthority());
    const { serial, seed } = await makeDevice(authority);
    const input = enableInput(authority, serial, seed, "root");
    await refuses(perform("EnableMFADevice", input, authority.makeCall()), "NoSuchEntity");
    const root = authority.makeCall({ caller: authority.root });
    await perform("EnableMFADevice", input, root);
    assert.equal((await perform("ListMFADevices", {}, root)).MFADevices[0]?.SerialNumber, serial);
    assert.deepEqual((await perform("ListMFADevices", {}, authority.makeCall())).MFADevices, []);
    const [listed] = (await perform("ListVirtualMFADevices", {}, root)).VirtualMFADevices;
    assert.equal(listed?.User?.Arn, "arn:aws:iam::123456789012:root");
    const summary = (await perform("GetAccountSummary", {}, root)).SummaryMap;
    assert.equal(summary?.AccountMFAEnabled, 1);
    await perform("DeactivateMFADevice", { SerialNumber: serial }, root);
  });

  test("MFA operations name the user or the device as their resource", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const user = { arn: "arn:aws:iam::123456789012:user/admin", tags: {} };
    const SerialNumber = "arn:aws:iam::123456789012:mfa/phone";
    const resourceOf = (name: string, input: Record<string, unknown>) =>
      findOperation(iamOperations, name).resource?.(input, call);
    assert.deepEqual(await resourceOf("EnableMFADevice", { UserName: "ADMIN", SerialNumber }), user);
    assert.deepEqual(await resourceOf("ListMFADevices", {}), user);
    assert.deepEqual(await resourceOf("DeleteVirtualMFADevice", { SerialNumber }), { arn: SerialNumber });
    const role = authority.makeCall({ caller: roleCaller() });
    await refuses(perform("ListMFADevices", {}, role), "ValidationError");
  });
});

describe("hardware MFA devices", () => {
  const serial = "GAHT12345678";
  const seed = new Uint8Array(20).fill(7);

  test("registerHardwareDevice() reserves a device that its user alone can enable", async () => {
    const authority = closing(await openAuthority());
    const { services, accountId } = authority;
    const call = authority.makeCall();
    await perform("CreateUser", { UserName: "ann" }, call);
    await registerHardwareDevice(services, { accountId, userName: "ANN", serial, seed });
    const verify = { accountId, ownerId: authority.admin.userId, serial, code: "000000" };
    assert.equal(await services.mfa.verify(verify), "no-such-device");
    const stolen = perform("EnableMFADevice", enableInput(authority, serial, seed), call);
    await refuses(stolen, "NoSuchEntity", "MFA Device with serial number GAHT12345678 does not exist.");
    await perform("EnableMFADevice", enableInput(authority, serial, seed, "ann"), call);
    const { MFADevices } = await perform("ListMFADevices", { UserName: "ann" }, call);
    assert.equal(MFADevices[0]?.SerialNumber, serial);
    assert.deepEqual((await perform("ListVirtualMFADevices", {}, call)).VirtualMFADevices, []);
    await refuses(perform("DeleteVirtualMFADevice", { SerialNumber: serial }, call), "NoSuchEntity");
  });

  test("registerHardwareDevice() refuses a serial twice, odd serials, short seeds and unknown users", async () => {
    const authority = closing(await openAuthority());
    const { services, accountId } = authority;
    const device = { accountId, userName: "admin", serial, seed };
    await registerHardwareDevice(services, device);
    await refuses(registerHardwareDevice(services, device), "EntityAlreadyExists");
    const odd = { ...device, serial: "arn:aws:iam::123456789012:mfa/x" };
    await refuses(registerHardwareDevice(services, odd), "ValidationException");
    const short = { ...device, serial: "GAHT87654321", seed: new Uint8Array(10) };
    await refuses(registerHardwareDevice(services, short), "ValidationException");
    const nobody = { ...device, serial: "GAHT87654321", userName: "nobody" };
    await refuses(registerHardwareDevice(services, nobody), "NoSuchEntity");
  });

  test("a hardware device that was deactivated can be enabled by its user again", async () => {
    const authority = closing(await openAuthority());
    const { services, accountId } = authority;
    await registerHardwareDevice(services, { accountId, userName: "admin", serial, seed });
    await perform("EnableMFADevice", enableInput(authority, serial, seed), authority.makeCall());
    await perform("DeactivateMFADevice", { SerialNumber: serial }, authority.makeCall());
    authority.clock.advance(hour);
    await perform("EnableMFADevice", enableInput(authority, serial, seed), authority.makeCall());
  });

  test("DeleteUser refuses while the device is enabled and forgets it when it only waits", async () => {
    const authority = closing(await openAuthority());
    const { services, accountId } = authority;
    const call = authority.makeCall();
    const UserName = "ann";
    await perform("CreateUser", { UserName }, call);
    await registerHardwareDevice(services, { accountId, userName: UserName, serial, seed });
    await perform("EnableMFADevice", enableInput(authority, serial, seed, UserName), call);
    await refuses(
      perform("DeleteUser", { UserName }, call),
      "DeleteConflict",
      "Cannot delete entity, must delete MFA device first.",
    );
    await perform("DeactivateMFADevice", { UserName, SerialNumber: serial }, call);
    await perform("DeleteUser", { UserName }, call);
    await registerHardwareDevice(services, { accountId, userName: "admin", serial, seed });
  });
});
