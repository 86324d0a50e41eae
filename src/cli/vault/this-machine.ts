import { homedir, userInfo } from "node:os";
import { isAbsolute } from "node:path";
import { systemClock } from "../../base/index.ts";
import type { Machine, Platform } from "../../vault/index.ts";
// Not the room's door: fast-export.ts loads what stands here and no more.
import { findHome } from "../../vault/profiles/locate-files.ts";

/** The machine, user and environment that this process runs with. */
export function thisMachine(): Machine {
  const platform = platformOf(process.platform);
  const { env } = process;
  return { platform, env, home: findHome(platform, env) ?? systemHome(), clock: systemClock };
}

/** SECURITY: a HOME that is relative, or empty, would put keys below whatever folder a command happens to run in. */
function systemHome(): string {
  const home = homedir();
  return isAbsolute(home) ? home : userInfo().homedir;
}

/** Other systems that Node runs on are POSIX without a desktop of their own, as Linux can be. */
function platformOf(platform: NodeJS.Platform): Platform {
  return platform === "darwin" || platform === "win32" ? platform : "linux";
}
