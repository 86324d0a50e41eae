/** One operation, its policy decision first. */
import type { Call } from "./call.ts";
import type { AnyOperation, ContextEntries, Operation, ResourceFacts } from "./operation.ts";

/**
 * `action`: the IAM action, `iam:CreateUser`. `input` is what the operation's model or parser made of the request: the
 * registry forgot the types, the decoder keeps them.
 */
export async function runOperation(
  operation: AnyOperation,
  action: string,
  input: unknown,
  call: Call,
): Promise<unknown> {
  const typed = operation as Operation<unknown, unknown>;
  if (typed.access === "policy") await authorise(typed, action, input, call);
  return typed.handle(input, call);
}

async function authorise(
  operation: Operation<unknown, unknown>,
  action: string,
  input: unknown,
  call: Call,
): Promise<void> {
  const resources = (await operation.resource?.(input, call)) ?? anyResource;
  const context: ContextEntries = (await operation.context?.(input, call)) ?? {};
  for (const resource of isList(resources) ? resources : [resources])
    await call.demand(action, resource, context);
}

const anyResource: ResourceFacts = { arn: "*" };

function isList(resources: ResourceFacts | readonly ResourceFacts[]): resources is readonly ResourceFacts[] {
  return Array.isArray(resources);
}
