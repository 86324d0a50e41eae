/**
 * Trust policies between what a caller writes and what is stored. A user or role named by ARN is stored by its unique
 * id, so that one who is deleted and made again under the same name is not trusted.
 * AWS: IAM user guide, "AWS JSON policy elements: Principal": shown as ARNs again, as raw ids once the principal is gone.
 */
import { isAccountId, parseArn } from "../../../base/index.ts";
import {
  listPrincipals,
  mapPrincipals,
  type PrincipalKey,
  policySizeCharacters,
} from "../../../policy/index.ts";
import { iamErrors } from "../../../wire/errors/iam.ts";
import { findPrincipalArns, findPrincipalId } from "../../store/principals/roles.ts";
import type { Reader } from "../../store/schema.ts";
import { demandWithin } from "../entities/quotas.ts";
import { demandValidPolicy } from "../policies/policy-documents.ts";

/** Unique id → ARN of the users and roles that trust policies name, as far as they exist. */
export type PrincipalNames = ReadonlyMap<string, string>;

/**
 * A trust policy as written → as stored. Throws MalformedPolicyDocument for a fault in grammar or a principal that
 * cannot be, LimitExceeded for one that is too long.
 */
export async function demandTrustPolicy(reader: Reader, document: string): Promise<string> {
  demandValidPolicy(document, "trust");
  demandWithin("ACLSizePerRole", policySizeCharacters(document));
  const stored = new Map<string, string>();
  for (const { key, value } of listPrincipals(document)) {
    const resolved = await resolvePrincipal(reader, key, value);
    if (resolved === undefined) throw iamErrors.invalidPrincipal(key, value);
    if (key === "AWS") stored.set(value, resolved);
  }
  return mapPrincipals(document, (value, key) => (key === "AWS" ? (stored.get(value) ?? value) : value));
}

/** What loading the ARNs of all unique ids in some trust policies takes: one look at users and one at roles. */
export async function loadPrincipalNames(
  reader: Reader,
  roles: readonly { readonly trust_policy: string }[],
): Promise<PrincipalNames> {
  const ids = new Set<string>();
  for (const { trust_policy: document } of roles)
    for (const { value } of listPrincipals(document)) if (uniqueId.test(value)) ids.add(value);
  return findPrincipalArns(reader, [...ids]);
}

/** A trust policy as stored → as shown. */
export function showTrustPolicy(stored: string, names: PrincipalNames): string {
  return mapPrincipals(stored, (value, key) => (key === "AWS" ? (names.get(value) ?? value) : value));
}

const uniqueId = /^(AIDA|AROA)[A-Z0-9]{17}$/;
const servicePrincipal = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazon(aws)?\.com(\.cn)?$/;
const sessionPrincipal = /^(assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+|federated-user\/[\w+=,.@-]+)$/;

/**
 * The form in which a principal is stored; undefined when there is no such principal. The grammar has been checked.
 * Providers need no record here yet: without one nobody has a token that they vouch for.
 */
async function resolvePrincipal(
  reader: Reader,
  key: PrincipalKey,
  value: string,
): Promise<string | undefined> {
  switch (key) {
    case "AWS":
      return resolveAwsPrincipal(reader, value);
    case "Service":
      return servicePrincipal.test(value) ? value : undefined;
    case "Federated":
      return value;
    case "CanonicalUser":
      return undefined;
  }
}

/**
 * Accounts are accepted whether or not this authority has them (a trust for a supplier's account is usual and lets
 * nobody in until the operator makes that account); users and roles must exist, for only then do they have a unique id.
 */
async function resolveAwsPrincipal(reader: Reader, value: string): Promise<string | undefined> {
  if (value === "*") return value;
  if (isAccountId(value)) return `arn:aws:iam::${value}:root`;
  if (uniqueId.test(value)) return (await findPrincipalArns(reader, [value])).has(value) ? value : undefined;
  const arn = parseArn(value);
  if (arn?.partition !== "aws" || arn.region !== "" || !isAccountId(arn.accountId)) return undefined;
  if (arn.service === "sts") return sessionPrincipal.test(arn.resource) ? value : undefined;
  if (arn.service !== "iam") return undefined;
  return arn.resource === "root" ? value : findPrincipalId(reader, value);
}
