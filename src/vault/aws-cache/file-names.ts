/**
 * What botocore calls the files of its caches: SHA-1 over JSON as Python's `json.dumps(args, sort_keys=True)` writes it.
 * What is not in the arguments does not tell two sessions apart: the source of the credentials, region and endpoint.
 */
import { createHash } from "node:crypto";

/** Those that a profile sets; the order does not matter. */
export interface AssumeRoleArguments {
  readonly RoleArn: string;
  readonly RoleSessionName?: string;
  readonly ExternalId?: string;
  readonly SerialNumber?: string;
  readonly DurationSeconds?: number | string;
}

/** AssumeRole and AssumeRoleWithWebIdentity, in `~/.aws/cli/cache`. */
export function assumeRoleFile(args: AssumeRoleArguments): string {
  return `${sha1(pythonJson({ ...args }, ", ", ": "))}.json`;
}

/** GetRoleCredentials, in `~/.aws/cli/cache`. */
export function ssoRoleFile(
  args: { readonly roleName: string; readonly accountId: string } & (
    | { readonly sessionName: string }
    | { readonly startUrl: string }
  ),
): string {
  return `${sha1(pythonJson({ ...args }, ",", ":"))}.json`;
}

/** A token of SSO, in `~/.aws/sso/cache`. @param session the name of the `[sso-session]`, or the start URL without one. */
export function ssoTokenFile(session: string): string {
  return `${sha1(session)}.json`;
}

/** A token of `aws login`, in `~/.aws/login/cache`. */
export function loginFile(loginSession: string): string {
  return `${createHash("sha256").update(loginSession).digest("hex")}.json`;
}

function sha1(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}

function pythonJson(args: Readonly<Record<string, string | number>>, between: string, colon: string): string {
  const members = Object.entries(args)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => `${pythonText(name)}${colon}${valueText(value)}`);
  return `{${members.join(between)}}`;
}

function valueText(value: string | number): string {
  return typeof value === "number" ? String(value) : pythonText(value);
}

/** Python escapes what is not ASCII; the rest it writes as JSON.stringify does, but for DEL, which neither escapes. */
function pythonText(text: string): string {
  return JSON.stringify(text).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
