import { type Decision, describeDenial, type EvaluationRequest, evaluate } from "../../policy/index.ts";
import { commonErrors } from "../../wire/index.ts";
import type { AccessQuestion, RequestFacts } from "../call.ts";
import { type Caller, callerArn } from "../caller.ts";
import type { NotedDenial } from "../denials/index.ts";
import { takesRcps } from "../organization/index.ts";
import type { IdentityPrincipal, Principals } from "../principals/index.ts";
import { requestContext, type TagsByKey, tagsByKey } from "./context.ts";
import { principalFacts } from "./principal-facts.ts";

/** What a decision needs beside the question. */
export interface AuthoriseParts {
  readonly principals: Principals;
  readonly caller: Caller;
  /** The user or role behind the caller as authentication found it; absent for root and anonymous callers. */
  readonly principal?: IdentityPrincipal;
  readonly request: RequestFacts;
  /** The authority's time of the request, milliseconds. */
  readonly now: number;
  /** Is told what was refused, for those who may know why. */
  readonly denial?: NotedDenial;
}

export type Question = AccessQuestion;

/** Asks the policy engine. Rejects when a policy in the store is not one: that is damage, not a refusal. */
export async function decide(parts: AuthoriseParts, question: Question): Promise<Decision> {
  const { caller, principal, principals } = parts;
  const { resource, trust } = question;
  const resourceAccountId =
    resource.accountId ?? (caller.kind === "anonymous" ? undefined : caller.accountId);
  const session = await sessionPolicies(principals, caller);
  const organization = principals.organization.current ?? (await principals.organization.load());
  const callerPlace = caller.kind === "anonymous" ? undefined : organization.placeOf(caller.accountId);
  const resourcePlace = organization.placeOf(resourceAccountId);
  const rcp = takesRcps(question.action) ? resourcePlace?.rcp : undefined;
  const asked: EvaluationRequest = {
    principal: principalFacts(caller),
    action: question.action,
    resource: resource.arn,
    ...(resourceAccountId !== undefined && { resourceAccountId }),
    context: requestContext({
      caller,
      principalTags: principalTags(caller, principal),
      request: parts.request,
      now: parts.now,
      resource,
      resourceAccountId,
      callerPlace,
      resourcePlace: organization.placeOf(ownerInContext(question, resourceAccountId)),
      entries: question.context ?? {},
    }),
    layers: {
      ...(callerPlace?.scp && { scp: callerPlace.scp }),
      ...(rcp && { rcp }),
      identity: principal?.policies ?? [],
      ...(principal?.boundary && { boundary: principal.boundary }),
      ...(session && { session }),
      ...(trust && { trust: principals.compile(trust.document, "trust", trust.sourceArn) }),
    },
  };
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

/**
 * The session policies of a role or federation session; undefined when none were passed, which is not the same as one
 * that allows nothing. Managed ones are taken as they are now.
 */
async function sessionPolicies(principals: Principals, caller: Caller) {
  if (caller.kind !== "role" && caller.kind !== "federated") return undefined;
  const { sessionPolicy, sessionPolicyArns } = caller.session;
  if (sessionPolicy === undefined && sessionPolicyArns.length === 0) return undefined;
  const managed = await Promise.all(sessionPolicyArns.map((arn) => principals.sessionPolicy(arn)));
  if (sessionPolicy === undefined) return managed;
  return [principals.compile(sessionPolicy, "session", "session policy"), ...managed];
}

const noTags: TagsByKey = new Map();

/** AWS: a session tag wins over the tag of the role or user with the same key. */
function principalTags(caller: Caller, principal: IdentityPrincipal | undefined): TagsByKey {
  const own = principal?.tags ?? noTags;
  const session = caller.kind === "anonymous" ? undefined : caller.session;
  if (session === undefined || Object.keys(session.tags).length === 0) return own;
  return new Map([...own, ...tagsByKey(session.tags)]);
}

/** S3 asks as if the bucket were the caller's and says whose it is; undefined there: nobody's. */
function ownerInContext({ context }: Question, resourceAccountId: string | undefined): string | undefined {
  if (context === undefined || !Object.hasOwn(context, "aws:resourceaccount")) return resourceAccountId;
  const owner = context["aws:resourceaccount"];
  return typeof owner === "string" ? owner : undefined;
}
