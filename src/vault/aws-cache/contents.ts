/** What is in a file of AWS's caches, without its secrets. Tokens and secret keys are not even kept in memory for long. */
import { parseObject, textOf } from "../services/index.ts";

export type Contents =
  /** Credentials of a role. */
  | {
      readonly kind: "role";
      readonly expiration: number | undefined;
      readonly accessKeyId: string;
      /** `arn:aws:sts::…:assumed-role/ROLE/SESSION`, as STS answered. */
      readonly arn: string | undefined;
    }
  /** A token of SSO or of `aws login`. */
  | {
      readonly kind: "token";
      readonly expiration: number | undefined;
      /** Where somebody signed in. */
      readonly startUrl: string | undefined;
    }
  /** A client that SSO's sign-in knows; no token. */
  | { readonly kind: "registration"; readonly expiration: number | undefined }
  /** Empty, cut off, or something else: AWS's clients fail with some of these until the file is gone. */
  | { readonly kind: "unreadable"; readonly reason: string };

/** @param text the file's, UTF-8. */
export function parseContents(text: string): Contents {
  if (text.trim() === "") return { kind: "unreadable", reason: "it is empty" };
  const file = parseObject(text);
  if (file === undefined) return { kind: "unreadable", reason: "it is no JSON object" };
  const credentials = objectOf(file.Credentials);
  const accessKeyId = textOf(credentials?.AccessKeyId);
  if (accessKeyId !== undefined) {
    const expiration = instantOf(credentials?.Expiration);
    return { kind: "role", accessKeyId, expiration, arn: textOf(objectOf(file.AssumedRoleUser)?.Arn) };
  }
  const token = file.accessToken;
  if (textOf(token) !== undefined) {
    return { kind: "token", expiration: instantOf(file.expiresAt), startUrl: textOf(file.startUrl) };
  }
  const login = objectOf(token);
  if (login !== undefined)
    return { kind: "token", expiration: instantOf(login.expiresAt), startUrl: undefined };
  if (textOf(file.clientId) !== undefined)
    return { kind: "registration", expiration: instantOf(file.expiresAt) };
  return { kind: "unreadable", reason: "it holds neither credentials nor a token" };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null ? { ...value } : undefined;
}

/** Milliseconds since 1970. Old versions wrote `2026-11-21T10:00:00UTC`. */
function instantOf(value: unknown): number | undefined {
  const text = textOf(value);
  const instant = text === undefined ? Number.NaN : Date.parse(text.replace(/UTC$/, "Z"));
  return Number.isNaN(instant) ? undefined : instant;
}
