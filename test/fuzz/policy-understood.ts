/** Which Allow statements are whole and understood, told without the engine: plain words about plain JSON. */
import type { PolicyKind } from "../../src/policy/index.ts";
import { type Element, namesPrincipals } from "./policy-documents.ts";

const elements = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
];
const operator =
  /^(?:(?:ForAllValues:|ForAnyValue:)?(?:String(?:Not)?(?:Equals|EqualsIgnoreCase|Like)|Numeric(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?)|Date(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?)|Bool|BinaryEquals|(?:Not)?IpAddress|Arn(?:Not)?(?:Equals|Like))(?:IfExists)?|(?:ForAllValues:|ForAnyValue:)?Null)$/i;

/** The document without its understood Allow statements; when one of its own elements is foreign, it has none. */
export function withoutUnderstoodAllows(document: unknown, kind: PolicyKind): unknown {
  if (!isObject(document) || !isUnderstood(document)) return document;
  const statements = [document.Statement].flat();
  return { ...document, Statement: statements.filter((statement) => !isUnderstoodAllow(statement, kind)) };
}

function isUnderstood({ Version: version, ...document }: Element): boolean {
  return (
    (version === undefined || version === "2012-10-17" || version === "2008-10-17") &&
    Object.keys(document).every((name) => name === "Id" || name === "Statement")
  );
}

function isUnderstoodAllow(statement: unknown, kind: PolicyKind): boolean {
  if (!isObject(statement) || statement.Effect !== "Allow") return false;
  if (!Object.keys(statement).every((name) => elements.includes(name) || name === "Condition")) return false;
  const of = (name: string): readonly unknown[] =>
    [name, `Not${name}`].filter((form) => Object.hasOwn(statement, form)).map((form) => statement[form]);
  const [principals, actions, resources] = [of("Principal"), of("Action"), of("Resource")];
  return (
    actions.length === 1 &&
    actions.every(isTexts) &&
    (resources.length === 1 || (resources.length === 0 && (kind === "resource" || kind === "trust"))) &&
    resources.every(isTexts) &&
    principals.length === (namesPrincipals(kind) ? 1 : 0) &&
    principals.every(isPrincipal) &&
    (!Object.hasOwn(statement, "Condition") || isCondition(statement.Condition))
  );
}

function isPrincipal(value: unknown): boolean {
  if (value === "*") return true;
  return (
    isObject(value) &&
    Object.keys(value).every((key) => ["AWS", "Service", "Federated", "CanonicalUser"].includes(key)) &&
    Object.values(value).every((list) => isTexts(list) || isEmpty(list)) &&
    Object.values(value).some(isTexts)
  );
}

function isCondition(value: unknown): boolean {
  return (
    isObject(value) &&
    Object.entries(value).every(
      ([name, keys]) =>
        isObject(keys) &&
        (operator.test(name) || Object.keys(keys).length === 0) &&
        Object.values(keys)
          .flat()
          .every((one) => ["string", "number", "boolean"].includes(typeof one)),
    )
  );
}

/** A text, or a list of at least one. */
function isTexts(value: unknown): boolean {
  const list = [value].flat();
  return list.length > 0 && list.every((one) => typeof one === "string");
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function isObject(value: unknown): value is Element {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
