/** How a call that nothing allows is allowed: exactly it, to exactly who was refused. AWS: IAM API reference, PutUserPolicy, PutRolePolicy. */
import { sha256Hex } from "../../crypto/index.ts";
import type { Facts } from "../facts.ts";
import type { Remedy, Text } from "../finding.ts";
import type { Denial } from "../symptom/index.ts";
import { documentOf } from "./lines.ts";
import { word } from "./words.ts";

/** Who has policies of its own in IAM. */
export interface IamPrincipal {
  readonly kind: "user" | "role";
  readonly name: string;
}

/** A user, or of a session its role; undefined for all others: root, federated users, the anonymous, services. */
export function iamPrincipalOf(arn: string): IamPrincipal | undefined {
  const session = /^arn:[^:]+:sts::\d{12}:assumed-role\/([^/]+)\/./.exec(arn)?.[1];
  if (session !== undefined) return { kind: "role", name: session };
  const [, kind, name] = /^arn:[^:]+:iam::\d{12}:(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  return (kind === "user" || kind === "role") && name !== undefined ? { kind, name } : undefined;
}

/** AWS: IAM Identity Center user guide, "Permission sets": their roles are changed by nobody else. */
const roleOfPermissionSet = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/;

export function isOfPermissionSet({ kind, name }: { readonly kind: string; readonly name: string }): boolean {
  return kind === "role" && roleOfPermissionSet.test(name);
}

/** What an administrator does for who has no identity-based policy that allows the call. */
export function allowByIdentity(facts: Facts, denial: Denial): Remedy {
  const principal = iamPrincipalOf(denial.user);
  if (principal === undefined) return byHand(withoutOwnPolicies(denial.user));
  const permissionSet = roleOfPermissionSet.exec(principal.name)?.[1];
  if (principal.kind === "role" && permissionSet !== undefined) return byHand(inPermissionSet(permissionSet));
  return {
    by: "administrator",
    text: denial.resource === undefined ? onAll : { en: "allow it", ja: "許可します" },
    commands: [put(facts, principal, denial)],
  };
}

function byHand(text: Text): Remedy {
  return { by: "administrator", text, commands: [] };
}

const onAll: Text = {
  en: 'allow it; the error names no resource, so this is for all of them: where the action has resources, write the one that is meant in place of "*"',
  ja: "許可します。エラーにリソースの表示がないため、すべてが対象になります。リソースを指定できるアクションなら、「*」を目的のリソースに書き換えます",
};

function inPermissionSet(name: string): Text {
  return {
    en: `allow it in the permission set "${name}" of IAM Identity Center, which alone changes its roles`,
    ja: `IAM Identity Center のアクセス許可セット「${name}」で許可します。このロールはほかの方法では変更できません`,
  };
}

function withoutOwnPolicies(user: string): Text {
  if (user.includes(":federated-user/"))
    return {
      en: "allow it to the user that called GetFederationToken: the session may do what both that user's policies and the session's own policy allow",
      ja: "GetFederationToken を呼び出したユーザーに許可します。セッションに許されるのは、そのユーザーのポリシーとセッションポリシーの両方が許可する操作だけです",
    };
  return {
    en: `see that the policy of the resource, and those of the organisation, let ${user} in, which has no policies of its own`,
    ja: `${user} は自身のポリシーを持たないので、リソースと組織のポリシーで許可されていることを確認します`,
  };
}

function put({ shell }: Facts, { kind, name }: IamPrincipal, { action, resource = "*" }: Denial): string {
  const document = documentOf({ Effect: "Allow", Action: action, Resource: literal(resource) });
  const policy = word(shell, grantName(action, resource));
  return `aws iam put-${kind}-policy --${kind}-name ${word(shell, name)} --policy-name ${policy} --policy-document ${word(shell, document)}`;
}

/**
 * SECURITY: whoever is refused chooses the resource's name, and an administrator pastes it: what a policy would read as a
 * wildcard or a variable stands for itself. AWS: IAM user guide, "Policy variables", special characters.
 */
function literal(resource: string): string {
  return resource === "*" ? resource : resource.replace(/[*?]|\$(?=\{)/g, (character) => `\${${character}}`);
}

/**
 * Of the resource too: a grant of the same action on another would be overwritten. What a policy's name cannot hold is
 * written as its code, and a name that is too long ends with a digest. AWS: IAM API reference, PutUserPolicy.
 */
function grantName(action: string, resource: string): string {
  const stem = `allow-${action.replace(":", "-")}`;
  if (resource === "*") return `${stem}-all`;
  const [arn, , , , account = "", ...rest] = resource.split(":");
  const on = arn === "arn" ? rest.join(":") : resource;
  const written = on.replaceAll(/[^\w.@/-]/g, (character) => `=${codeOf(character)}=`).replaceAll("/", "+");
  const name = [stem, account, written].filter(Boolean).join("-");
  if (name.length <= maxPolicyNameCharacters) return name;
  const digest = sha256Hex(resource).slice(0, digestCharacters);
  return `${name.slice(0, maxPolicyNameCharacters - digestCharacters - 1)}-${digest}`;
}

function codeOf(character: string): string {
  return character.charCodeAt(0).toString(16);
}

const maxPolicyNameCharacters = 128;
const digestCharacters = 8;
