import { type Decision, describeDenial, evaluate } from "../../policy/index.ts";
import { commonErrors } from "../../wire/index.ts";
import type { AccessQuestion } from "../call.ts";
import { callerArn } from "../caller.ts";
import type { NotedDenial } from "../denials/index.ts";
import { type GatherParts, gather } from "./gather.ts";

/** What a decision needs beside the question. */
export interface AuthoriseParts extends GatherParts {
  /** Is told what was refused, for those who may know why. */
  readonly denial?: NotedDenial;
}

export type Question = AccessQuestion;

/** Asks the policy engine. Rejects when a policy in the store is not one: that is damage, not a refusal. */
export async function decide(parts: AuthoriseParts, question: Question): Promise<Decision> {
  const asked = await gather(parts, question);
  const decision = evaluate(asked);
  // INVARIANT (unreadable-refuses): a stored document that cannot be read may hold a Deny; nothing is decided without it.
  if (decision.unreadable.length > 0)
    throw new Error(`stored policies cannot be read: ${decision.unreadable.join(", ")}`);
  if (!decision.allowed) parts.denial?.note(asked);
  return decision;
}

/** The same, throwing AccessDenied with AWS's sentence when it is refused. */
export async function demand(parts: AuthoriseParts, question: Question): Promise<void> {
  const decision = await decide(parts, question);
  if (decision.allowed) return;
  const { caller } = parts;
  if (caller.kind === "anonymous") throw commonErrors.missingAuthenticationToken();
  const { accountId } = question.resource;
  throw commonErrors.accessDenied(
    describeDenial(decision, {
      callerArn: callerArn(caller),
      action: question.action,
      resource: question.resource.arn,
      crossAccount: accountId !== undefined && accountId !== caller.accountId,
    }),
  );
}
