import type { Environment } from "../machine.ts";
import type { SharedFiles } from "../profiles/profile.ts";
import type { Reason } from "./plan.ts";

/** All that a plan is made from. */
export interface PlanInput {
  readonly files: SharedFiles;
  readonly profile: Selection;
  readonly env: Environment;
  /** The profiles that have a long-lived key in the keyring. */
  readonly storedKeys: ReadonlySet<string>;
  /** Those of them whose key was seen to be the root user's. */
  readonly rootKeys?: ReadonlySet<string>;
  /** The path of the shared credentials file: static keys in it come before `credential_process`, others after it. */
  readonly credentialsFile?: string;
  readonly options?: PlanOptions;
}

export interface Selection {
  readonly name: string;
  /** Who named it: the argument, a variable; or that nobody did and it is `default`. */
  readonly reason: Reason;
  /** Whether anybody did. When nobody did, keys in the environment come before the profile, as in AWS's own chain. */
  readonly named: boolean;
}

/** What a flag or a variable of ours asks for, under its name: `--duration`, `TEGATA_DURATION`. */
export interface Asked<T> {
  readonly value: T;
  readonly setting: string;
}

export interface PlanOptions {
  /** Of every call that takes a duration. */
  readonly durationSeconds?: Asked<number>;
  /** Do not ask GetSessionToken for anything. */
  readonly noSession?: Asked<boolean>;
  readonly region?: Asked<string>;
  /** Of every profile in the chain, as AWS_MFA_SERIAL. */
  readonly mfaSerial?: Asked<string>;
  readonly stsEndpoint?: Asked<string>;
}

/** Whether a person typed it for this one run; what a variable or a file asks for is asked for all runs. */
export function isTyped(reason: Reason): boolean {
  return reason.setting?.startsWith("-") ?? false;
}
