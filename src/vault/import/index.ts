/**
 * import: keys that other programs keep: what AWS Vault has, what stands in the shared files in clear text. Which commands
 * are run, what a file of AWS Vault holds and which lines go is pure; nothing here writes but `scrub.ts`.
 * May import: base, profiles, programs, stored-keys. Start reading at `shared-files/find-keys.ts`, then
 * `aws-vault/file-item.ts`.
 */
export {
  type AwsVaultFile,
  awsVaultFolder,
  listAwsVaultFiles,
  readAwsVaultFile,
} from "./aws-vault/file-backend.ts";
export { openAwsVaultItem } from "./aws-vault/file-item.ts";
export {
  handOverCommand,
  handOverEnvironment,
  listKeysCommand,
  parseKeyNames,
} from "./aws-vault/hand-over.ts";
export { isSessionName } from "./aws-vault/item-names.ts";
export { type ClearTextKey, findClearTextKeys } from "./shared-files/find-keys.ts";
export { type Scrubbed, scrubFile, scrubText } from "./shared-files/scrub.ts";
