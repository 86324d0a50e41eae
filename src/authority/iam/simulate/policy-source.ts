/** The user, group or role whose policies are simulated, and everything that the store knows of its permissions. */
import { buildArn, parseArn } from "../../../base/index.ts";
import type { PolicyLayers, PrincipalFacts } from "../../../policy/index.ts";
import { commonErrors } from "../../../wire/errors/common.ts";
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { Call } from "../../call.ts";
import { callerArn } from "../../caller.ts";
import type { ResourceFacts } from "../../operation.ts";
import { listAttachments } from "../../store/policies/attachments.ts";
import {
  boundaryDocument,
  type IdentityPolicy,
  loadIdentityPolicies,
} from "../../store/policies/identity-policies.ts";
import { listInlinePolicies } from "../../store/policies/inline-policies.ts";
import { findGroup, type GroupRow } from "../../store/principals/groups.ts";
import { findRole, type RoleRow } from "../../store/principals/roles.ts";
import { findUser, type UserRow } from "../../store/principals/users.ts";
import type { EntityKind, Reader } from "../../store/schema.ts";
import { roleFacts } from "../entities/entities.ts";
import { entityArn } from "../entities/names.ts";
import { userFacts } from "../entities/targets.ts";
import { loadServiceControl } from "./organization-levels.ts";
import { type SimulatedPolicy, storedPolicy } from "./simulated-policy.ts";

type Entity =
  | { readonly kind: "user"; readonly row: UserRow }
  | { readonly kind: "group"; readonly row: GroupRow }
  | { readonly kind: "role"; readonly row: RoleRow };

export interface PolicySource {
  readonly kind: EntityKind;
  /** Who asks in the simulation unless the request names a caller. */
  readonly principal: PrincipalFacts & { readonly accountId: string };
  readonly policies: readonly SimulatedPolicy[];
  readonly boundary: SimulatedPolicy | undefined;
  /** Of the organisation, level by level; undefined: none binds the account. */
  readonly serviceControl: PolicyLayers["scp"];
}

/** Session name of a simulated role; no policy of a role session can be shown it by name beforehand. */
const simulatedSessionName = "simulated";

/** The resource of an operation on PolicySourceArn. */
export async function policySourceResource(
  input: { readonly PolicySourceArn: string },
  call: Call,
): Promise<ResourceFacts> {
  const arn = input.PolicySourceArn;
  const named = parseEntityArn(arn);
  const entity =
    named?.accountId === call.accountId ? await find(call.services.store.read, arn, named) : undefined;
  if (entity?.kind === "user") return userFacts(entity.row);
  if (entity?.kind === "role") return roleFacts(entity.row);
  return { arn };
}

/**
 * The entity that PolicySourceArn names, with its policies as they are now.
 * Throws InvalidInput for an ARN of anything else, NoSuchEntity, and AccessDenied for one of another account.
 */
export async function demandPolicySource(call: Call, action: string, arn: string): Promise<PolicySource> {
  const named = parseEntityArn(arn);
  if (named === undefined) throw iamErrors.invalidEntityArn(arn);
  // SECURITY: policies tell what others may do; no policy of the caller's reaches into another account.
  if (named.accountId !== call.accountId)
    throw commonErrors.notAuthorized(callerArn(call.caller), action, arn);
  const { read } = call.services.store;
  const entity = await find(read, arn, named);
  if (entity === undefined) throw notFound[named.kind](named.name);
  const policies = (await identityPolicies(read, call.accountId, entity)).map((policy) =>
    storedPolicy(policy.document, "identity", namesOf(policy)),
  );
  return {
    kind: entity.kind,
    principal: principalOf(entity),
    policies,
    boundary: await boundary(read, entity),
    serviceControl: await loadServiceControl(call.services.store, call.accountId),
  };
}

interface EntityName {
  readonly kind: EntityKind;
  readonly accountId: string;
  readonly name: string;
}

