/**
 * Every change of the organisation, as the operator's operations and seeds make them. Each is one write of the
 * management account: its version moves, and all accounts are bound by the change at their next request.
 */
import { validatePolicy } from "../../policy/index.ts";
import { operatorErrors } from "../../wire/index.ts";
import type { Services } from "../call.ts";
import type { Writer } from "../store/index.ts";
import {
  deleteOrganizationAttachment,
  insertOrganizationAttachment,
  isAttachedAnywhere,
  listAttachmentsOf,
} from "../store/organization/attachments.ts";
import { setUnit } from "../store/organization/members.ts";
import {
  countOrganizationPolicies,
  deleteOrganizationPolicy,
  findOrganizationPolicy,
  insertOrganizationPolicy,
  type OrganizationPolicyRow,
  updateOrganizationPolicy,
} from "../store/organization/policies.ts";
import { findAccount } from "../store/principals/accounts.ts";
import type { OrganizationPolicyKind } from "../store/schema.ts";
import { awsOrganizationPolicies, awsOrganizationPolicy } from "./aws-policies.ts";
import { newPolicyId } from "./ids.ts";
import { organizationLimits } from "./limits.ts";
import { isUnitPath, rootTarget } from "./targets.ts";

type OrganizationServices = Pick<Services, "store" | "clock" | "random">;

/** Whose organisation, and with what it is changed. */
export interface Desk {
  readonly services: OrganizationServices;
  readonly managementId: string;
}

export interface PolicyWish {
  readonly name: string;
  /** Needed for a policy that is not there yet; one that is there keeps its kind. */
  readonly kind: OrganizationPolicyKind | undefined;
  readonly document: string;
  /** undefined: as it was, or none. */
  readonly description: string | undefined;
}

/**
 * Makes the policy, or gives the one of that name another document. Throws MalformedPolicyDocumentException,
 * PolicyContentLimit, InvalidInput for a kind that is missing or another one, or a quota's ConstraintViolation.
 */
export async function putPolicy(desk: Desk, wish: PolicyWish): Promise<OrganizationPolicyRow> {
  const { services, managementId } = desk;
  demandNames(wish);
  if (awsOrganizationPolicy(wish.name) !== undefined) throw operatorErrors.awsPolicyIsFixed(wish.name);
  return services.store.write(managementId, async (tx) => {
    const present = await findOrganizationPolicy(tx, managementId, wish.name);
    const kind = wish.kind ?? present?.kind;
    if (kind === undefined) throw operatorErrors.policyTypeNeeded();
    demandDocument(wish.document, kind);
    if (present === undefined) return make(tx, desk, kind, wish);
    if (present.kind !== kind) throw operatorErrors.policyTypeFixed(wish.name);
    const change = {
      document: wish.document,
      description: wish.description ?? present.description,
      updated_at: services.clock.now(),
    };
    await updateOrganizationPolicy(tx, present.policy_id, change);
    return { ...present, ...change };
  });
}

/** Throws PolicyNotFound, or PolicyInUse while it is attached. */
export async function removePolicy({ services, managementId }: Desk, name: string): Promise<void> {
  if (awsOrganizationPolicy(name) !== undefined) throw operatorErrors.awsPolicyIsFixed(name);
  await services.store.write(managementId, async (tx) => {
    const { policyId } = await demandPolicy(tx, managementId, name);
    if (await isAttachedAnywhere(tx, policyId)) throw operatorErrors.policyInUse(name);
    await deleteOrganizationPolicy(tx, policyId);
  });
}

/** Throws PolicyNotFound, TargetNotFound, DuplicatePolicyAttachment, or ConstraintViolation for the sixth. */
export async function attachPolicy(desk: Desk, name: string, target: string): Promise<void> {
  const { services, managementId } = desk;
  await services.store.write(managementId, async (tx) => {
    const { kind, policyId } = await demandPolicy(tx, managementId, name);
    await demandTarget(tx, target);
    const attached = await attachedIds(tx, managementId, target, kind);
    if (attached.ids.includes(policyId)) throw operatorErrors.policyAttachedAlready();
    if (attached.ids.length >= organizationLimits.maxAttachedPolicies) throw operatorErrors.tooManyAttached();
    const now = services.clock.now();
    // The default becomes a row of its own as soon as it is not alone, so that it can be detached.
    if (attached.isImplied) await hang(tx, desk, target, kind, awsOrganizationPolicies[kind].policyId, 0);
    await hang(tx, desk, target, kind, policyId, now);
  });
}

/**
 * Throws PolicyNotFound, TargetNotFound, PolicyNotAttached, or ConstraintViolation for the last one and for
 * RCPFullAWSAccess. AWS: a target never has none; what allows is taken away by attaching what takes its place first.
 */
