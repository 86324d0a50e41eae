/** Service control policies in a simulation. AWS: they bind the account of the simulated principal; resource control policies take no part. */
import { compilePolicy, type PolicyLayers } from "../../../policy/index.ts";
import { OrganizationCache } from "../../organization/index.ts";
import type { Store } from "../../store/index.ts";

/** undefined: nothing of the organisation binds the account. Throws when an attached policy cannot be read. */
export async function loadServiceControl(store: Store, accountId: string): Promise<PolicyLayers["scp"]> {
  const organization = await new OrganizationCache(store, compilePolicy).load();
  const levels = organization.placeOf(accountId)?.scp;
  for (const { unreadable, source } of levels?.flat() ?? [])
    if (unreadable) throw new Error(`stored policies cannot be read: ${source ?? "(unnamed)"}`);
  return levels;
}
