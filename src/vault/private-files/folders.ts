/** Where a user's files belong. Windows: known folders; macOS: file system programming guide; others: XDG base directories. */
import { posix, win32 } from "node:path";
import type { Machine } from "../machine.ts";

type Place = Pick<Machine, "platform" | "env" | "home">;

/** For what can be made again: `~/.cache/tegata`, `~/Library/Caches/tegata`, `%LOCALAPPDATA%\tegata\Cache`. */
export function cacheFolder({ platform, env, home }: Place): string {
  if (platform === "win32") return win32.join(localAppData(env.LOCALAPPDATA, home), "tegata", "Cache");
  if (platform === "darwin") return posix.join(home, "Library", "Caches", "tegata");
  return posix.join(absolute(env.XDG_CACHE_HOME) ?? posix.join(home, ".cache"), "tegata");
}

/** For what must stay: `~/.local/share/tegata`, `~/Library/Application Support/tegata`, `%LOCALAPPDATA%\tegata\Data`. */
export function dataFolder({ platform, env, home }: Place): string {
  // Not the roaming folder: keys of one machine stay on it.
  if (platform === "win32") return win32.join(localAppData(env.LOCALAPPDATA, home), "tegata", "Data");
  if (platform === "darwin") return posix.join(home, "Library", "Application Support", "tegata");
  return posix.join(absolute(env.XDG_DATA_HOME) ?? posix.join(home, ".local", "share"), "tegata");
}

function localAppData(value: string | undefined, home: string): string {
  return value !== undefined && win32.isAbsolute(value) ? value : win32.join(home, "AppData", "Local");
}

/** XDG base directories: relative paths are ignored. */
function absolute(value: string | undefined): string | undefined {
  return value !== undefined && posix.isAbsolute(value) ? value : undefined;
}
