/** An explanation as text for people; programs read the data. */
import { printable } from "../../base/index.ts";
import type { ContextValue, Decision, Layer, StatementRef } from "../types.ts";
import type { Change, Explanation, LayerExplanation, NearMiss, Step } from "./types.ts";

const layerNames: Readonly<Record<Layer, string>> = {
  scp: "service control policies",
  rcp: "resource control policies",
  vpce: "VPC endpoint policy",
  resource: "resource-based policy",
  trust: "role trust policy",
  identity: "identity-based policies",
  boundary: "permissions boundary",
  session: "session policies",
};

const outcomes: Readonly<Record<Decision["outcome"], string>> = {
  allow: "allowed",
  implicitDeny: "denied, since nothing allows it",
  explicitDeny: "denied explicitly",
};

/** As much of an explanation as is told; one that came over the wire has no more. */
export interface ToldExplanation extends Pick<Explanation, "layers" | "nearMisses" | "changes"> {
  readonly request: Pick<Explanation["request"], "action" | "resource">;
  readonly decision: Pick<Decision, "allowed" | "outcome" | "layer" | "unreadable">;
}

/** Several lines, the last one ended too. Shows policies' names, statements and the context values that mattered. */
export function describeExplanation(explanation: ToldExplanation): string {
  const { request, decision, layers, nearMisses, changes } = explanation;
  const lines = [
    `${request.action} on ${request.resource}: ${outcomes[decision.outcome]}${namedLayer(decision)}`,
  ];
  for (const source of decision.unreadable) lines.push(`  cannot be read, and says nothing: ${source}`);
  if (layers.length === 0) lines.push("  no policy governs this action");
  lines.push(...layers.flatMap(describeLayer));
  if (nearMisses.length > 0)
    lines.push(
      decision.allowed ? "nearly denied by" : "nearly allowed by",
      ...nearMisses.flatMap(describeMiss),
    );
  if (changes.length > 0)
    lines.push(
      decision.allowed ? "what would deny it (tried)" : "what would allow it (tried)",
      ...changes.flatMap((change, index) => describeChange(change, index + 1)),
    );
  return `${lines.map(printable).join("\n")}\n`;
}

function namedLayer({ layer }: Pick<Decision, "layer">): string {
  return layer === undefined ? "" : ` (${layerNames[layer]})`;
}

function describeLayer({ layer, result, needed, policies, statements }: LayerExplanation): string[] {
  const says =
    result === "allow"
      ? "allows"
      : result === "explicitDeny"
        ? "denies"
        : needed
          ? "says nothing"
          : "not needed";
  const count = policies === 1 ? "1 policy" : `${policies} policies`;
  return [
    `  ${layerNames[layer]}: ${says} (${count})`,
    ...statements.map((statement) => `    ${statement.effect}  ${describeStatement(statement)}`),
  ];
}

/** `MyPolicy, statement 2 "Sid" (line 7, column 5)`. */
export function describeStatement({ source, index, sid, position }: StatementRef): string {
  const name = sid === undefined || sid === "" ? "" : ` "${sid}"`;
  return `${source ?? "(unnamed policy)"}, statement ${index + 1}${name} (line ${position.line}, column ${position.column})`;
}

function describeMiss({ statement, failed }: NearMiss): string[] {
  const { element, key, wanted, had, origin, position } = failed;
  const subject = key === undefined ? element : `${element} ${key}`;
  const from = origin === undefined ? "" : `, from ${origin}`;
  return [
    `  ${statement.effect}  ${describeStatement(statement)}`,
    `    line ${position.line}: ${subject} wants ${listed(wanted)}; the request has ${had === undefined ? "none" : describeValue(had)}${from}`,
  ];
}

function describeChange({ steps }: Change, number: number): string[] {
  return steps.map((step, index) => `  ${index === 0 ? `${number}.` : "   and"} ${describeStep(step)}`);
}

function describeStep(step: Step): string {
  switch (step.type) {
    case "context":
      return step.value === undefined
        ? `without ${step.key}`
        : `with ${step.key} = ${describeValue(step.value)}`;
    case "add":
      return `add to the ${layerNames[step.layer]}: ${step.statement}`;
    case "remove":
      return `take out ${describeStatement(step.statement)}`;
  }
}

function describeValue(value: ContextValue): string {
  return typeof value === "string" ? `"${value}"` : listed(value);
}

const maxListed = 5;

function listed(values: readonly string[]): string {
  const shown = values.slice(0, maxListed).map((value) => `"${value}"`);
  const rest = values.length - shown.length;
  if (shown.length === 0) return "nothing";
  return shown.join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
