/** The two families of failures: what a caller on the wire gets, and what a person at a terminal gets. */

export type Fault = "Sender" | "Receiver";

export interface ServiceErrorFacts {
  /** AWS's code, as on the wire: `AccessDenied`. */
  readonly code: string;
  readonly status: number;
  readonly fault: Fault;
  /** AWS's sentence; undefined when AWS sends no Message element. */
  readonly sentence: string | undefined;
  /** S3's further elements (`BucketName`, `ServerTime` …), in order. */
  readonly fields?: Readonly<Record<string, string>>;
}

/**
 * A refusal in AWS's words. Made by the error tables in `wire/errors` only, so that texts can be corrected in one place.
 * The caller gets code and sentence; `detail` is for the operator's log and never reaches the wire.
 */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;
  readonly fault: Fault;
  readonly sentence: string | undefined;
  readonly fields: Readonly<Record<string, string>>;
  detail: string | undefined;

  constructor(facts: ServiceErrorFacts) {
    super(facts.sentence ?? facts.code);
    this.name = "ServiceError";
    this.code = facts.code;
    this.status = facts.status;
    this.fault = facts.fault;
    this.sentence = facts.sentence;
    this.fields = facts.fields ?? {};
  }

  /** Adds what the operator should know; no secret, token, signature or code may be in it. */
  because(detail: string, cause?: unknown): this {
    this.detail = detail;
    if (cause !== undefined) this.cause = cause;
    return this;
  }
}

export const exitCodes = { done: 0, failed: 1, misuse: 2, humanNeeded: 3 } as const;

/** A failure told to a person: lower case, no full stop, user input in quotes, and a hint to paste where there is one. */
export class TegataError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly exitCode: number;

  constructor(
    code: string,
    message: string,
    options: { hint?: string; exitCode?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "TegataError";
    this.code = code;
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? exitCodes.failed;
  }
}
