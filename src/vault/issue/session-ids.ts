import { cacheId } from "../cache/index.ts";
import { cacheInputs, isCached, type Plan, type SourceStep } from "../plan/index.ts";

/**
 * The cache id of each step's session; undefined for a step whose session is not kept.
 * A session that is signed with another session has that one's id for its source and not its access key id, which is
 * another one after each renewal.
 * @param sourceId of the first step: `sourceIdOf`, or the stored key's access key id.
 */
export function sessionIds(plan: Plan, sourceId: string | undefined): readonly (string | undefined)[] {
  const [first] = plan.steps;
  // What an instance or a container gives tells nothing of whose it is before it is asked.
  let isKnown = sourceId !== undefined || isSelfTelling(first);
  let source = sourceId;
  return plan.steps.map((step) => {
    const inputs = isKnown ? cacheInputs(step, plan, source) : undefined;
    const id = inputs && cacheId(inputs);
    source = id ?? source;
    isKnown = source !== undefined;
    return isCached(step, plan) ? id : undefined;
  });
}

/** The settings of these say whose credentials they give; of a token's file its content does. */
function isSelfTelling(source: SourceStep): boolean {
  return (
    source.kind === "sso" ||
    source.kind === "process" ||
    (source.kind === "web-identity" && source.tokenProcess !== undefined)
  );
}
