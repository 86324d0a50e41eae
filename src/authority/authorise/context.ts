/**
 * Condition keys of one request, computed when a policy asks for them.
 * AWS: IAM user guide, "AWS global condition context keys"; which key is present for which kind of credential follows
 * the table there. Absent is a fact of its own: `aws:MultiFactorAuthPresent` is absent for long-lived keys.
 */
import { formatInstant } from "../../base/index.ts";
import type { ContextValue, RequestContext } from "../../policy/index.ts";
import type { RequestFacts } from "../call.ts";
import { type Caller, callerArn, callerUserId, type SignedCaller } from "../caller.ts";
import type { ContextEntries, ResourceFacts } from "../operation.ts";
import type { AccountPlace } from "../organization/index.ts";
import { roleArn } from "./principal-facts.ts";

/** Tags by lower-case key: condition key names ignore case, their tag part too. */
export type TagsByKey = ReadonlyMap<string, string>;

export interface ContextFacts {
  readonly caller: Caller;
  /** Tags of the user or role behind the caller, session tags laid over them. */
  readonly principalTags: TagsByKey;
  readonly request: RequestFacts;
  /** The authority's time of the request, milliseconds. */
  readonly now: number;
  readonly resource: ResourceFacts;
  /** The account that owns the resource, when one does. */
  readonly resourceAccountId: string | undefined;
  /** Where the caller's and the resource's account stand in the organisation; undefined for those of no account of ours. */
  readonly callerPlace: AccountPlace | undefined;
  readonly resourcePlace: AccountPlace | undefined;
  /** The operation's own keys, and what this request adds to the caller's (MFA given to AssumeRole). */
  readonly entries: ContextEntries;
}

type Key = (facts: ContextFacts) => ContextValue | undefined;

const principalTypes = {
  root: "Account",
  user: "User",
  role: "AssumedRole",
  federated: "FederatedUser",
} as const;

/** The global keys this authority gives, one line each. */
const globalKeys: Readonly<Record<string, Key>> = {
  "aws:currenttime": ({ now }) => formatInstant(now),
  "aws:epochtime": ({ now }) => String(Math.floor(now / 1000)),
  "aws:sourceip": ({ request }) => request.sourceIp,
  "aws:securetransport": ({ request }) => String(request.secure),
  "aws:useragent": ({ request }) => request.userAgent,
  "aws:referer": ({ request }) => request.referer,
  "aws:requestedregion": ({ request }) => request.region,
  "aws:viaawsservice": ({ caller }) => (caller.kind === "anonymous" ? undefined : "false"),
  "aws:principalisawsservice": ({ caller }) => (caller.kind === "anonymous" ? undefined : "false"),
  "aws:principalarn": ({ caller }) => ofSigned(caller, principalArn),
  "aws:principalaccount": ({ caller }) => (caller.kind === "anonymous" ? "anonymous" : caller.accountId),
  "aws:principaltype": ({ caller }) =>
    caller.kind === "anonymous" ? "Anonymous" : principalTypes[caller.kind],
  "aws:userid": ({ caller }) => ofSigned(caller, callerUserId),
  "aws:username": ({ caller }) => (caller.kind === "user" ? caller.userName : undefined),
  "aws:multifactorauthpresent": ({ caller }) => multiFactorAuthPresent(caller),
  "aws:multifactorauthage": ({ caller, now }) => multiFactorAuthAge(caller, now),
  "aws:tokenissuetime": ({ caller }) => instant(sessionOf(caller)?.issuedAt),
  "aws:sourceidentity": ({ caller }) => sessionOf(caller)?.sourceIdentity,
  "aws:principalorgid": ({ callerPlace }) => callerPlace?.organizationId,
  "aws:principalorgpaths": ({ callerPlace }) => callerPlace && [callerPlace.path],
  "aws:resourceaccount": ({ resourceAccountId }) => resourceAccountId,
  "aws:resourceorgid": ({ resourcePlace }) => resourcePlace?.organizationId,
  "aws:resourceorgpaths": ({ resourcePlace }) => resourcePlace && [resourcePlace.path],
};

const tagFamilies: readonly { readonly prefix: string; readonly tags: (facts: ContextFacts) => TagsByKey }[] =
  [
    { prefix: "aws:principaltag/", tags: ({ principalTags }) => principalTags },
    { prefix: "aws:resourcetag/", tags: ({ resource }) => tagsByKey(resource.tags ?? {}) },
    { prefix: "iam:resourcetag/", tags: ({ resource }) => tagsByKey(resource.tags ?? {}) },
  ];

export function requestContext(facts: ContextFacts): RequestContext {
  return {
    get(key) {
      if (Object.hasOwn(facts.entries, key)) return facts.entries[key];
      if (Object.hasOwn(globalKeys, key)) return globalKeys[key]?.(facts);
      const family = tagFamilies.find(({ prefix }) => key.startsWith(prefix));
      return family?.tags(facts).get(key.slice(family.prefix.length));
    },
  };
}

export function tagsByKey(tags: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value]));
}

function sessionOf(caller: Caller) {
  return caller.kind === "anonymous" ? undefined : caller.session;
}

function ofSigned(caller: Caller, read: (caller: SignedCaller) => string): string | undefined {
  return caller.kind === "anonymous" ? undefined : read(caller);
}

/** AWS: in a role session this is the role's ARN with its path, not the session's. */
function principalArn(caller: SignedCaller): string {
  return caller.kind === "role" ? roleArn(caller) : callerArn(caller);
}

/** AWS: absent for long-lived keys, which is why policies say BoolIfExists; false in sessions made without MFA. */
function multiFactorAuthPresent(caller: Caller): string | undefined {
  const session = sessionOf(caller);
  if (session === undefined) return undefined;
  return String(session.kind === "session" && session.mfaAt !== undefined);
}

function multiFactorAuthAge(caller: Caller, now: number): string | undefined {
  const session = sessionOf(caller);
  if (session?.kind !== "session" || session.mfaAt === undefined) return undefined;
  return String(Math.max(0, Math.floor((now - session.mfaAt) / 1000)));
}

function instant(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : formatInstant(milliseconds);
}