/** undefined: not the ARN of a user, group or role. */
export function parseEntityArn(text: string): EntityName | undefined {
  const arn = parseArn(text);
  if (arn?.service !== "iam") return undefined;
  const [kind, ...path] = arn.resource.split("/");
  const name = path.at(-1);
  if ((kind !== "user" && kind !== "group" && kind !== "role") || name === undefined || name === "")
    return undefined;
  return { kind, accountId: arn.accountId, name };
}

const notFound = {
  user: iamErrors.userNotFound,
  group: iamErrors.groupNotFound,
  role: iamErrors.roleNotFound,
} as const;

/** Of the account that the name tells; its path must be the ARN's. */
async function find(
  reader: Reader,
  arn: string,
  { kind, accountId, name }: EntityName,
): Promise<Entity | undefined> {
  const entity = await findNamed(reader, kind, accountId, name);
  return entity !== undefined && entityArn(kind, entity.row) === arn ? entity : undefined;
}

async function findNamed(
  reader: Reader,
  kind: EntityKind,
  accountId: string,
  name: string,
): Promise<Entity | undefined> {
  switch (kind) {
    case "user": {
      const row = await findUser(reader, accountId, name);
      return row && { kind, row };
    }
    case "group": {
      const row = await findGroup(reader, accountId, name);
      return row && { kind, row };
    }
    case "role": {
      const row = await findRole(reader, accountId, name);
      return row && { kind, row };
    }
  }
}

function identityPolicies(
  reader: Reader,
  accountId: string,
  entity: Entity,
): Promise<readonly IdentityPolicy[]> {
  switch (entity.kind) {
    case "user":
      return loadIdentityPolicies(reader, accountId, "user", entity.row.user_id);
    case "role":
      return loadIdentityPolicies(reader, accountId, "role", entity.row.role_id);
    case "group":
      return groupPolicies(reader, entity.row);
  }
}

async function groupPolicies(reader: Reader, group: GroupRow): Promise<readonly IdentityPolicy[]> {
  const entity = entityArn("group", group);
  const inline = await listInlinePolicies(reader, group.group_id);
  const policies: IdentityPolicy[] = inline.map(({ name, document }) => ({
    source: { type: "inline", entity, name },
    document,
  }));
  for (const { policy_arn: arn } of await listAttachments(reader, group.group_id))
    policies.push({ source: { type: "managed", arn }, document: await managedDocument(reader, arn) });
  return policies;
}

async function boundary(reader: Reader, entity: Entity): Promise<SimulatedPolicy | undefined> {
  if (entity.kind === "group" || entity.row.boundary_arn === null) return undefined;
  const { boundary_arn: arn } = entity.row;
  return storedPolicy(await managedDocument(reader, arn), "boundary", { id: lastOf(arn), source: arn });
}

/** INVARIANT (attached-policies-exist): one that is missing all the same may hold a Deny. */
async function managedDocument(reader: Reader, arn: string): Promise<string> {
  const document = await boundaryDocument(reader, arn);
  if (document === undefined) throw new Error(`attached policy ${arn} has no document`);
  return document;
}

/** AWS: as reported, an embedded policy is shown as `role_<role>_<policy>`, a managed one by its name. */
function namesOf({ source }: IdentityPolicy): Pick<SimulatedPolicy, "id" | "source"> {
  if (source.type === "managed") return { id: lastOf(source.arn), source: source.arn };
  const owner = parseEntityArn(source.entity);
  const id = `${owner?.kind ?? "none"}_${lastOf(source.entity)}_${source.name}`;
  return { id, source: `${source.entity}#${source.name}` };
}

function lastOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

function principalOf(entity: Entity): PolicySource["principal"] {
  const { account_id: accountId } = entity.row;
  const arn = entityArn(entity.kind, entity.row);
  switch (entity.kind) {
    case "user":
      return { type: "user", accountId, arn, uniqueId: entity.row.user_id };
    // A group asks nothing; what its policies allow is allowed to a user who has no others.
    case "group":
      return { type: "user", accountId, arn, uniqueId: entity.row.group_id };
    case "role": {
      const { name, role_id: uniqueId } = entity.row;
      const session = buildArn("sts", accountId, `assumed-role/${name}/${simulatedSessionName}`);
      return { type: "role", accountId, arn: session, roleArn: arn, uniqueId };
    }
  }
}