export async function detachPolicy({ services, managementId }: Desk, name: string, target: string) {
  await services.store.write(managementId, async (tx) => {
    const { kind, policyId } = await demandPolicy(tx, managementId, name);
    await demandTarget(tx, target);
    const { ids } = await attachedIds(tx, managementId, target, kind);
    if (!ids.includes(policyId)) throw operatorErrors.policyNotAttached();
    if (kind === "rcp" && policyId === awsOrganizationPolicies.rcp.policyId)
      throw operatorErrors.rcpDefaultStays();
    if (ids.length <= organizationLimits.minAttachedPolicies) throw operatorErrors.lastAttached();
    await deleteOrganizationAttachment(tx, managementId, target, policyId);
  });
}

/** Puts an account into a unit, or under the root. Throws TargetNotFound, or InvalidInput for what is no unit's path. */
export async function moveAccount({ services, managementId }: Desk, accountId: string, unit: string) {
  if (!isUnitPath(unit)) throw operatorErrors.notAUnit();
  await services.store.write(managementId, async (tx) => {
    if ((await findAccount(tx, accountId)) === undefined) throw operatorErrors.accountNotFound(accountId);
    await setUnit(tx, managementId, accountId, unit === rootTarget ? undefined : unit);
  });
}

const policyName = /^[A-Za-z0-9][A-Za-z0-9 _.@+=,-]*$/;

function demandNames({ name, description = "" }: PolicyWish): void {
  const { maxPolicyNameCharacters: longest, maxDescriptionCharacters } = organizationLimits;
  if (!policyName.test(name) || name.length > longest)
    throw operatorErrors.invalidInput(
      `PolicyName must be 1 to ${longest} letters, digits, spaces and _.@+=,- and begin with a letter or digit.`,
    );
  if (description.length > maxDescriptionCharacters)
    throw operatorErrors.invalidInput(
      `Description must have at most ${maxDescriptionCharacters} characters.`,
    );
}

function demandDocument(document: string, kind: OrganizationPolicyKind): void {
  const { maxPolicyCharacters } = organizationLimits;
  if (document.length > maxPolicyCharacters) throw operatorErrors.policyTooLong(maxPolicyCharacters);
  const [problem] = validatePolicy(document, kind);
  if (problem === undefined) return;
  const { line, column } = problem.position;
  throw operatorErrors.malformedPolicy(problem.message, `${problem.detail} (line ${line}, column ${column})`);
}

async function make(
  tx: Writer,
  { services, managementId }: Desk,
  kind: OrganizationPolicyKind,
  { name, document, description = "" }: PolicyWish,
): Promise<OrganizationPolicyRow> {
  const { maxPolicies } = organizationLimits;
  if ((await countOrganizationPolicies(tx, managementId, kind)) >= maxPolicies)
    throw operatorErrors.tooManyPolicies(maxPolicies);
  const now = services.clock.now();
  const policy: OrganizationPolicyRow = {
    account_id: managementId,
    policy_id: newPolicyId(services.random),
    kind,
    name,
    description,
    document,
    created_at: now,
    updated_at: now,
  };
  await insertOrganizationPolicy(tx, policy);
  return policy;
}

interface NamedPolicy {
  readonly kind: OrganizationPolicyKind;
  readonly policyId: string;
}

async function demandPolicy(tx: Writer, managementId: string, name: string): Promise<NamedPolicy> {
  const aws = awsOrganizationPolicy(name);
  if (aws !== undefined) return aws;
  const row = await findOrganizationPolicy(tx, managementId, name);
  if (row === undefined) throw operatorErrors.policyNotFound(name);
  return { kind: row.kind, policyId: row.policy_id };
}

async function demandTarget(tx: Writer, target: string): Promise<void> {
  if (isUnitPath(target)) return;
  if ((await findAccount(tx, target)) === undefined) throw operatorErrors.targetNotFound(target);
}

/** `isImplied`: the default alone, without a row. */
async function attachedIds(tx: Writer, managementId: string, target: string, kind: OrganizationPolicyKind) {
  const rows = await listAttachmentsOf(tx, managementId, target, kind);
  if (rows.length === 0) return { ids: [awsOrganizationPolicies[kind].policyId], isImplied: true };
  return { ids: rows.map((row) => row.policy_id), isImplied: false };
}

async function hang(
  tx: Writer,
  { managementId }: Desk,
  target: string,
  kind: OrganizationPolicyKind,
  policyId: string,
  attachedAt: number,
): Promise<void> {
  await insertOrganizationAttachment(tx, {
    account_id: managementId,
    target,
    policy_id: policyId,
    kind,
    attached_at: attachedAt,
  });
}
