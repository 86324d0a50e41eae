/** A new MFA device for the user of a profile's key: made, shown, enabled by two codes, written into the profile. */
import { exitCodes, inShell, Secret, TegataError } from "../../base/index.ts";
import { findKeyUser, iamEndpointOf, type KeyUser } from "../key-user/index.ts";
import { parseCode } from "../mfa/index.ts";
import { settingsOf } from "../profiles/index.ts";

import type { PlanRequest, Vault } from "../vault.ts";
import { checkDeviceName } from "./device-name.ts";
import {
  createDevice,
  deleteDevice,
  enableDevice,
  isOwn,
  isUnassigned,
  type MadeDevice,
  type NewDevice,
} from "./iam-devices.ts";
import { buildOtpauthUri } from "./otpauth.ts";
import { codePair, readSeed, removeSeed, requireOwnAuthority, writeSeed } from "./stored-seed.ts";
import { setMfaSerial } from "./write-profile.ts";

export interface AddDeviceOptions extends PlanRequest {
  /** Default: the user's name. */
  readonly name?: string | undefined;
  /** Keeps the seed in the keyring, and asks nobody for codes. */
  readonly storeSeed?: boolean;
  /** Shows the seed to the person and to nobody else. */
  readonly show: (device: ShownDevice) => Promise<void>;
  /** One line that a person typed. */
  readonly ask: (question: string) => Promise<string>;
  readonly confirm: (question: string) => Promise<boolean>;
  /** Progress, for a person. No secret is in it. */
  readonly onNote: (message: string) => void;
}

export interface ShownDevice {
  readonly serial: string;
  readonly seed: Secret;
  /** For a QR code. */
  readonly otpauthUri: Secret;
}

export interface AddedDevice {
  readonly serial: string;
  readonly profile: string;
  readonly userName: string;
  /** The file that names the device now; undefined where the person did not want that. */
  readonly writtenTo: string | undefined;
}

/** As with a call that wants a code: more guesses bring nobody nearer, and services count them. */
const maxPairs = 3;

/**
 * AWS: IAM user guide, "Assign a virtual MFA device". IAM is called with the long-lived key: there is no MFA yet, and IAM
 * refuses sessions without it.
 * @throws TegataError `RootUser`, `DeviceNameUnusable`, `DeviceNameTaken`, `DeviceHalfMade`, `SeedNotKept`,
 * `MfaCodeMissing`, and as `findKeyUser` and IAM do.
 */
export async function addDevice(vault: Vault, options: AddDeviceOptions): Promise<AddedDevice> {
  if (options.name !== undefined) checkDeviceName(options.name);
  if (options.storeSeed) requireOwnAuthority(await iamEndpointOf(vault, await vault.plan(options)));
  const user = await findKeyUser(vault, options);
  const { userName, profile } = user;
  if (userName === undefined) throw rootUser(profile);
  const name = options.name ?? userName;
  checkDeviceName(name);
  const made = await createDevice(user, name);
  const isEnabled = made.kind === "exists" && (await wasCutOff(vault, user, made.serial, options));
  const { serial } = isEnabled ? made : await showAndEnable(vault, user, made, name, options);
  options.onNote(`the MFA device ${serial} of user "${userName}" is enabled`);
  const writtenTo = await nameInProfile(vault, user, serial, options);
  return { serial, profile, userName, writtenTo };
}

/** Whether an earlier run enabled the user's device and ended before its profile named it. */
async function wasCutOff(
  vault: Vault,
  user: KeyUser,
  serial: string,
  { storeSeed }: AddDeviceOptions,
): Promise<boolean> {
  const { files } = await vault.loadFiles();
  if (settingsOf(files, user.profile)?.settings.mfaSerial?.value === serial) return false;
  const { keyring } = await vault.openKeyring();
  if (storeSeed && (await readSeed(keyring, serial)) === undefined) return false;
  return isOwn(user, serial);
}

async function showAndEnable(
  vault: Vault,
  user: KeyUser,
  made: MadeDevice,
  name: string,
  options: AddDeviceOptions,
): Promise<NewDevice> {
  const device = await madeAnew(user, made, name, options);
  const { serial, seed } = device;
  await options.show({ ...device, otpauthUri: new Secret(buildOtpauthUri({ serial, seed: seed.reveal() })) });
  await enable(vault, user, device, options);
  return device;
}

