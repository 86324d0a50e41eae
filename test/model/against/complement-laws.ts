/** Laws of conditions and of the Not forms: what one holds, the other does not. */
import type { ContextValue } from "../../../src/policy/index.ts";
import type { Rng } from "../../fuzz/rng.ts";
import { type Context, type OperatorName, operatorNames, spell } from "../index.ts";
import {
  callers,
  clause,
  context,
  principalNames,
  question,
  user,
  wellFormedAction,
  wellFormedResource,
} from "../random/index.ts";
import { allows, denies } from "./coverage.ts";
import { ask, compileLayers } from "./engine.ts";
import type { Law } from "./laws.ts";

/** A condition of one key, what the request has under it, and the engine's answer with another operator in its place. */
interface Trial {
  readonly operator: OperatorName;
  readonly key: string;
  readonly values: readonly unknown[];
  readonly had: ContextValue | undefined;
  readonly given: Context;
  readonly holds: (operator: string, values?: readonly unknown[]) => boolean;
}

function conditionLaw(
  title: string,
  concerns: (operator: OperatorName) => boolean,
  lawful: (trial: Trial) => boolean,
): Law {
  const chosen = operatorNames.filter(concerns);
  return {
    title,
    broken: (rng) => {
      const operator = rng.pick(chosen);
      const { key, values } = clause(rng, operator);
      const given = context(rng);
      const had = Object.entries(given).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
      const list = Array.isArray(values) ? values : [values];
      const holds: Trial["holds"] = (text, wanted = list) =>
        allows({ [text]: { [key]: wanted } }, given, true);
      return lawful({ operator, key, values: list, had, given, holds })
        ? undefined
        : JSON.stringify({ operator, key, values, had, given });
    },
  };
}

const negations: Readonly<Record<string, string>> = {
  StringEquals: "StringNotEquals",
  StringEqualsIgnoreCase: "StringNotEqualsIgnoreCase",
  StringLike: "StringNotLike",
  NumericEquals: "NumericNotEquals",
  DateEquals: "DateNotEquals",
  IpAddress: "NotIpAddress",
  ArnEquals: "ArnNotEquals",
  ArnLike: "ArnNotLike",
};

const isAbsent = (had: ContextValue | undefined): boolean =>
  had === undefined || (had.length === 0 && had !== "");
const several = (had: ContextValue | undefined): boolean => Array.isArray(had) && had.length > 1;
const isBare = ({ prefix, ifExists }: OperatorName): boolean => prefix === "" && !ifExists;
const isNegated = ({ name }: OperatorName): boolean => Object.values(negations).includes(name);

