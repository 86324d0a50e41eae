/**
 * An input against its model. AWS: `N validation error(s) detected: Value '…' at 'roleArn' failed to satisfy constraint:
 * Member must …`, all faults in one sentence, the pattern before the length; lengths are UTF-16 units.
 */
import { commonErrors } from "../errors/common.ts";
import { type ApiOperation, shapeOf } from "../models/index.ts";
import type { ListShape, ServiceModel, Shape, StringShape, StructureShape } from "../models/model.ts";
import { type CheckedShape, constraintsOf, lengthConstraints } from "./constraints.ts";
import { maxQuotedValueLength, maxToldProblems } from "./limits.ts";
import { matchesPattern } from "./patterns.ts";

/** AWS: the names of IAM's entities; their characters are told in a sentence of their own. */
const namePattern = "[\\w+=,.@-]+";

/** AWS: seen without the value, though the model does not call them sensitive. */
const unquotedShapes: ReadonlySet<string> = new Set(["serviceSpecificCredentialId", "statusType"]);

/** What is found on the way: whole clauses, and members with characters that names may not have. */
class Findings {
  readonly clauses: string[] = [];
  readonly badNames: string[] = [];
  count = 0;

  add(value: string, path: string, constraint: string): void {
    this.count += 1;
    if (this.clauses.length < maxToldProblems)
      this.clauses.push(`Value${value} at '${path}' failed to satisfy constraint: ${constraint}`);
  }
}

/** Throws ValidationError when the input breaks a constraint of the model. */
export function validateInput(operation: ApiOperation, input: Readonly<Record<string, unknown>>): void {
  if (operation.input === undefined) return;
  const findings = new Findings();
  checkStructure(operation.model, operation.input, input, "", findings);
  if (findings.count > 0) throw commonErrors.validation(findings.clauses, findings.count);
  const [badName] = findings.badNames;
  if (badName !== undefined) throw commonErrors.invalidName(badName);
}

function checkStructure(
  model: ServiceModel,
  shape: StructureShape,
  value: Readonly<Record<string, unknown>>,
  prefix: string,
  findings: Findings,
): void {
  for (const member of Object.keys(shape.members)) {
    const path = prefix + lowerFirst(member);
    const item = value[member];
    if (item !== undefined) checkMember(model, shape.members[member] ?? "", item, path, findings);
    else if (shape.required?.includes(member)) findings.add(" null", path, "Member must not be null");
  }
}

function checkMember(
  model: ServiceModel,
  shapeName: string,
  value: unknown,
  path: string,
  findings: Findings,
): void {
  const shape = shapeOf(model, shapeName);
  if (shape.type === "structure") {
    checkStructure(model, shape, value as Readonly<Record<string, unknown>>, `${path}.`, findings);
  } else if (shape.type === "list") {
    checkList(model, shape, value as readonly unknown[], path, findings);
  } else if (model.service === "iam" && isBadName(shape, value)) {
    findings.badNames.push(path);
    checkScalar({ ...shape, pattern: undefined }, shapeName, value, path, findings);
  } else {
    checkScalar(shape, shapeName, value, path, findings);
  }
}

function checkScalar(
  shape: CheckedShape,
  shapeName: string,
  value: unknown,
  path: string,
  findings: Findings,
): void {
  for (const { constraint, holds } of constraintsOf(shape))
    if (!holds(value)) findings.add(quote(shape, shapeName, value), path, constraint);
}

/** AWS: a list of structures tells the faulty member's place, a list of texts is told as a whole. */
function checkList(
  model: ServiceModel,
  shape: ListShape,
  value: readonly unknown[],
  path: string,
  findings: Findings,
): void {
  const member = shapeOf(model, shape.member);
  const isPlain = member.type === "string" || member.type === "integer";
  const shown = isPlain ? quote(member, shape.member, `[${value.join(", ")}]`) : "";
  for (const { constraint, holds } of lengthConstraints(shape.min, shape.max))
    if (!holds(value)) findings.add(shown, path, constraint);
  if (!isPlain) {
    value.forEach((item, index) => {
      checkMember(model, shape.member, item, `${path}.${index + 1}.member`, findings);
    });
    return;
  }
  const constraints = constraintsOf(member);
  if (value.some((item) => constraints.some(({ holds }) => !holds(item)))) {
    const all = constraints.map(({ constraint }) => constraint).join(", ");
    findings.add(shown, path, `Member must satisfy constraint: [${all}]`);
  }
}

function isBadName(shape: Shape, value: unknown): shape is StringShape {
  return (
    shape.type === "string" && shape.pattern === namePattern && !matchesPattern(namePattern, String(value))
  );
}

/** SECURITY: what the model calls sensitive (passwords, tokens, private keys) is never quoted. */
function quote(shape: CheckedShape, shapeName: string, value: unknown): string {
  if (("sensitive" in shape && shape.sensitive === true) || unquotedShapes.has(shapeName)) return "";
  const text = String(value);
  return text.length <= maxQuotedValueLength ? ` '${text}'` : ` '${text.slice(0, maxQuotedValueLength)}…'`;
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