/** The device; one of that name that was made and never enabled is made anew: nobody has its seed. */
async function madeAnew(
  user: KeyUser,
  made: MadeDevice,
  name: string,
  { confirm, onNote }: AddDeviceOptions,
): Promise<NewDevice> {
  if (made.kind === "made") return made.device;
  const { serial } = made;
  if (!(await isUnassigned(user, serial))) throw nameTaken(user, serial, name);
  if (
    !(await confirm(`the device ${serial} was made earlier and never enabled. Delete it and make it anew?`))
  )
    throw halfMade(user, serial, name);
  await deleteDevice(user, serial);
  onNote(`deleted the device ${serial}, which was never enabled`);
  const again = await createDevice(user, name);
  if (again.kind === "exists") throw nameTaken(user, serial, name);
  return again.device;
}

async function enable(
  vault: Vault,
  user: KeyUser,
  { serial, seed }: NewDevice,
  options: AddDeviceOptions,
): Promise<void> {
  if (!options.storeSeed) {
    await enableByPerson(user, serial, options);
    return;
  }
  const { keyring } = await vault.openKeyring();
  // Before it is enabled: a user whose only device nobody can read would be locked out.
  await writeSeed(keyring, serial, seed);
  const outcome = await enableDevice(user, serial, codePair(seed, vault.machine.clock.now())).catch(
    async (error: unknown) => {
      // An answer that was lost may have been a yes; then this seed is the only one.
      if (await isUnassigned(user, serial).catch(() => false)) await removeSeed(keyring, serial);
      throw error;
    },
  );
  if (outcome === "enabled") return;
  await removeSeed(keyring, serial);
  throw new TegataError(
    "MfaCodeMissing",
    `the service refused the codes of "${serial}"; its clock may be another`,
    {
      hint: `tegata mfa add ${inShell(user.profile)} --store-seed`,
    },
  );
}

async function enableByPerson(
  user: KeyUser,
  serial: string,
  { ask, onNote }: AddDeviceOptions,
): Promise<void> {
  for (let attempt = 1; attempt <= maxPairs; attempt += 1) {
    const first = parseCode(await ask("The code that the device shows now"));
    const second = first === undefined ? undefined : parseCode(await ask("The code that it shows next"));
    const problem = problemWith(first, second);
    if (problem !== undefined || first === undefined || second === undefined) {
      onNote(`${problem}; please give two codes that follow each other`);
      continue;
    }
    if ((await enableDevice(user, serial, [first, second])) === "enabled") return;
    onNote(
      "the codes were refused: they must be two that follow each other, not used before, and the device's clock must be right",
    );
  }
  throw new TegataError("MfaCodeMissing", `the MFA device "${serial}" was made and is not enabled`, {
    hint: `tegata mfa add ${inShell(user.profile)}   # makes it anew`,
    exitCode: exitCodes.humanNeeded,
  });
}

function problemWith(first: string | undefined, second: string | undefined): string | undefined {
  if (first === undefined || second === undefined) return "that was no code of six digits";
  return first === second ? "that was the same code twice" : undefined;
}

async function nameInProfile(
  vault: Vault,
  { profile }: KeyUser,
  serial: string,
  { confirm, onNote }: AddDeviceOptions,
): Promise<string | undefined> {
  const { files, locations } = await vault.loadFiles();
  const before = settingsOf(files, profile)?.settings.mfaSerial?.value;
  if (before === serial) return locations.config.path;
  const question =
    before === undefined
      ? `Add mfa_serial = ${serial} to profile "${profile}" in ${locations.config.path}?`
      : `Put mfa_serial = ${serial} in the place of ${before} in profile "${profile}" in ${locations.config.path}?`;
  if (!(await confirm(question))) {
    onNote(`profile "${profile}" was not changed; mfa_serial = ${serial} is what it needs`);
    return undefined;
  }
  const { file, overruledAt } = await setMfaSerial(vault, profile, serial);
  if (overruledAt !== undefined) onNote(`another mfa_serial${overruledAt} comes before it`);
  return file;
}

function rootUser(profile: string): TegataError {
  return new TegataError(
    "RootUser",
    `the key of profile "${profile}" is the root user's, whose MFA devices are added on the console's page of security credentials`,
    { hint: `tegata add ${inShell(profile)}   # with a key of an IAM user` },
  );
}

function nameTaken({ profile }: KeyUser, serial: string, name: string): TegataError {
  return new TegataError("DeviceNameTaken", `the MFA device "${serial}" is in use already`, {
    hint: `tegata mfa add ${inShell(profile)} --name ${inShell(`${name}-2`)}`,
  });
}

function halfMade({ profile }: KeyUser, serial: string, name: string): TegataError {
  return new TegataError(
    "DeviceHalfMade",
    `the MFA device "${serial}" was made earlier and never enabled, and is in the way`,
    {
      hint: `tegata mfa add ${inShell(profile)} --name ${inShell(name)} --yes`,
      exitCode: exitCodes.humanNeeded,
    },
  );
}