const conditionLaws: readonly Law[] = [
  conditionLaw(
    "holds an IfExists condition where the key is absent, and else as without it",
    ({ name, ifExists }) => ifExists && name !== "Null",
    ({ operator, had, holds }) =>
      holds(spell(operator)) === (isAbsent(had) || holds(spell({ ...operator, ifExists: false }))),
  ),
  conditionLaw(
    "holds a negated condition where the positive one does not hold",
    (operator) => isBare(operator) && operator.name in negations,
    ({ operator: { name }, had, holds }) => {
      const [positive, negated] = [holds(name), holds(negations[name] ?? "")];
      // Of several values without set prefix some may match and some not: then neither holds.
      return several(had) ? !(positive && negated) : positive !== negated;
    },
  ),
  conditionLaw(
    "holds ForAllValues of the negated where ForAnyValue of the positive does not hold",
    (operator) => isBare(operator) && operator.name in negations,
    ({ operator: { name }, had, holds }) => {
      const emptySet = [had].flat().every((value) => value === "");
      if (emptySet && !isAbsent(had)) return holds(`ForAllValues:${negations[name]}`);
      return holds(`ForAllValues:${negations[name]}`) !== holds(`ForAnyValue:${name}`);
    },
  ),
  conditionLaw(
    'holds Null "true" where the key is absent and Null "false" where it is not',
    ({ name }) => name === "Null",
    ({ operator, had, holds }) =>
      holds(spell(operator), ["true"]) === isAbsent(had) &&
      holds(spell(operator), ["false"]) === !isAbsent(had),
  ),
  conditionLaw(
    "joins a positive operator's values by or, a negated one's by nor",
    (operator) => isBare(operator) && operator.name !== "Null",
    ({ operator, values, had, holds }) => {
      if (values.length === 0 || isAbsent(had)) return true;
      const each = values.map((value) => holds(operator.name, [value]));
      return holds(operator.name) === (isNegated(operator) ? each.every(Boolean) : each.some(Boolean));
    },
  ),
  conditionLaw(
    "orders numbers and dates: at most is less or equal, at least is greater or equal",
    (operator) => isBare(operator) && /^(?:Numeric|Date)Equals$/.test(operator.name),
    ({ operator: { name }, holds }) => {
      const is = (order: string): boolean => holds(name.replace("Equals", order));
      return (
        is("LessThanEquals") === (is("LessThan") || is("Equals")) &&
        is("GreaterThanEquals") === (is("GreaterThan") || is("Equals"))
      );
    },
  ),
  {
    title: "holds the same conditions in a Deny as in an Allow",
    broken: (rng) => {
      const operator = rng.pick(operatorNames);
      const { key, values } = clause(rng, operator);
      const given = context(rng);
      const condition = { [spell(operator)]: { [key]: values } };
      return allows(condition, given, true) === denies(condition, given, true)
        ? undefined
        : JSON.stringify({ condition, given });
    },
  },
  {
    title: "joins operators by and",
    broken: (rng) => {
      const [left, right] = [rng.pick(operatorNames), rng.pick(operatorNames)];
      if (spell(left) === spell(right)) return undefined;
      const [first, second] = [left, right].map((operator) => {
        const { key, values } = clause(rng, operator);
        return { [spell(operator)]: { [key]: values } };
      });
      const given = context(rng);
      const holds = (condition: object): boolean => allows(condition, given, true);
      return holds({ ...first, ...second }) === (holds(first ?? {}) && holds(second ?? {}))
        ? undefined
        : JSON.stringify({ first, second, given });
    },
  },
];

const ownResource = { resourceAccountId: user.accountId, resourceMustAllow: false };

/** What a statement with the plain form takes, one with the Not form does not. */
function notForm(rng: Rng, name: "Action" | "Resource", one: (rng: Rng) => string): string | undefined {
  const entries = Array.from({ length: rng.between(1, 3) }, () => one(rng));
  const rest = { Action: "*", Resource: "*", Effect: "Allow" };
  const { [name]: _, ...others } = rest;
  const asked = { ...question(rng), principal: user, ...ownResource };
  if (/^sts:Get/i.test(asked.action)) return undefined;
  // Version 2008-10-17: without variables, which may have no value.
  const takes = (form: string): boolean =>
    ask(compileLayers({ identity: [{ Statement: { ...others, [form]: entries } }] }), asked).outcome ===
    "allow";
  return takes(name) !== takes(`Not${name}`) ? undefined : JSON.stringify({ name, entries, asked });
}

const notLaws: readonly Law[] = [
  {
    title: "takes with NotAction every action but those that Action takes",
    broken: (rng) => notForm(rng, "Action", wellFormedAction),
  },
  {
    title: "takes with NotResource every resource but those that Resource takes",
    broken: (rng) => notForm(rng, "Resource", wellFormedResource),
  },
  {
    title: "lets in by NotPrincipal whom a Deny of the same principals does not hit",
    broken: (rng) => {
      // Root needs no policy to let it in.
      const principal = rng.pick(callers.filter(({ type }) => type !== "root"));
      const AWS = Array.from({ length: rng.between(1, 4) }, () => rng.pick(principalNames.AWS));
      const asked = { ...question(rng), principal, action: "s3:Get", ...ownResource };
      const outcome = (statement: object): string => {
        const resource = [{ Statement: { Action: "*", ...statement } }];
        return ask(compileLayers({ identity: [], resource }), asked).outcome;
      };
      const named = outcome({ Effect: "Deny", Principal: { AWS } }) === "explicitDeny";
      const letIn = outcome({ Effect: "Allow", NotPrincipal: { AWS } }) === "allow";
      const spared = outcome({ Effect: "Deny", NotPrincipal: { AWS } }) !== "explicitDeny";
      // Whom a Deny of all others spares is listed at every level, and so at one.
      return letIn !== named && (named || !spared) ? undefined : JSON.stringify({ AWS, asked });
    },
  },
];

export const complementLaws: readonly Law[] = [...conditionLaws, ...notLaws];
