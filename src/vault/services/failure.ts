/** What a client of the AWS SDK throws → what a person reads: AWS's code and sentence, where, and what to do. */
import { exitCodes, inShell, TegataError } from "../../base/index.ts";
import type { Origin } from "../plan/plan.ts";
import { describeSkew, isSkewed } from "./clock-offset.ts";
import { answerTimeoutMs, type ClockOffset, connectTimeoutMs } from "./connection.ts";
import { at } from "./reason.ts";

export interface CallFacts {
  /** `sts:AssumeRole`. */
  readonly operation: string;
  readonly profile: string;
  readonly reason: Origin;
  readonly host: string;
  /** What was asked, without path and query; undefined when nothing was. */
  readonly url?: string | undefined;
  /** Never in a message, even where the service repeats them. */
  readonly secrets: readonly string[];
  readonly offset: ClockOffset | undefined;
  readonly nowMs: number;
}

/** AWS's codes with what usually helps; `PROFILE` is replaced. */
const hints: Readonly<Record<string, string>> = {
  InvalidClientTokenId: "tegata whoami PROFILE   # shows which key is used, and where it comes from",
  ExpiredToken: "tegata clear PROFILE",
  ExpiredTokenException: "tegata clear PROFILE",
  AccessDenied: "tegata plan PROFILE   # shows every call, with whom and why",
  SignatureDoesNotMatch: "tegata whoami PROFILE   # the secret key or the clock is wrong",
  RegionDisabledException: "aws account enable-region --region-name REGION",
  ForbiddenException: "tegata plan PROFILE   # shows the account and role that are asked for",
  ValidationError: "tegata plan PROFILE   # shows the values that are sent",
};

const skewCodes = new Set([
  "SignatureDoesNotMatch",
  "RequestExpired",
  "RequestTimeTooSkewed",
  "InvalidSignatureException",
  "ExpiredToken",
]);

/** An answer of the service that refuses; anything else did not reach it. */
export function refusalOf(error: unknown): { readonly code: string; readonly sentence: string } | undefined {
  if (!(error instanceof Error) || !("$fault" in error) || !("$metadata" in error)) return undefined;
  const own = "Code" in error && typeof error.Code === "string" ? error.Code : error.name;
  const described = "error_description" in error ? String(error.error_description ?? "") : "";
  return { code: own, sentence: error.message === "" ? described : error.message };
}

export function toTegataError(error: unknown, facts: CallFacts): TegataError {
  const status = statusOfStranger(error);
  if (status !== undefined) return stranger(status, facts);
  const refusal = refusalOf(error);
  if (refusal === undefined) return unreached(error, facts);
  const { operation, profile, offset, nowMs } = facts;
  const sentence = redact(refusal.sentence, facts.secrets).trim();
  const skew =
    offset !== undefined && isSkewed(offset) && skewCodes.has(refusal.code)
      ? `; ${describeSkew(offset, nowMs)}`
      : "";
  const hint = skew === "" ? hints[refusal.code] : "sudo timedatectl set-ntp true";
  return new TegataError(
    refusal.code,
    `${operation} for profile "${profile}"${at(facts.reason)} was refused with ${refusal.code}${sentence === "" ? "" : `: ${sentence}`}${skew}`,
    hint === undefined ? {} : { hint: hint.replace("PROFILE", () => inShell(profile)) },
  );
}

/**
 * The HTTP status of an answer that bears no error of AWS's: the SDK calls it `Unknown`, and a 404 `NotFound`. A code of
 * AWS's with no more than `UnknownError` to say is a refusal: SSO's sentences stand elsewhere.
 */
function statusOfStranger(error: unknown): number | undefined {
  const refusal = refusalOf(error);
  const isBare = refusal?.code === "NotFound" && /^Unknown(?:Error)?$/.test(refusal.sentence);
  if (refusal?.code !== "Unknown" && !isBare) return undefined;
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: unknown } };
  return typeof $metadata?.httpStatusCode === "number" ? $metadata.httpStatusCode : undefined;
}

function stranger(status: number, { operation, profile, reason, host, url }: CallFacts): TegataError {
  const isRedirect = status >= 300 && status < 400;
  const words = isRedirect
    ? `sends us elsewhere (HTTP ${status}), which is not followed`
    : `answers HTTP ${status} without an error of AWS's`;
  return new TegataError(
    "AnswerInvalid",
    `${operation} for profile "${profile}"${at(reason)}: ${host} ${words}`,
    {
      hint: `curl -sv ${url ?? `https://${host}/`}   # a proxy may have answered, or endpoint_url may be wrong`,
    },
  );
}

/** SECURITY: services repeat what they were sent, a security token in the canonical request for one. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((left, secret) => (secret === "" ? left : left.replaceAll(secret, "[secret]")), text);
}

function unreached(error: unknown, facts: CallFacts): TegataError {
  const { code, words, hint } = describeUnreached(codeOf(error), facts);
  return new TegataError(
    code,
    `${facts.operation} for profile "${facts.profile}"${at(facts.reason)} did not reach ${facts.host}: ${words}`,
    { hint, exitCode: exitCodes.failed },
  );
}

function describeUnreached(
  code: string,
  { host, url = `https://${host}/` }: CallFacts,
): { readonly code: string; readonly words: string; readonly hint: string } {
  if (isTls(code)) {
    return {
      code: "TlsFailure",
      words: `its certificate is not trusted (${code})`,
      hint: "export AWS_CA_BUNDLE=/path/to/authorities.pem",
    };
  }
  if (code === "TimeoutError" || code === "ETIMEDOUT") {
    return {
      code: "TimedOut",
      words: `no connection within ${connectTimeoutMs / 1000} s or no answer within ${answerTimeoutMs / 1000} s`,
      hint: `curl -sv ${url}`,
    };
  }
  const known = Object.hasOwn(networkWords, code) ? networkWords[code] : undefined;
  return {
    code: "NoConnection",
    words: known ?? `the connection failed (${code})`,
    hint: `curl -sv ${url}   # the network, the proxy (HTTPS_PROXY) or endpoint_url may be wrong`,
  };
}

const networkWords: Readonly<Record<string, string>> = {
  ANSWER_TOO_LARGE: "it answers without end",
  ECONNREFUSED: "nothing listens there (ECONNREFUSED)",
  ENOTFOUND: "its name is not known (ENOTFOUND)",
  EAI_AGAIN: "names cannot be looked up (EAI_AGAIN)",
  ECONNRESET: "the connection was cut (ECONNRESET)",
  ENETUNREACH: "there is no network (ENETUNREACH)",
  EHOSTUNREACH: "there is no way to it (EHOSTUNREACH)",
};

function isTls(code: string): boolean {
  return /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO$)/.test(code);
}

/** The deepest code that says something: an AggregateError of several addresses has it in its parts. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if ("code" in error && typeof error.code === "string") return error.code;
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error.cause instanceof Error ? codeOf(error.cause) : error.name;
}
