/** Names, paths and the ARNs made of them. */
import { buildArn } from "../../../base/index.ts";

export const defaultPath = "/";

/** AWS: names are unique ignoring case and shown as they were given; everything is found by this key. */
export function nameKey(name: string): string {
  return name.toLowerCase();
}

interface Named {
  readonly account_id: string;
  readonly path: string;
  readonly name: string;
}

/** The `resource` kinds whose ARN is `kind` + path + name. */
export type NamedKind = "user" | "group" | "role" | "policy" | "instance-profile" | "mfa";

/** `entityArn("user", row)`: `arn:aws:iam::123456789012:user/team/ann`. */
export function entityArn(kind: NamedKind, entity: Named): string {
  return buildArn("iam", entity.account_id, `${kind}${entity.path}${entity.name}`);
}

/** The ARN that an entity would have: for one that is about to be made, or was not found. */
export function expectedArn(kind: NamedKind, accountId: string, name: string, path = defaultPath): string {
  return buildArn("iam", accountId, `${kind}${path}${name}`);
}
