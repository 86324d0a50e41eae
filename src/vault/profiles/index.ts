/**
 * profiles: AWS's shared config and credentials files: found, read by AWS's grammar, and edited without touching a byte
 * that the edit does not own. May import: base, crypto, machine.ts. Start reading at `profile.ts`, then `merge-files.ts`.
 */

export { editFile } from "./edit/edit-file.ts";
export type { Edit, EditedFile, PropertyName } from "./edit/edits.ts";
export { isIdentifier } from "./grammar.ts";
export { type LoadedFiles, loadSharedFiles, maxSharedFileBytes, readSharedFile } from "./load-files.ts";
export { type FileLocation, type FileLocations, findHome, locateFiles } from "./locate-files.ts";
export { type FileText, parseSharedFiles } from "./merge-files.ts";
export {
  describePlace,
  type FileKind,
  type Place,
  type Property,
  type Section,
  type SectionKind,
  type SharedFiles,
  type Warning,
  type WarningCode,
} from "./profile.ts";
export {
  type Convention,
  conventions,
  type ProfileChoice,
  type ProfileSelection,
  selectProfile,
  settingText,
  theArgument,
} from "./select-profile.ts";
export {
  endpointUrlOf,
  endpointUrlOfChain,
  generalEndpointUrlOfChain,
  type NamedEndpoint,
} from "./settings/endpoint-url.ts";
export { type ProfileSettings, type Setting, type Settings, settingsOf } from "./settings/settings-of.ts";
export { sourceChainOf } from "./settings/source-chain.ts";
export { type SettingName, settingsTable } from "./settings/table.ts";
export { parseBoolean } from "./settings/values.ts";
export type { SectionName } from "./titles.ts";
export { replaceSharedFile, updateSharedFile } from "./update-file.ts";
