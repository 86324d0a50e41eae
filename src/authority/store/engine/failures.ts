/** Every way in which a store refuses to open, as one sentence each. None of them has changed the data. */
import { exitCodes, TegataError } from "../../../base/index.ts";

export const storeFailures = {
  postgresLater: () =>
    new TegataError(
      "StoreUnsupported",
      "PostgreSQL stores are not available yet; give a directory or :memory:",
      { hint: "tegata serve --data .tegata", exitCode: exitCodes.misuse },
    ),
  otherUrl: (scheme: string) =>
    new TegataError("StoreUnsupported", `"${scheme}" stores are not known; give a directory or :memory:`, {
      hint: "tegata serve --data .tegata",
      exitCode: exitCodes.misuse,
    }),
  notUsable: (directory: string, cause: unknown) =>
    new TegataError("StoreNotUsable", `the data directory "${directory}" cannot be used (${reason(cause)})`, {
      hint: "choose another directory with --data",
      cause,
    }),
  readOnly: (directory: string, cause: unknown) =>
    new TegataError("StoreReadOnly", `the data directory "${directory}" cannot be written to`, {
      hint: `chmod u+rwx "${directory}", or choose another directory with --data`,
      cause,
    }),
  locked: (directory: string) =>
    new TegataError("StoreLocked", `the data directory "${directory}" is in use by another process`, {
      hint: "stop that process, or choose another directory with --data",
    }),
  notOurs: (file: string) =>
    new TegataError("StoreNotOurs", `"${file}" is not a Tegata store`, {
      hint: "choose another directory with --data",
    }),
  corrupt: (file: string, cause?: unknown) =>
    new TegataError("StoreCorrupt", `the store "${file}" is damaged`, {
      hint: "restore the data directory from a backup, or choose another one with --data",
      cause,
    }),
  tooNew: (file: string, version: number, known: number) =>
    new TegataError(
      "StoreTooNew",
      `the store "${file}" was written by a newer Tegata (its version is ${version}, this program knows ${known})`,
      { hint: "npm install --global tegata@latest" },
    ),
  keyMissing: (keyFile: string) =>
    new TegataError("MasterKeyMissing", `the master key "${keyFile}" of this store is missing`, {
      hint: "put the file back, or name it with --master-key-file; without it the secrets in the store are lost",
    }),
  keyUnreadable: (keyFile: string, cause: unknown) =>
    new TegataError("MasterKeyUnreadable", `the master key "${keyFile}" cannot be read (${reason(cause)})`, {
      cause,
    }),
  keyMalformed: (keyFile: string) =>
    new TegataError("MasterKeyMalformed", `"${keyFile}" is not a master key: 32 bytes in base64`, {
      hint: "openssl rand -base64 32",
    }),
  keyWrong: (keyFile: string) =>
    new TegataError("MasterKeyWrong", `the master key "${keyFile}" is not the one this store was made with`, {
      hint: "name the right one with --master-key-file",
    }),
} as const;

/** The system's short name of a failure (`ENOSPC`), which says more than nothing. */
function reason(cause: unknown): string {
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  return "unknown reason";
}
