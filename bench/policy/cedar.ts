/**
 * The same policies and questions for Cedar, as near as its language comes; what differs is listed in `simplifications`.
 * Policies are parsed once, contexts are typed beforehand: what is timed is `statefulIsAuthorized` alone.
 */
import cedar from "@cedar-policy/cedar-wasm/nodejs";
import type { Policies } from "./corpus.ts";
import { type Ask, actions, principal, type Statement, variables, withResourcePolicy } from "./world.ts";

/** What a reader of the comparison must know; the report prints it. */
export const simplifications = [
  "wildcards in actions are spelled out as the actions that are asked for",
  "variables in resources are filled in beforehand; one that is a condition's value compares two keys of the context",
  "boundary and session policy are one `forbid … unless` each that joins their Allow statements",
  "`ArnNotLike` lets its `*` cross colons; an ARN is a text in the context",
  "numbers, dates (as seconds), booleans and addresses come typed in the context, where the engine reads texts",
] as const;

type Call = Parameters<typeof cedar.statefulIsAuthorized>[0];

const policySet = "bench";

/** Parses the policies and keeps them in the module under one name. Throws when Cedar refuses them. */
export function loadCedar(policies: Policies): void {
  const answer = cedar.preparsePolicySet(policySet, { staticPolicies: writePolicies(policies) });
  if (answer.type === "failure") throw new Error(`cedar: ${answer.errors[0]?.message}`);
}

/** A question as JSON → Cedar's call. */
export function readCall(question: string): Call {
  const { action, resource, context }: Ask = JSON.parse(question);
  const typed = Object.entries(context).map(([key, value]) => [key, typeValue(key, value)]);
  return {
    principal: { type: "Principal", id: "arn" in principal ? principal.arn : principal.type },
    action: { type: "Action", id: action },
    resource: { type: "Resource", id: resource },
    context: { ...Object.fromEntries(typed), resource },
    preparsedPolicySetId: policySet,
    validateRequest: false,
    entities: [],
  };
}

/** Whether Cedar allows. Throws when a policy could not be evaluated. */
export function isAllowed(call: Call): boolean {
  const answer = cedar.statefulIsAuthorized(call);
  if (answer.type === "failure") throw new Error(`cedar: ${answer.errors[0]?.message}`);
  const [error] = answer.response.diagnostics.errors;
  if (error !== undefined) throw new Error(`cedar: ${error.error.message}`);
  return answer.response.decision === "allow";
}

const numbers = new Set(["aws:epochtime", "aws:multifactorauthage"]);
const dates = new Set(["aws:currenttime", "aws:tokenissuetime"]);
const booleans = new Set(["aws:securetransport", "aws:multifactorauthpresent"]);
const lists = new Set(["dynamodb:leadingkeys"]);

function typeValue(key: string, value: string | readonly string[]): Call["context"][string] {
  if (typeof value !== "string") return [...value];
  if (lists.has(key)) return [value];
  if (key === "aws:sourceip") return { __extn: { fn: "ip", arg: value } };
  // A value gone wrong is of the right type still, or the policies that ask for it would fail.
  if (numbers.has(key)) return Number(value) || 0;
  if (dates.has(key)) return Date.parse(value) / 1000 || 0;
  return booleans.has(key) ? value === "true" : value;
}

export function writePolicies({ identity, boundary, session, resource }: Policies): string {
  const own = resource.flat().map((statement) => ({ statement, only: ofOwnPolicy }));
  const statements = [...identity, ...boundary, ...session].flat();
  const denies = statements
    .filter(({ Effect }) => Effect === "Deny")
    .map((statement) => ({ statement, only: "" }));
  const allows = identity.flat().filter(({ Effect }) => Effect === "Allow");
  const plain = [...allows.map((statement) => ({ statement, only: "" })), ...denies, ...own];
  return [
    ...plain.map(({ statement, only }) => writeStatement(statement, only)),
    ...[boundary, session].filter((layer) => layer.length > 0).map((layer) => writeFilter(layer.flat())),
  ].join("\n");
}

/** Resource policies speak of resources that have one. */
const ofOwnPolicy = writeActions(
  actions.filter((action) => withResourcePolicy.has(action.slice(0, action.indexOf(":")))),
);

