/** Where the shared files are. AWS: SDKs and tools reference, "Location of the shared config and credentials files". */
import { posix, win32 } from "node:path";
import { exitCodes, TegataError } from "../../base/index.ts";
import type { Environment, Machine, Platform } from "../machine.ts";
import type { FileKind } from "./profile.ts";

export interface FileLocation {
  readonly kind: FileKind;
  readonly path: string;
  /** The variable that names it; undefined for the default in the home folder. */
  readonly setting: string | undefined;
}

export type FileLocations = Readonly<Record<FileKind, FileLocation>>;

const variables: Readonly<Record<FileKind, string>> = {
  config: "AWS_CONFIG_FILE",
  credentials: "AWS_SHARED_CREDENTIALS_FILE",
};

/**
 * The variables, with `~` for the home folder, or `.aws` in the home folder. An empty variable counts as not set; a
 * relative path is relative to the working folder.
 * @throws TegataError `PathUnusable` for `~somebody`.
 */
export function locateFiles(machine: Pick<Machine, "platform" | "env" | "home">): FileLocations {
  return { config: locate(machine, "config"), credentials: locate(machine, "credentials") };
}

function locate(machine: Pick<Machine, "platform" | "env" | "home">, kind: FileKind): FileLocation {
  const setting = variables[kind];
  const named = machine.env[setting];
  if (named !== undefined && named !== "")
    return { kind, path: expandHome(machine, named, setting), setting };
  return { kind, path: pathOf(machine.platform).join(machine.home, ".aws", kind), setting: undefined };
}

function expandHome(
  { platform, home }: Pick<Machine, "platform" | "home">,
  path: string,
  setting: string,
): string {
  if (!path.startsWith("~")) return path;
  const rest = path.slice(1);
  if (rest === "") return home;
  if (rest.startsWith("/") || (platform === "win32" && rest.startsWith("\\"))) {
    return pathOf(platform).join(home, rest);
  }
  // Some of AWS's clients look other users up, some take the tilde for a letter: two files for one setting.
  throw new TegataError("PathUnusable", `${setting} names the home folder of another user by a tilde`, {
    hint: `${setting}=/home/${printableUser(rest)}`,
    exitCode: exitCodes.misuse,
  });
}

function printableUser(rest: string): string {
  return rest.replace(/[^A-Za-z0-9_\-./]/g, "?");
}

/**
 * The user's home folder as AWS's SDKs find it: HOME, on Windows then USERPROFILE, then HOMEDRIVE with HOMEPATH;
 * undefined when no variable says an absolute path, where the system has to be asked. On Windows boto3 and the AWS CLI
 * pass HOME over, which shells from elsewhere set; it counts here only when it is a Windows path.
 */
export function findHome(platform: Platform, env: Environment): string | undefined {
  const candidates = platform === "win32" ? [env.HOME, env.USERPROFILE, driveAndPath(env)] : [env.HOME];
  return candidates.find((path) => path !== undefined && isRooted(platform, path));
}

function driveAndPath({ HOMEDRIVE, HOMEPATH }: Environment): string | undefined {
  return HOMEPATH === undefined ? undefined : `${HOMEDRIVE ?? "C:"}${HOMEPATH}`;
}

/** Windows: with a drive or a host; `/c/Users/jon` is what a POSIX shell there says, and no path to its programs. */
function isRooted(platform: Platform, path: string): boolean {
  return platform === "win32" ? /^(?:[A-Za-z]:[\\/]|\\\\[^\\])/.test(path) : path.startsWith("/");
}

function pathOf(platform: Platform): typeof posix {
  return platform === "win32" ? win32 : posix;
}
