/** What the doctor says: plain data, in both languages, with the evidence and what to type. */
import type { Text } from "../base/index.ts";
import type { Place } from "../vault/profiles/index.ts";

export { type Language, languages, type Text } from "../base/index.ts";

/** `certain`: it is so. `likely`: it fits all that is known. `possible`: it fits, and so do others. */
export const certainties = ["certain", "likely", "possible"] as const;
export type Certainty = (typeof certainties)[number];

export interface Finding {
  /** Stable: programs may rely on it. `session-without-mfa`. */
  readonly code: string;
  /** Why it failed, or what was seen beside and should be mended too. */
  readonly concern: "failure" | "hygiene";
  readonly certainty: Certainty;
  /** What happened. */
  readonly what: Text;
  readonly evidence: readonly Evidence[];
  /** The best first. */
  readonly remedies: readonly Remedy[];
  /** Of docs/troubleshooting, without its ending. */
  readonly page: string;
}

export interface Evidence {
  readonly text: Text;
  readonly place?: Place;
  /** An environment variable. */
  readonly setting?: string;
}

/** Who has to act: whoever asks, the same with a code or a browser at hand, or somebody with more rights. */
export type Actor = "you" | "you-in-person" | "administrator";

export interface Remedy {
  readonly text: Text;
  readonly by: Actor;
  /** Lines to paste into the user's shell, in order; none where words must do. */
  readonly commands: readonly string[];
}
