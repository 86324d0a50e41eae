import { buildArn } from "../../base/index.ts";
import { stsErrors } from "../../wire/index.ts";
import type { AssumeRoleRequest, StsOperations } from "../../wire/models/sts-types.generated.ts";
import type { Call } from "../call.ts";
import type { SessionFacts } from "../caller.ts";
import { stsOperation } from "../operation.ts";
import type { TemporaryCredentials } from "../sessions/index.ts";
import type { RoleRow } from "../store/principals/roles.ts";
import { wireCredentials } from "./credentials.ts";
import { lifetimeFrom, roleSessionSeconds } from "./lifetime.ts";
import { verifyGivenMfa } from "./mfa.ts";
import { parseRoleArn, type RoleName } from "./role-arn.ts";
import { demandPoliciesExist, parseSessionPolicies, type SessionPolicies } from "./session-policies.ts";
import { buildSessionTags, type SessionTags } from "./session-tags.ts";
import { demandTrust } from "./trust.ts";

/** What one request asks for, judged as far as the request alone allows. */
export interface RoleWish {
  readonly input: AssumeRoleRequest;
  /** undefined: a well-formed ARN that names no role of ours. */
  readonly role: RoleName | undefined;
  readonly policies: SessionPolicies;
  readonly tags: SessionTags;
  /** Passed, or inherited from the calling session. */
  readonly sourceIdentity: string | undefined;
}

/**
 * A session of a role. Root is refused first; then the request is checked, an MFA code used up, the role's trust and
 * the caller's policies asked, and only then is anything said that tells the role exists.
 */
export const assumeRole = stsOperation("AssumeRole", {
  access: "own-rules",
  handle: async (input, call) => {
    if (call.caller.kind === "root") throw stsErrors.rolesNotForRoot();
    const wish = parseRoleWish(input, call.caller.session);
    const withMfa = await verifyGivenMfa(input, call);
    const role = await demandTrust(wish, withMfa, call);
    const seconds = roleSessionSeconds(call.caller, input.DurationSeconds, role.max_session_duration);
    await demandPoliciesExist(call.services.store.read, role.account_id, wish.policies);
    const credentials = await call.services.sessions.issue({
      accountId: role.account_id,
      principalId: role.role_id,
      name: input.RoleSessionName,
      session: roleSession(wish, seconds, call),
    });
    call.services.store.lastUsed.noteRole(role.role_id, { at: call.now, region: call.request.region });
    return answer(wish, role, credentials);
  },
});

function parseRoleWish(input: AssumeRoleRequest, callerSession: SessionFacts | undefined): RoleWish {
  const role = parseRoleArn(input.RoleArn);
  if (input.ProvidedContexts !== undefined && input.ProvidedContexts.length > 0)
    throw stsErrors.providedContextsNotSupported();
  return {
    input,
    role,
    policies: parseSessionPolicies(input),
    tags: buildSessionTags(input, callerSession),
    sourceIdentity: input.SourceIdentity ?? callerSession?.sourceIdentity,
  };
}

function roleSession(wish: RoleWish, seconds: number, call: Call): Omit<SessionFacts, "tokenId"> {
  const { caller } = call;
  return {
    kind: "role",
    ...lifetimeFrom(call.now, seconds),
    callerWasTemporary: caller.session !== undefined,
    chainDepth: caller.kind === "role" ? caller.session.chainDepth + 1 : 0,
    ...(wish.sourceIdentity === undefined ? {} : { sourceIdentity: wish.sourceIdentity }),
    ...wish.tags,
    ...wish.policies,
  };
}

/** AWS: AssumedRoleUser comes first; PackedPolicySize only with policies or tags, SourceIdentity only when set. */
function answer(
  wish: RoleWish,
  role: RoleRow,
  credentials: TemporaryCredentials,
): StsOperations["AssumeRole"]["output"] {
  const { RoleSessionName: sessionName } = wish.input;
  const { sessionPolicy, sessionPolicyArns } = wish.policies;
  const packed =
    sessionPolicy !== undefined || sessionPolicyArns.length > 0 || Object.keys(wish.tags.tags).length > 0;
  return {
    AssumedRoleUser: {
      AssumedRoleId: `${role.role_id}:${sessionName}`,
      Arn: buildArn("sts", role.account_id, `assumed-role/${role.name}/${sessionName}`),
    },
    Credentials: wireCredentials(credentials),
    ...(packed ? { PackedPolicySize: credentials.packedPolicySizePercent } : {}),
    ...(wish.sourceIdentity === undefined ? {} : { SourceIdentity: wish.sourceIdentity }),
  };
}
