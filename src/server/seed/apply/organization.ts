/** The organisation: its policies, the units of its accounts, and what is attached where. */
import {
  attachPolicy,
  detachPolicy,
  isTarget,
  listAttachedNames,
  listPolicies,
  moveAccount,
  putPolicy,
  rootTarget,
} from "../../../authority/organization/index.ts";
import { listUnits } from "../../../authority/store/organization/members.ts";
import type { OrganizationPolicySeed, OrganizationTargetSeed, UnitSeed } from "../file/shape.ts";
import { isSameDocument } from "./compare.ts";
import type { Desk } from "./desk.ts";

const kinds: ReadonlyMap<string, "scp" | "rcp"> = new Map([
  ["SERVICE_CONTROL_POLICY", "scp"],
  ["RESOURCE_CONTROL_POLICY", "rcp"],
]);

export async function applyOrganizationPolicy(desk: Desk, wanted: OrganizationPolicySeed): Promise<void> {
  const { PolicyName: name, Content: document, Description: description } = wanted;
  const kind = kinds.get(wanted.Type);
  if (kind === undefined) throw desk.fault(`Type must be ${[...kinds.keys()].join(" or ")}`);
  const present = (await listPolicies(desk.services.store.read, desk.accountId)).find(
    (policy) => policy.name === name,
  );
  const isSame =
    present !== undefined &&
    present.kind === kind &&
    isSameDocument(present.document, document) &&
    (description === undefined || description === present.description);
  if (isSame) return;
  await desk.guard(() => putPolicy(ofOrganization(desk), { name, kind, document, description }));
}

export async function applyUnit(desk: Desk, { AccountId: member, Unit: unit }: UnitSeed): Promise<void> {
  const units = await listUnits(desk.services.store.read, desk.accountId);
  if ((units.get(member) ?? rootTarget) === unit) return;
  await desk.guard(() => moveAccount(ofOrganization(desk), member, unit));
}

/** What is attached beside what the file names stays. Attaching comes first: of each kind one must always be there. */
export async function applyTarget(desk: Desk, wanted: OrganizationTargetSeed): Promise<void> {
  const { Target: target, Attach: attach = [], Detach: detach = [] } = wanted;
  if (!isTarget(target)) throw desk.fault("Target must be /, a unit such as /Production, or 12 digits");
  const attached = new Set(await listAttachedNames(desk.services.store.read, desk.accountId, target));
  for (const [index, name] of attach.entries())
    if (!attached.has(name))
      await desk.at(`Attach[${index}]`).guard(() => attachPolicy(ofOrganization(desk), name, target));
  for (const [index, name] of detach.entries())
    if (attached.has(name))
      await desk.at(`Detach[${index}]`).guard(() => detachPolicy(ofOrganization(desk), name, target));
}

function ofOrganization({ services, accountId: managementId }: Desk) {
  return { services, managementId };
}
