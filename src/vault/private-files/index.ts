/**
 * private-files: files that belong to one user: their folders, the checks before they are trusted, replacing them whole,
 * and one process at a time. Paths are pure functions of the machine. May import: base, crypto.
 * Start reading at `private-folder.ts`, then `file-lock.ts`.
 */
export { type FileLockOptions, withFileLock } from "./file-lock.ts";
export { cacheFolder, dataFolder } from "./folders.ts";
export {
  ensurePrivateFolder,
  isMissing,
  isUnwritable,
  problemWithFolder,
  readPrivateFile,
} from "./private-folder.ts";
export { describeSelf, isGone } from "./process-identity.ts";
export { removeLeftovers, replaceFile } from "./replace-file.ts";
