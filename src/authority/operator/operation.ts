/** What an operation of the operator's service is: JSON in, JSON out, the policy engine asked like for any other. */
import { operatorErrors } from "../../wire/index.ts";
import type { Call } from "../call.ts";
import { callerArn } from "../caller.ts";
import type { Operation } from "../operation.ts";
import { findAccount } from "../store/principals/accounts.ts";

export interface OperatorOperation<Input, Output> extends Operation<Input, Output> {
  readonly access: "policy";
  /** The IAM action: `tegata:CreateAccount`. */
  readonly action: string;
  /** The request's JSON value → input. Throws ValidationException. */
  readonly parse: (body: unknown) => Input;
}

/** An operation with its types forgotten, as the registry keeps it. */
export type AnyOperatorOperation = Omit<OperatorOperation<never, unknown>, "parse"> & {
  readonly parse: (body: unknown) => unknown;
};

/**
 * INVARIANT (operators): only principals of the management account get past this, whatever their policies allow.
 * What concerns one account alone is an `accountOperation`.
 */
export function operatorOperation<Input, Output>(
  name: string,
  definition: Omit<OperatorOperation<Input, Output>, "name" | "action" | "access">,
): OperatorOperation<Input, Output> {
  const action = `tegata:${name}`;
  return {
    ...definition,
    name,
    action,
    access: "policy",
    handle: async (input, call) => {
      await demandManagementAccount(action, call);
      return definition.handle(input, call);
    },
  };
}

/** For what concerns the caller's own account alone: the policy engine decides, whichever account that is. */
export function accountOperation<Input, Output>(
  name: string,
  definition: Omit<OperatorOperation<Input, Output>, "name" | "action" | "access">,
): OperatorOperation<Input, Output> {
  return { ...definition, name, action: `tegata:${name}`, access: "policy" };
}

async function demandManagementAccount(action: string, call: Call): Promise<void> {
  const account = await findAccount(call.services.store.read, call.accountId);
  if (account?.is_management !== 1) throw operatorErrors.notManagementAccount(callerArn(call.caller), action);
}
