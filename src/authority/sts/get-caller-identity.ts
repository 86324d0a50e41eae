import { callerArn, callerUserId } from "../caller.ts";
import { stsOperation } from "../operation.ts";

/** Whose credentials signed the request. AWS: no permission is needed, and no deny can forbid it. */
export const getCallerIdentity = stsOperation("GetCallerIdentity", {
  access: "own-rules",
  handle: (_input, { caller }) => ({
    UserId: callerUserId(caller),
    Account: caller.accountId,
    Arn: callerArn(caller),
  }),
});
