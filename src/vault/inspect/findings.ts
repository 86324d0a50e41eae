/** What is odd about a profile, and what to do about it: the one table that `whoami` and the doctor speak from. */
import type { Place } from "../profiles/index.ts";

export type FindingCode =
  /** Keys in the environment come, or do not come, before the profile. */
  | "EnvironmentKeys"
  | "EnvironmentKeysExpired"
  | "EnvironmentKeysPartial"
  /** A start-up file of the shell sets such a variable each time. */
  | "VariableExported"
  /** Clients take different profiles, or different regions, in this environment. */
  | "ClientsDisagree"
  | "RegionsDisagree"
  /** The AWS CLI without the vault finds other credentials, or none. */
  | "AwsCliDiffers"
  | "ClearTextKey"
  | "FileReadable"
  | "SettingShadowed";

export interface Finding {
  readonly code: FindingCode;
  /** Lower case, one sentence without full stop, no secret in it. */
  readonly text: string;
  readonly place?: Place;
  /** Lines to paste. */
  readonly hints?: readonly string[];
}
