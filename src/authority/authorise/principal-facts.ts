import { buildArn } from "../../base/index.ts";
import type { PrincipalFacts } from "../../policy/index.ts";
import { type Caller, callerArn } from "../caller.ts";

/** A caller as the policy engine sees it. */
export function principalFacts(caller: Caller): PrincipalFacts {
  switch (caller.kind) {
    case "anonymous":
      return { type: "anonymous" };
    case "root":
      return { type: "root", accountId: caller.accountId, arn: callerArn(caller) };
    case "user":
      return { type: "user", accountId: caller.accountId, arn: callerArn(caller), uniqueId: caller.userId };
    case "role":
      return {
        type: "role",
        accountId: caller.accountId,
        arn: callerArn(caller),
        roleArn: roleArn(caller),
        uniqueId: caller.roleId,
      };
    case "federated":
      return {
        type: "federated",
        accountId: caller.accountId,
        arn: callerArn(caller),
        uniqueId: caller.user?.userId ?? caller.accountId,
        ...(caller.user && { userArn: userArn(caller.accountId, caller.user) }),
      };
  }
}

/** The role's own ARN, path included; sessions show it without. */
export function roleArn(role: { accountId: string; path: string; roleName: string }): string {
  return buildArn("iam", role.accountId, `role${role.path}${role.roleName}`);
}

function userArn(accountId: string, user: { path: string; userName: string }): string {
  return buildArn("iam", accountId, `user${user.path}${user.userName}`);
}
