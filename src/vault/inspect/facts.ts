/** What is known of a profile's credentials before anything is called: plain data, secrets masked, each with its place. */
import type { Text } from "../../base/index.ts";
import type { Limitation, Reason } from "../plan/index.ts";
import type { Place, ProfileSelection } from "../profiles/index.ts";
import type { Finding } from "./findings.ts";

export interface ProfileFacts {
  readonly profile: string;
  readonly selection: ProfileSelection;
  /** Which mechanism the credentials come from, in one phrase. */
  readonly mechanism: Text;
  readonly rows: readonly ConfigurationRow[];
  /** The steps of the plan in their order, then what they shadow. */
  readonly sources: readonly SourceFact[];
  /** What the AWS CLI finds by itself, in its own order: the first is what it takes. */
  readonly awsCli: readonly AwsCliSource[];
  readonly settings: readonly SettingFact[];
  /** Of the plan: what a person should know before it runs, and what its result cannot do. */
  readonly warnings: readonly Reason[];
  readonly cannot: readonly Limitation[];
  readonly findings: readonly Finding[];
}

/** One row as `aws configure list` has it. */
export interface ConfigurationRow {
  readonly name: "profile" | "access_key" | "secret_key" | "region";
  /** Masked where it is a key; `<not set>`; `<not asked>` where only a call would tell. */
  readonly value: string;
  /** The AWS CLI's own word; `keyring` for what it does not know; `None`. */
  readonly type: string;
  /** `path:line`, a variable, a flag, `None`. */
  readonly location: Text;
}

export interface SourceFact extends Reason {
  readonly state: "used" | "shadowed";
}

/** botocore's names of its providers, as `aws configure list` prints them under Type. */
export type AwsCliType =
  | "env"
  | "assume-role"
  | "assume-role-with-web-identity"
  | "sso"
  | "shared-credentials-file"
  | "login"
  | "custom-process"
  | "config-file"
  | "container-role"
  | "iam-role";

export interface AwsCliSource {
  readonly type: AwsCliType;
  readonly place?: Place;
  /** A variable. */
  readonly setting?: string;
  /** The AWS CLI's own sentence, where it stops at this source. */
  readonly refusal?: string;
}

/** A setting as the files have it. */
export interface SettingFact {
  readonly name: string;
  /** Masked where it is a key. */
  readonly value: string;
  readonly place: Place;
  /** What it overrules, the nearest first. */
  readonly shadows: readonly Place[];
}
