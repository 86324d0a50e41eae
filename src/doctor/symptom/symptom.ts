/** What an error text says, as data: nothing in it is a guess, and what the text does not say is undefined. */

export interface Symptom {
  /** Who speaks: a service that was reached, or the client that came no further. */
  readonly by: "service" | "client";
  /** AWS's code, or the client's failure under the name that `clientFailures` gives it. */
  readonly code: string;
  /**
   * Present where other programs say the same of services that are not AWS's, and where nothing in the text says that AWS's
   * are meant.
   */
  readonly isLoose?: true;
  /** As the text has it, cut where it is long, without control characters. */
  readonly sentence: string;
  /** What the text has, where code and sentence are what the endpoint said of the same credentials. */
  readonly printed?: { readonly code: string; readonly sentence: string };
  /** `ListUsers`. */
  readonly operation?: string;
  /** The endpoint prefix: `iam`, `sts`, `s3`; of an operation that one service alone has, or as the text names it. */
  readonly service?: string;
  readonly denial?: Denial;
  /** Of a signature that is too old or too new, as the service tells them, milliseconds since 1970. */
  readonly clock?: ClockTold;
  /** What else the client's text names: a profile, a missing setting, a host, a file. */
  readonly named?: Named;
}

/** AWS's sentence of a refusal, taken apart. */
export interface Denial {
  readonly user: string;
  readonly action: string;
  readonly resource: string | undefined;
  readonly policyType: PolicyType | undefined;
  readonly isExplicit: boolean;
  /** The policy that denies, where AWS names it. */
  readonly policyArn: string | undefined;
}

export type PolicyType =
  | "identity"
  | "resource"
  | "boundary"
  | "session"
  | "trust"
  | "scp"
  | "rcp"
  | "vpc-endpoint";

export interface ClockTold {
  /** When the request was signed. */
  readonly signedMs: number;
  /** The service's time. */
  readonly serviceMs: number;
  /** How far apart they may be, where the text says it. */
  readonly windowMs: number | undefined;
}

export interface Named {
  readonly profile?: string;
  readonly settings?: readonly string[];
  readonly url?: string;
  readonly file?: string;
  readonly line?: number;
}
