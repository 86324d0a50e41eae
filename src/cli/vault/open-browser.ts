import { spawn } from "node:child_process";
import type { Machine } from "../../vault/index.ts";

/**
 * Opens a page in the person's browser, as the desktop does it; resolves when the opener was started, and says nothing
 * where there is none: whoever calls shows the address too.
 */
export async function openBrowser(url: string, { platform, env }: Machine): Promise<void> {
  const [program, ...args] = openerOf(url, platform, env.BROWSER);
  await new Promise<void>((resolve) => {
    const child = spawn(program, args, { stdio: "ignore", detached: true });
    child.once("error", () => resolve());
    child.once("spawn", () => {
      child.unref();
      resolve();
    });
  });
}

/**
 * The program and its arguments: BROWSER, where it is one program, else the system's opener. Windows: `start` is
 * cmd.exe's own and would read `&`.
 */
export function openerOf(
  url: string,
  platform: Machine["platform"],
  browser: string | undefined,
): readonly [string, ...string[]] {
  if (browser && !/[\s:;]/.test(browser)) return [browser, url];
  if (platform === "darwin") return ["open", url];
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler", url];
  return ["xdg-open", url];
}
