import { buildArn } from "../../base/index.ts";
import { stsErrors } from "../../wire/index.ts";
import { stsOperation } from "../operation.ts";
import { wireCredentials } from "./credentials.ts";
import { lifetimeFrom, userSessionSeconds } from "./lifetime.ts";
import { demandPoliciesExist, parseSessionPolicies } from "./session-policies.ts";
import { buildSessionTags, sessionTagContext } from "./session-tags.ts";

/**
 * Temporary credentials for somebody the user vouches for: the user's permissions cut down to the session policies, and
 * nothing at all without any, except what resource policies give to the federated user.
 */
export const getFederationToken = stsOperation("GetFederationToken", {
  access: "policy",
  resource: ({ Name }, { accountId }) => ({ arn: federatedUserArn(accountId, Name) }),
  context: (input) => sessionTagContext(input),
  handle: async (input, call) => {
    const { caller, services } = call;
    if (caller.session !== undefined || caller.kind === "role" || caller.kind === "federated")
      throw stsErrors.sessionCredentials("GetFederationToken");
    const policies = parseSessionPolicies(input);
    const { tags } = buildSessionTags({ Tags: input.Tags }, undefined);
    const arn = federatedUserArn(caller.accountId, input.Name);
    if (Object.keys(tags).length > 0) await call.demand("sts:TagSession", { arn }, sessionTagContext(input));
    await demandPoliciesExist(services.store.read, caller.accountId, policies);
    const credentials = await services.sessions.issue({
      accountId: caller.accountId,
      principalId: caller.kind === "root" ? "root" : caller.userId,
      name: input.Name,
      session: {
        kind: "federated",
        ...lifetimeFrom(call.now, userSessionSeconds(caller, input.DurationSeconds)),
        callerWasTemporary: false,
        chainDepth: 0,
        tags,
        // AWS: tags of a federated user are never transitive.
        transitiveTagKeys: [],
        ...policies,
      },
    });
    return {
      Credentials: wireCredentials(credentials),
      FederatedUser: { FederatedUserId: `${caller.accountId}:${input.Name}`, Arn: arn },
      // AWS: present even when nothing was packed.
      PackedPolicySize: credentials.packedPolicySizePercent,
    };
  },
});

function federatedUserArn(accountId: string, name: string): string {
  return buildArn("sts", accountId, `federated-user/${name}`);
}
