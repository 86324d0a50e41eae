/**
 * mfa-devices: virtual MFA devices of the user whose key a profile has: made, enabled, named in the profile, and, where
 * somebody asked for it, their seeds kept. May import: base, crypto, key-user, keyring, mfa, profiles, services, vault.ts.
 * Start reading at `add-device.ts`.
 */
export { type AddDeviceOptions, type AddedDevice, addDevice } from "./add-device.ts";
export { buildOtpauthUri } from "./otpauth.ts";
export {
  isAwsEndpoint,
  readSeed,
  removeSeed,
  requireOwnAuthority,
  storedCode,
  writeSeed,
} from "./stored-seed.ts";
export { setMfaSerial } from "./write-profile.ts";
