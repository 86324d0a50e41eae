/** A comparison in words, for people. */
import { printable } from "../../base/index.ts";
import type { ContextValue, Position, PrincipalFacts } from "../types.ts";
import type { Difference, Direction, PolicyDiff, Reason, ResponsibleStatement } from "./types.ts";

const directions: readonly Direction[] = ["added", "removed"];
const marks: Readonly<Record<Direction, string>> = { added: "+", removed: "-" };

/** Lines of text: access added, access removed, what is unknown; each ends with a line break. */
export function describeDiff(diff: PolicyDiff): string {
  const blocks = directions.flatMap((direction) => {
    const own = diff.differences.filter((difference) => difference.direction === direction);
    if (own.length > 0) return [`access ${direction}:`, ...own.flatMap(describeDifference)];
    return [`access ${direction}: ${diff[direction]}`];
  });
  return [...blocks, ...diff.unknown.map(describeReason)].map((line) => `${printable(line)}\n`).join("");
}

function describeDifference(difference: Difference): string[] {
  const { direction, action, resource, principal, alone, context, absent, otherActions } = difference;
  const caller = principal === undefined ? "" : ` by ${describeCaller(principal)}`;
  const conditions = [
    ...Object.entries(context).map(([key, value]) => `${key} = ${describeValue(value)}`),
    ...absent.map((key) => `without ${key}`),
  ];
  const lines = [`${marks[direction]} ${action} on ${resource}${caller}`];
  if (conditions.length > 0) lines.push(`    when ${conditions.join(", ")}`);
  if (alone) lines.push("    even if the caller's own policies say nothing");
  lines.push(`    ${describeResponsible(difference.responsible)}`);
  if (otherActions.length > 0) lines.push(`    likewise ${otherActions.join(", ")}`);
  return lines;
}

function describeCaller(facts: PrincipalFacts): string {
  switch (facts.type) {
    case "anonymous":
      return "anonymous";
    case "service":
      return facts.service;
    case "web-identity":
    case "saml":
      return `an identity of ${facts.provider}`;
    default:
      return facts.arn;
  }
}

function describeValue(value: ContextValue): string {
  return typeof value === "string"
    ? JSON.stringify(value)
    : `[${value.map((text) => JSON.stringify(text)).join(", ")}]`;
}

function describeResponsible({ side, effect, source, index, sid, position }: ResponsibleStatement): string {
  const verb = effect === "Allow" ? "allows" : "denies";
  const name = sid === undefined ? `statement ${index + 1}` : `statement ${index + 1} "${sid}"`;
  const done = side === "old" ? `no longer ${verb}` : verb;
  return `${source ?? side}, ${name} (${describePlace(position)}) ${done} it`;
}

function describeReason({ direction, side, source, position, detail }: Reason): string {
  return `? ${direction}: ${source ?? side} (${describePlace(position)}): ${detail}`;
}

function describePlace({ line, column }: Position): string {
  return `line ${line}, column ${column}`;
}
