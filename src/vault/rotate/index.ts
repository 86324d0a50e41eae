/**
 * rotate: a profile's key is replaced by a new one, as a journal that goes on wherever a killed process left off.
 * May import: base, key-user, keyring, private-files, profiles, services, stored-keys, vault.ts.
 * Start reading at `next-step.ts`, which decides, then `rotation.ts`, which acts.
 */
export { type Journal, parseJournal, readJournal } from "./journal.ts";
export { nextStep, type RotationState, type RotationStep } from "./next-step.ts";
export { type Rotated, type RotateOptions, rotateProfile } from "./rotate-profile.ts";
export { Rotation, type RotationPorts } from "./rotation.ts";
