/** One broken situation: what is wrong, what is typed, and every word of the answer. Test and docs read the same rows. */
import type { Desk, Device, Person } from "../desk.ts";
import type { VaultHome } from "../vault-home.ts";

export interface BadInput {
  /** For people, without full stop. */
  readonly what: string;
  /** The config file; ENDPOINT, ACCOUNT and DEVICE are put in. Left out: `soundConfig`. */
  readonly config?: string;
  readonly credentials?: string;
  /** What else is broken, before it runs. */
  readonly prepare?: (stage: BadStage) => void | Promise<void>;
  /** Behind `tegata`. */
  readonly args: readonly string[];
  /** On top of the home's; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Stands before the program: `["faketime", "-f", "+20m"]`. */
  readonly prefix?: readonly string[];
  /** Programs without which it cannot be shown. */
  readonly needs?: readonly string[];
  /** What is printed after `tegata: `, the home as `~`; undefined where it simply goes on. */
  readonly sentence: string | undefined;
  /** The lines that follow, to be pasted. */
  readonly hint?: string;
  readonly exitCode: 0 | 1 | 2 | 3 | 126 | 127;
  /** Files that it does write, as the start of their path below the home. */
  readonly writes?: string;
}

export interface BadStage {
  readonly home: VaultHome;
  readonly desk: Desk;
  readonly ann: Person;
  readonly device: Device;
}

/** What stands in for what differs from run to run, in sentences and docs. */
export const shown = {
  endpoint: "http://127.0.0.1:4600",
  tlsEndpoint: "https://localhost:4643",
  account: "111122223333",
} as const;

/** A key in the keyring as `dev`, and a role that ann may assume. */
export const soundConfig = `[profile dev]
endpoint_url = ENDPOINT
[profile admin]
source_profile = dev
role_arn = arn:aws:iam::ACCOUNT:role/admin
`;

/** Uses the credentials of a profile for a program that does nothing. */
export function exec(profile: string, ...flags: readonly string[]): readonly string[] {
  return ["exec", ...flags, profile, "--", "true"];
}
