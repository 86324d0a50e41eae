/**
 * May this caller assume this role? The role's trust policy and the caller's own policies decide together.
 * AWS: IAM user guide, "Granting a user permissions to switch roles". A trust policy that names the caller directly is
 * enough in the same account; one that names the account needs the caller's policies too; across accounts both must
 * allow; an explicit deny wins anywhere.
 */

import type { Decision } from "../../policy/index.ts";
import { stsErrors } from "../../wire/index.ts";
import type { AccessQuestion, Call } from "../call.ts";
import { callerArn } from "../caller.ts";
import { tagMap } from "../iam/entities/tags.ts";
import type { ContextEntries } from "../operation.ts";
import type { RoleRow } from "../store/principals/roles.ts";
import type { RoleWish } from "./assume-role.ts";
import type { RoleName } from "./role-arn.ts";
import { findCachedRole } from "./roles-by-name.ts";
import { sessionTagContext } from "./session-tags.ts";

/**
 * The role, once everything that the request needs is allowed: sts:AssumeRole; sts:TagSession when tags are passed or
 * inherited; sts:SetSourceIdentity when a source identity is passed or inherited.
 * SECURITY: an unknown role, a trust policy that refuses and a policy of the caller that refuses get one and the same
 * answer, so that nobody learns which roles exist.
 */
export async function demandTrust(wish: RoleWish, withMfa: boolean, call: Call): Promise<RoleRow> {
  const { RoleArn: roleArn } = wish.input;
  const refuse = (action: string, detail: string) =>
    stsErrors.roleActionDenied(callerArn(call.caller), action, roleArn).because(detail);
  const role = wish.role && (await findExactly(wish.role, call));
  if (role === undefined) {
    // SECURITY: asks all the same, so that the refusal takes as long and bears as much.
    await call.decide(questionAboutNobody(wish, withMfa));
    throw refuse("sts:AssumeRole", "there is no such role");
  }
  const ask = questionsAbout(role, wish, withMfa);
  for (const action of neededActions(wish)) {
    const decision = await call.decide(ask(action));
    if (!decision.allowed) throw refuse(action, describeRefusal(decision));
  }
  if (changesSourceIdentity(wish, call)) throw stsErrors.sourceIdentityIsSet(callerArn(call.caller), roleArn);
  return role;
}

/** AWS: role ARNs compare exactly, path and case included, although names are unique ignoring case. */
async function findExactly(named: RoleName, call: Call): Promise<RoleRow | undefined> {
  const role = await findCachedRole(call.services.store, named.accountId, named.name);
  return role?.name === named.name && role.path === named.path ? role : undefined;
}

function neededActions(wish: RoleWish): readonly string[] {
  const actions = ["sts:AssumeRole"];
  if (Object.keys(wish.tags.tags).length > 0) actions.push("sts:TagSession");
  if (wish.sourceIdentity !== undefined) actions.push("sts:SetSourceIdentity");
  return actions;
}

function questionsAbout(role: RoleRow, wish: RoleWish, withMfa: boolean): (action: string) => AccessQuestion {
  const { RoleArn: arn } = wish.input;
  const resource = { arn, accountId: role.account_id, tags: tagMap(role.tags) };
  const context = requestKeys(wish, withMfa);
  const trust = { document: role.trust_policy, sourceArn: arn };
  return (action) => ({ action, resource, context, trust });
}

/** About a role that does not exist: as if its trust policy named nobody. */
function questionAboutNobody(wish: RoleWish, withMfa: boolean): AccessQuestion {
  const { RoleArn: arn } = wish.input;
  const accountId = wish.role?.accountId;
  return {
    action: "sts:AssumeRole",
    resource: { arn, ...(accountId !== undefined && { accountId }) },
    context: requestKeys(wish, withMfa),
    trust: { document: '{"Version":"2012-10-17","Statement":[]}', sourceArn: arn },
  };
}

/** AWS: MFA given along with AssumeRole counts for this request alone; the role session knows nothing of it. */
function requestKeys({ input, sourceIdentity }: RoleWish, withMfa: boolean): ContextEntries {
  return {
    "sts:rolesessionname": input.RoleSessionName,
    ...(input.ExternalId === undefined ? {} : { "sts:externalid": input.ExternalId }),
    ...(sourceIdentity === undefined ? {} : { "sts:sourceidentity": sourceIdentity }),
    ...sessionTagContext(input),
    ...(withMfa ? { "aws:multifactorauthpresent": "true", "aws:multifactorauthage": "0" } : {}),
  };
}

function changesSourceIdentity({ sourceIdentity }: RoleWish, { caller }: Call): boolean {
  const inherited = caller.session?.sourceIdentity;
  return inherited !== undefined && inherited !== sourceIdentity;
}

/** For the operator: which layer refused, and by which statements. */
function describeRefusal({ outcome, layer, statements }: Decision): string {
  const by = statements.map(({ source, sid, index }) => `${source ?? "policy"}#${sid ?? index}`);
  return [`${outcome} in the ${layer} layer`, ...by].join(" ");
}
