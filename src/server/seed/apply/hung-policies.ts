/** The policies of users, groups and roles: attached ones and inline ones. */
import type { HungPolicies } from "../file/shape.ts";
import { isShownDocument } from "./compare.ts";
import type { Desk } from "./desk.ts";

/** The operations that differ only in the kind of entity they are about. */
interface Verbs {
  attached(
    desk: Desk,
    name: string,
  ): Promise<{ readonly AttachedPolicies?: readonly Attached[] | undefined }>;
  attach(desk: Desk, name: string, arn: string): Promise<undefined>;
  inline(desk: Desk, name: string, policy: string): Promise<{ readonly PolicyDocument: string } | undefined>;
  put(desk: Desk, name: string, policy: string, document: string): Promise<undefined>;
}

interface Attached {
  readonly PolicyArn?: string | undefined;
}

const verbs: Readonly<Record<"user" | "group" | "role", Verbs>> = {
  user: {
    attached: (desk, UserName) => desk.perform("ListAttachedUserPolicies", { UserName }),
    attach: (desk, UserName, PolicyArn) => desk.perform("AttachUserPolicy", { UserName, PolicyArn }),
    inline: (desk, UserName, PolicyName) => desk.find("GetUserPolicy", { UserName, PolicyName }),
    put: (desk, UserName, PolicyName, PolicyDocument) =>
      desk.perform("PutUserPolicy", { UserName, PolicyName, PolicyDocument }),
  },
  group: {
    attached: (desk, GroupName) => desk.perform("ListAttachedGroupPolicies", { GroupName }),
    attach: (desk, GroupName, PolicyArn) => desk.perform("AttachGroupPolicy", { GroupName, PolicyArn }),
    inline: (desk, GroupName, PolicyName) => desk.find("GetGroupPolicy", { GroupName, PolicyName }),
    put: (desk, GroupName, PolicyName, PolicyDocument) =>
      desk.perform("PutGroupPolicy", { GroupName, PolicyName, PolicyDocument }),
  },
  role: {
    attached: (desk, RoleName) => desk.perform("ListAttachedRolePolicies", { RoleName }),
    attach: (desk, RoleName, PolicyArn) => desk.perform("AttachRolePolicy", { RoleName, PolicyArn }),
    inline: (desk, RoleName, PolicyName) => desk.find("GetRolePolicy", { RoleName, PolicyName }),
    put: (desk, RoleName, PolicyName, PolicyDocument) =>
      desk.perform("PutRolePolicy", { RoleName, PolicyName, PolicyDocument }),
  },
};

/** Hangs the file's policies on the entity of that kind and name. One page holds all that an entity may have. */
export async function applyHungPolicies(
  desk: Desk,
  kind: keyof typeof verbs,
  name: string,
  wanted: HungPolicies,
): Promise<void> {
  const { attached, attach, inline, put } = verbs[kind];
  const arns = new Set((await attached(desk, name)).AttachedPolicies?.map(({ PolicyArn }) => PolicyArn));
  for (const [index, arn] of (wanted.AttachedPolicyArns ?? []).entries())
    if (!arns.has(arn)) await attach(desk.at(`AttachedPolicyArns[${index}]`), name, arn);
  for (const [policy, document] of wanted.InlinePolicies ?? []) {
    const place = desk.at(`InlinePolicies.${policy}`);
    const shown = await inline(place, name, policy);
    if (!isShownDocument(shown?.PolicyDocument, document)) await put(place, name, policy, document);
  }
}
