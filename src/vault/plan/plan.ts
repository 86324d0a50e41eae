/**
 * A plan: what will be done to get credentials for a profile, step by step, each with its reason. Plain data without
 * secrets, made without I/O: it can be printed before anything happens, and `exec`, `plan` and the doctor read the same.
 */
import type { Text } from "../../base/index.ts";
import type { Place } from "../profiles/profile.ts";

export interface Plan {
  readonly profile: string;
  /** The first makes credentials out of nothing but the machine; each further one needs those of the step before it. */
  readonly steps: readonly [SourceStep, ...CallStep[]];
  readonly region: PlannedValue | undefined;
  /** The endpoint that a profile or the environment names for STS, if any does. */
  readonly stsEndpoint: PlannedValue | undefined;
  /** The same for SSO's portal and for its sign-in; undefined also where no step is SSO. */
  readonly ssoEndpoint: PlannedValue | undefined;
  readonly ssoOidcEndpoint: PlannedValue | undefined;
  /**
   * What `[services]` says of single services, by the variable that tells a child the same; undefined where it says nothing.
   */
  readonly serviceEndpoints?: Readonly<Record<string, PlannedValue>> | undefined;
  /** MFA codes that a person will be asked for when nothing is cached. */
  readonly mfaCodes: number;
  /**
   * The longest the result could live, in seconds, and why. undefined for long-lived keys, and where only the answer
   * says it (a process, a container, an instance, keys from elsewhere).
   */
  readonly longestSeconds: { readonly seconds: number; readonly reason: Text } | undefined;
  /** A kept session is used again while it lives longer than this. */
  readonly reuseAboveSeconds: PlannedSeconds;
  /** What the resulting credentials cannot do: `iam-without-mfa`, `sts-except-assume-role` … in words. */
  readonly cannot: readonly Limitation[];
  /** What a person should know before it runs: a duration that was cut, a key that is not read by the AWS CLI … */
  readonly warnings: readonly Reason[];
  /** What could have been used or done and is not: credentials that something earlier shadows, a session not asked for. */
  readonly skipped: readonly Reason[];
}

/** Who says something: a line, or a variable. */
export interface Origin {
  readonly place?: Place;
  /** An environment variable or a flag. */
  readonly setting?: string;
}

/** Why something is as it is: words, and who says so. */
export interface Reason extends Origin {
  /** Lower case, one sentence without full stop. */
  readonly text: Text;
  /** For programs that say more about it. */
  readonly code?: "root-key" | "session-without-mfa";
}

export interface PlannedValue {
  readonly value: string;
  readonly reason: Reason;
}

export interface PlannedSeconds {
  readonly seconds: number;
  readonly reason: Reason;
}

export interface Limitation {
  readonly code:
    | "iam-without-mfa"
    | "sts-except-assume-role"
    | "sts-session-calls"
    | "no-sign-in"
    | "one-hour-chain"
    | "no-credentials";
  /** What it is, to follow "cannot". */
  readonly text: Text;
}

interface Common {
  /** The profile that asks for this step. */
  readonly profile: string;
  readonly reason: Reason;
}

/** Where the first credentials come from. */
export type SourceStep =
  /** A long-lived key in the keyring. */
  | (Common & { readonly kind: "stored-key" })
  /** Keys written in a shared file; read again when the step runs, so that the plan holds no secret. */
  | (Common & { readonly kind: "static-key"; readonly accessKeyId: string; readonly temporary: boolean })
  | (Common & { readonly kind: "environment" })
  | (Common & { readonly kind: "process"; readonly command: string })
  | (Common & { readonly kind: "container" })
  | (Common & { readonly kind: "instance" })
  | (Common & {
      readonly kind: "web-identity";
      readonly roleArn: string;
      readonly roleSessionName: string | undefined;
      readonly durationSeconds: number;
      /** Exactly one of the two. */
      readonly tokenFile?: string;
      readonly tokenProcess?: string;
    })
  | (Common & {
      readonly kind: "sso";
      readonly startUrl: string;
      readonly ssoRegion: string;
      readonly accountId: string;
      readonly roleName: string;
      /** The `[sso-session]`; undefined for the older form without one. */
      readonly sessionName: string | undefined;
      readonly registrationScopes: readonly string[];
    })
  /** An `[sso-session]` without account and role: signing in gives a token for other services and no credentials. */
  | (Common & {
      readonly kind: "sso-token";
      readonly startUrl: string;
      readonly ssoRegion: string;
      readonly sessionName: string;
      readonly registrationScopes: readonly string[];
    });

/** A call to STS with the credentials of the step before. */
export type CallStep =
  | (Common & {
      readonly kind: "session-token";
      readonly durationSeconds: number;
      readonly mfa: MfaUse | undefined;
    })
  | (Common & {
      readonly kind: "assume-role";
      readonly roleArn: string;
      /** undefined: made up when the step runs, and no part of what identifies the session. */
      readonly roleSessionName: string | undefined;
      readonly durationSeconds: number;
      readonly externalId: string | undefined;
      /** undefined also where MFA was given already by an earlier step with the same device. */
      readonly mfa: MfaUse | undefined;
      readonly sourceIdentity: string | undefined;
      readonly tags: Readonly<Record<string, string>>;
      readonly transitiveTagKeys: readonly string[];
    });

export interface MfaUse {
  readonly serial: string;
  /** A command that prints the code, when the profile has one. */
  readonly process: string | undefined;
}

export type Step = SourceStep | CallStep;