function writeStatement(statement: Statement, only: string): string {
  const effect = statement.Effect === "Allow" ? "permit" : "forbid";
  const { Action, Resource } = statement;
  const taken = Action === undefined ? undefined : expand(Action);
  const [one] = Resource;
  const isWhole = Resource.length === 1 && one !== undefined && !/[*$]/.test(one);
  const scope = [
    "principal",
    taken === undefined || taken.length === actions.length
      ? "action"
      : `action in [${taken.map(nameAction)}]`,
    isWhole ? `resource == Resource::${JSON.stringify(one)}` : "resource",
  ];
  const clauses = [only, ...conditionsOf(statement), ...(isWhole ? [] : resourcesOf(Resource))];
  if (taken === undefined) clauses.push(notActions(statement));
  const when = clauses.filter((clause) => clause !== "").join(" && ");
  return `${effect}(${scope.join(", ")})${when === "" ? "" : ` when { ${when} }`};`;
}

/** What no Allow of the layer covers is forbidden. */
function writeFilter(statements: readonly Statement[]): string {
  const allowed = statements
    .filter(({ Effect }) => Effect === "Allow")
    .map((statement) => {
      const clauses = [
        statement.Action === undefined ? notActions(statement) : writeActions(expand(statement.Action)),
        ...resourcesOf(statement.Resource),
        ...conditionsOf(statement),
      ];
      return `(${clauses.join(" && ")})`;
    });
  return `forbid(principal, action, resource) unless { ${allowed.join(" || ")} };`;
}

function expand(patterns: readonly string[]): readonly string[] {
  return actions.filter((action) =>
    patterns.some((pattern) =>
      pattern.endsWith("*") ? action.startsWith(pattern.slice(0, -1)) : action === pattern,
    ),
  );
}

function nameAction(action: string): string {
  return `Action::${JSON.stringify(action)}`;
}

function writeActions(names: readonly string[]): string {
  return `action in [${names.map(nameAction)}]`;
}

function notActions({ NotAction = [] }: Statement): string {
  return `!(${writeActions(expand(NotAction))})`;
}

function resourcesOf(resources: readonly string[]): readonly string[] {
  if (resources.includes("*")) return [];
  const likes = resources.map((text) => `context.resource like ${JSON.stringify(fill(text))}`);
  return [`(${likes.join(" || ")})`];
}

function fill(text: string): string {
  return text.replace(/\$\{([^}]+)\}/g, (_, key: string) => variables[key.toLowerCase()] ?? "");
}

function conditionsOf({ Condition = {} }: Statement): readonly string[] {
  return Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => writeCondition(operator, key.toLowerCase(), values)),
  );
}

/** The operators of the templates. */
function writeCondition(operator: string, key: string, values: readonly string[]): string {
  const has = `context has ${JSON.stringify(key)}`;
  const value = `context[${JSON.stringify(key)}]`;
  const [first = ""] = values;
  const any = (test: (wanted: string) => string): string => `(${values.map(test).join(" || ")})`;
  const text = (wanted: string): string =>
    wanted.startsWith("${")
      ? `context[${JSON.stringify(wanted.slice(2, -1).toLowerCase())}]`
      : JSON.stringify(wanted);
  switch (operator) {
    case "StringEquals":
      return `(${has} && ${any((wanted) => `${value} == ${text(wanted)}`)})`;
    case "StringNotEquals":
      return `!(${has} && ${any((wanted) => `${value} == ${text(wanted)}`)})`;
    case "StringLike":
      return `(${has} && ${any((wanted) => `${value} like ${JSON.stringify(wanted)}`)})`;
    case "ArnNotLike":
      return `!(${has} && ${any((wanted) => `${value} like ${JSON.stringify(wanted)}`)})`;
    case "ForAllValues:StringEquals":
      return `(!(${has}) || [${values.map((wanted) => JSON.stringify(wanted))}].containsAll(${value}))`;
    case "Bool":
      return `(${has} && ${value} == ${first})`;
    case "BoolIfExists":
      return `(!(${has}) || ${value} == ${first})`;
    case "NumericLessThan":
      return `(${has} && ${value} < ${first})`;
    case "DateLessThan":
      return `(${has} && ${value} < ${Date.parse(first) / 1000})`;
    case "NotIpAddress":
      return `!(${has} && ${any((wanted) => `${value}.isInRange(ip(${JSON.stringify(wanted)}))`)})`;
    default:
      throw new Error(`no Cedar for ${operator}`);
  }
}
