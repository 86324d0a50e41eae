/** Which way a person signs in. Pure: what the machine has comes in by parameter. */
import type { Machine } from "../machine.ts";
import type { SignInPorts } from "./ports.ts";

export interface SignInQuestion {
  readonly machine: Pick<Machine, "platform" | "env">;
  /** `--device`. */
  readonly isDevice: boolean;
  /** `--stdout`: somebody takes the page's address from there. */
  readonly isPrinted: boolean;
  readonly hasTerminal: boolean;
}

/**
 * What was asked for, else a browser of this machine, else a code for another machine, where somebody could read it. The
 * page of a browser comes back to this machine, so that one elsewhere is of no use.
 */
export function chooseSignIn({
  machine,
  isDevice,
  isPrinted,
  hasTerminal,
}: SignInQuestion): SignInPorts["signIn"] {
  if (isDevice) return "device";
  if (isPrinted || hasBrowser(machine)) return "browser";
  return hasTerminal ? "device" : "never";
}

function hasBrowser({ platform, env }: SignInQuestion["machine"]): boolean {
  if (env.BROWSER || env.DISPLAY || env.WAYLAND_DISPLAY) return true;
  const isRemote = Boolean(env.SSH_CONNECTION || env.SSH_TTY);
  return platform !== "linux" && !isRemote;
}
