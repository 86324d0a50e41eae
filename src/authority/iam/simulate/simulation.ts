/** What a request asks to be simulated, read and checked: nothing is evaluated here. */
import { isAccountId, parseArn } from "../../../base/index.ts";
import type { PolicyLayers, PrincipalFacts } from "../../../policy/index.ts";
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { SimulateCustomPolicyRequest } from "../../../wire/models/iam-types.generated.ts";
import type { Call } from "../../call.ts";
import { findUser } from "../../store/principals/users.ts";
import { entityArn } from "../entities/names.ts";
import { parseContextEntries, type SimulatedContext } from "./context-entries.ts";
import { demandPairs, demandPolicyCharacters, demandSteps } from "./cost.ts";
import { type PolicySource, parseEntityArn } from "./policy-source.ts";
import { demandHandledResources } from "./resource-handling.ts";
import { passedPolicy, type SimulatedPolicy } from "./simulated-policy.ts";

export interface SimulationInput extends Omit<SimulateCustomPolicyRequest, "PolicyInputList"> {
  readonly PolicyInputList?: readonly string[] | undefined;
}

export type SimulatedPrincipal = PolicySource["principal"];

export interface Simulation {
  readonly principal: SimulatedPrincipal;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly context: SimulatedContext;
  readonly identity: readonly SimulatedPolicy[];
  readonly boundary: SimulatedPolicy | undefined;
  readonly resourcePolicy: SimulatedPolicy | undefined;
  /** The same policies as the engine takes them; the same lists each time, so that they are linked once. */
  readonly layers: PolicyLayers;
  /** The account of resources whose ARN names none. */
  readonly resourceOwner: string;
}

/** `source`: whose policies take part; undefined for those of the request alone. Throws InvalidInput. */
export async function readSimulation(
  input: SimulationInput,
  call: Call,
  source: PolicySource | undefined,
): Promise<Simulation> {
  const actions = readActions(input.ActionNames);
  const resources = readResources(input.ResourceArns);
  demandPairs(actions.length * resources.length);
  demandHandledResources(input.ResourceHandlingOption, resources);
  demandPolicyCharacters(input);
  const principal = await readPrincipal(input, call, source);
  const identity = [...(source?.policies ?? []), ...readPassedPolicies(input.PolicyInputList)];
  const boundary = readBoundary(input.PermissionsBoundaryPolicyInputList) ?? source?.boundary;
  const resourcePolicy = readResourcePolicy(input.ResourcePolicy);
  demandSteps([...identity, boundary, resourcePolicy], input);
  return {
    principal,
    actions,
    resources,
    context: parseContextEntries(input.ContextEntries ?? []),
    identity,
    boundary,
    resourcePolicy,
    layers: {
      scp: source?.serviceControl,
      identity: identity.map(({ compiled }) => compiled),
      boundary: boundary?.compiled,
      resource: resourcePolicy && [resourcePolicy.compiled],
    },
    resourceOwner: readResourceOwner(input.ResourceOwner) ?? principal.accountId,
  };
}

/** PolicyInputList, each named by its place. Throws InvalidInput. */
export function readPassedPolicies(texts: readonly string[] | undefined): readonly SimulatedPolicy[] {
  return (texts ?? []).map((text, index) => passedPolicy(text, "identity", `PolicyInputList.${index + 1}`));
}

/** AWS: a new boundary takes the place of the entity's own; there is only one. */
function readBoundary(texts: readonly string[] = []): SimulatedPolicy | undefined {
  const [text, ...others] = texts;
  if (text === undefined) return undefined;
  if (others.length > 0) throw iamErrors.tooManySimulatedBoundaries();
  return passedPolicy(text, "boundary", "PermissionsBoundaryPolicyInputList.1");
}

function readResourcePolicy(text: string | undefined): SimulatedPolicy | undefined {
  return text === undefined ? undefined : passedPolicy(text, "resource", "ResourcePolicy");
}

/** AWS: a service and a name; wildcards are not taken. Whether a service has the action is not asked. */
function readActions(names: readonly string[]): readonly string[] {
  for (const name of names)
    if (!/^[a-zA-Z0-9-]+:[a-zA-Z0-9-]+$/.test(name)) throw iamErrors.invalidSimulatedAction(name);
  return names;
}

const anyResource = "*";

function readResources(given: readonly string[] | undefined): readonly string[] {
  const resources = given === undefined || given.length === 0 ? [anyResource] : given;
  for (const resource of resources)
    if (resource !== anyResource && parseArn(resource) === undefined)
      throw iamErrors.resourceNotArn(resource);
  return resources;
}

/** AWS: the ARN of an account's root; the account's number alone is refused. */
function readResourceOwner(owner: string | undefined): string | undefined {
  if (owner === undefined) return undefined;
  const arn = parseArn(owner);
  if (arn?.service !== "iam" || arn.resource !== "root" || !isAccountId(arn.accountId))
    throw iamErrors.invalidResourceOwner(owner);
  return arn.accountId;
}

/** AWS: only users can be callers, and a resource policy needs one, so that its Principal has something to match. */
async function readPrincipal(
  { CallerArn: caller, ResourcePolicy: resourcePolicy }: SimulationInput,
  call: Call,
  source: PolicySource | undefined,
): Promise<SimulatedPrincipal> {
  if (caller !== undefined) return readCaller(caller, call);
  if (resourcePolicy !== undefined && source?.kind !== "user") throw iamErrors.callerNotUser();
  return source?.principal ?? userWithoutName(call.accountId);
}

/** The caller need not exist: a user of this account that does is known by its unique id too. */
async function readCaller(arn: string, call: Call): Promise<SimulatedPrincipal> {
  const named = parseEntityArn(arn);
  if (named?.kind !== "user" || !isAccountId(named.accountId)) throw iamErrors.callerNotUser();
  const { accountId, name } = named;
  const facts = { type: "user", accountId, arn } as const;
  if (accountId !== call.accountId) return { ...facts, uniqueId: noUniqueId };
  const user = await findUser(call.services.store.read, accountId, name);
  const exists = user !== undefined && entityArn("user", user) === arn;
  return { ...facts, uniqueId: exists ? user.user_id : noUniqueId };
}

/** No policy can name it: unique ids have prefixes. */
const noUniqueId = "(none)";

function userWithoutName(accountId: string): SimulatedPrincipal & PrincipalFacts {
  return { type: "user", accountId, arn: `arn:aws:iam::${accountId}:user/`, uniqueId: noUniqueId };
}
