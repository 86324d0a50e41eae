/**
 * A seed, applied: what is not there is made, what is there is brought to what the file says, nothing is deleted.
 * INVARIANT (seed-idempotent): a seed that is applied already writes nothing, not even the same values again.
 */
import type { Authority } from "../../create-authority.ts";
import { fillAccountId } from "../file/fill.ts";
import type { Seed } from "../file/shape.ts";
import { applyAccount } from "./accounts.ts";
import { applyBucket } from "./buckets.ts";
import { Desk } from "./desk.ts";
import { applyGroup } from "./groups.ts";
import { applyOrganizationPolicy, applyTarget, applyUnit } from "./organization.ts";
import { applyPolicy } from "./policies.ts";
import { applyRole } from "./roles.ts";
import { applyUser } from "./users.ts";

/**
 * Brings the management account to what the seed says. Throws TegataError naming the place in the file for the first
 * thing that is refused; what stands before it is applied by then, and applying a mended file goes on from there.
 */
export async function applySeed(
  authority: Pick<Authority, "accountId" | "kernel">,
  seed: Seed,
): Promise<void> {
  const { accountId } = authority;
  const { services } = authority.kernel;
  const filled = fillAccountId(seed, accountId);
  const each = async <T>(
    kind: string,
    items: readonly T[] | undefined,
    apply: (desk: Desk, item: T) => Promise<void>,
  ) => {
    for (const [index, item] of (items ?? []).entries())
      await apply(new Desk(services, accountId, `${kind}[${index}]`), item);
  };
  await each("Policies", filled.Policies, applyPolicy);
  await each("Groups", filled.Groups, applyGroup);
  await each("Users", filled.Users, applyUser);
  await each("Roles", filled.Roles, applyRole);
  await each("Buckets", filled.Buckets, applyBucket);
  await each("Accounts", filled.Accounts, applyAccount);
  const { Policies, Units, Targets } = filled.Organization ?? {};
  await each("Organization.Policies", Policies, applyOrganizationPolicy);
  await each("Organization.Units", Units, applyUnit);
  await each("Organization.Targets", Targets, applyTarget);
}
