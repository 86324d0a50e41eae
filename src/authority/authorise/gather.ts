import type { EvaluationRequest, PolicyLayers } from "../../policy/index.ts";
import type { AccessQuestion, RequestFacts } from "../call.ts";
import type { Caller } from "../caller.ts";
import { takesRcps } from "../organization/index.ts";
import type { IdentityPrincipal, Principals } from "../principals/index.ts";
import { requestContext, type TagsByKey, tagsByKey } from "./context.ts";
import { principalFacts } from "./principal-facts.ts";

/** What a decision needs beside the question. */
export interface GatherParts {
  readonly principals: Principals;
  readonly caller: Caller;
  /** The user or role behind the caller as authentication found it; absent for root and anonymous callers. */
  readonly principal?: IdentityPrincipal;
  readonly request: RequestFacts;
  /** The authority's time of the request, milliseconds. */
  readonly now: number;
}

/** Everything that the policy engine is asked about one question: every layer that has a say, and the condition keys. */
export async function gather(parts: GatherParts, question: AccessQuestion): Promise<EvaluationRequest> {
  const { caller, principal, principals } = parts;
  const { resource, trust } = question;
  const callerAccountId = caller.kind === "anonymous" ? undefined : caller.accountId;
  const resourceAccountId = resource.accountId ?? callerAccountId;
  const organization = principals.organization.current ?? (await principals.organization.load());
  const callerPlace = organization.placeOf(callerAccountId);
  const scp = callerPlace?.scp;
  const rcp = takesRcps(question.action) ? organization.placeOf(resourceAccountId)?.rcp : undefined;
  const session = await sessionPolicies(principals, caller);
  const layers: PolicyLayers = {
    ...(scp && { scp }),
    ...(rcp && { rcp }),
    identity: principal?.policies ?? [],
    ...(principal?.boundary && { boundary: principal.boundary }),
    ...(session && { session }),
    ...(trust && { trust: principals.compile(trust.document, "trust", trust.sourceArn) }),
  };
  return {
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
    layers,
  };
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
function ownerInContext(
  { context }: AccessQuestion,
  resourceAccountId: string | undefined,
): string | undefined {
  if (context === undefined || !Object.hasOwn(context, "aws:resourceaccount")) return resourceAccountId;
  const owner = context["aws:resourceaccount"];
  return typeof owner === "string" ? owner : undefined;
}
