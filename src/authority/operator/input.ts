/** JSON values → members, checked. Every fault is told as ValidationException naming the member, never its value. */

import { isAccountId } from "../../base/index.ts";
import { operatorErrors } from "../../wire/index.ts";

export type Members = Readonly<Record<string, unknown>>;

/** The request's object; members that the operation does not know are refused, so that a typing error does not pass. */
export function readMembers(body: unknown, known: readonly string[]): Members {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw operatorErrors.invalidInput("The request must be a JSON object.");
  for (const name of Object.keys(body))
    if (!known.includes(name))
      throw operatorErrors.invalidInput("The request has a member that is not known.");
  return body as Members;
}

export function readText(members: Members, name: string, maxLength: number): string {
  const text = readOptionalText(members, name, maxLength);
  if (text === undefined) throw operatorErrors.invalidInput(`${name} is required.`);
  return text;
}

export function readOptionalText(members: Members, name: string, maxLength: number): string | undefined {
  const value = Object.hasOwn(members, name) ? members[name] : undefined;
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string" || value.length === 0 || value.length > maxLength)
    throw operatorErrors.invalidInput(`${name} must be a text of 1 to ${maxLength} characters.`);
  return value;
}

const accountIdLength = 12;

export function readOptionalAccountId(members: Members, name: string): string | undefined {
  const text = readOptionalText(members, name, accountIdLength);
  if (text !== undefined && !isAccountId(text))
    throw operatorErrors.invalidInput(`${name} must have 12 digits.`);
  return text;
}

export function readAccountId(members: Members, name: string): string {
  const accountId = readOptionalAccountId(members, name);
  if (accountId === undefined) throw operatorErrors.invalidInput(`${name} is required.`);
  return accountId;
}
