/** What is odd about a profile, and what to do about it: the one table that `whoami` and the doctor speak from. */
import type { Text } from "../../base/index.ts";
import type { Place } from "../profiles/index.ts";

/** Each kind with what it means; docs/vault/seeing.md lists them. */
export const findingKinds = {
  EnvironmentKeys: "keys in the environment come before the profile, here or for other clients",
  EnvironmentKeysExpired: "a variable, or the AWS CLI's cache, says that these keys have ended",
  EnvironmentKeysPartial: "one half of a key is set, at which AWS's clients stop",
  VariableExported: "a start-up file of the shell sets such a variable each time",
  ClientsDisagree: "AWS_PROFILE and AWS_DEFAULT_PROFILE differ, and clients take either",
  RegionsDisagree: "AWS_REGION and AWS_DEFAULT_REGION differ, and clients take either",
  AwsCliDiffers: "the AWS CLI without the vault finds other credentials, or none, or stops",
  ClearTextKey: "a long-lived key stands in a file",
  FileReadable: "a file with keys can be opened by others",
  SettingShadowed: "a setting is overruled by the same one elsewhere",
} as const;

export type FindingCode = keyof typeof findingKinds;

export interface Finding {
  readonly code: FindingCode;
  /** Lower case, one sentence without full stop, no secret in it. */
  readonly text: Text;
  readonly place?: Place;
  /** Lines to paste; what differs by language in them is a remark. */
  readonly hints?: readonly Text[] | undefined;
}
