/** What the vault knows of the machine it runs on, by parameter, so that every path can be tested anywhere. */
import type { Clock } from "../base/index.ts";

export type Platform = "linux" | "darwin" | "win32";

/** Environment variables. On Windows their names ignore case; whoever reads the real environment sees to that. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Machine {
  readonly platform: Platform;
  readonly env: Environment;
  /** The user's home folder, absolute. */
  readonly home: string;
  readonly clock: Clock;
}
