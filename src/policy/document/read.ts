/**
 * Text → document. Lenient on purpose: what can be read is kept beside the faults, so that a document stored under
 * looser rules still denies what it denies; `validation` decides what may be stored.
 */
import type { JsonMember, JsonNode, JsonObject, JsonText } from "../reader/json.ts";
import { readJson } from "../reader/json.ts";
import { positionsOf } from "../reader/position.ts";
import type { PolicyKind, Position } from "../types.ts";
import type { PolicyDocument, Statement } from "./document.ts";
import type { Fault, FaultCode } from "./fault.ts";
import { readStatement } from "./statement.ts";

export interface DocumentReading {
  /** undefined when no statement can be made out: not JSON, repeated keys, no object. */
  readonly document: PolicyDocument | undefined;
  /** In the order of the text, but for those of the JSON itself, which come first. */
  readonly faults: readonly Fault[];
}

/** What the readers of elements share. */
export interface Reading {
  readonly at: (offset: number) => Position;
  readonly fault: (code: FaultCode, offset: number, detail: string, value?: string) => void;
}

/** Reads any text; never throws. */
export function readDocument(text: string, kind: PolicyKind): DocumentReading {
  const at = positionsOf(text);
  const faults: Fault[] = [];
  const reading: Reading = {
    at,
    fault: (code, offset, detail, value) =>
      faults.push({ code, position: at(offset), detail, ...(value === undefined ? {} : { value }) }),
  };
  const { root, faults: jsonFaults } = readJson(text);
  for (const { detail, offset } of jsonFaults) {
    reading.fault(root === undefined ? "json" : "repeatedKey", offset, detail);
  }
  if (root === undefined || jsonFaults.length > 0) return { document: undefined, faults };
  if (root.type !== "object") {
    reading.fault("notAnObject", root.start, "a policy is a JSON object");
    return { document: undefined, faults };
  }
  return { document: readTop(root, kind, reading), faults };
}

function readTop(root: JsonObject, kind: PolicyKind, reading: Reading): PolicyDocument {
  let version: PolicyDocument["version"] = "2008-10-17";
  let versionGiven = false;
  let id: string | undefined;
  let understood = true;
  let statements: readonly Statement[] | undefined;
  for (const member of root.members) {
    switch (member.key) {
      case "Version":
        versionGiven = true;
        version = readVersion(member, reading);
        understood &&= isVersion(member.value);
        break;
      case "Id":
        if (member.value.type === "string") id = member.value.value;
        else reading.fault("id", member.value.start, "Id must be a string");
        break;
      case "Statement":
        statements = readStatements(member.value, reading);
        break;
      default:
        understood = false;
        reading.fault("unknownElement", member.keyStart, `"${member.key}" is not an element of a policy`);
    }
  }
  if (statements === undefined) reading.fault("statementMissing", root.start, "Statement is missing");
  return { kind, version, versionGiven, id, understood, statements: statements ?? [] };
}

function readVersion({ value }: JsonMember, reading: Reading): PolicyDocument["version"] {
  if (isVersion(value)) return value.value === "2012-10-17" ? "2012-10-17" : "2008-10-17";
  reading.fault("version", value.start, 'Version must be "2012-10-17" or "2008-10-17"');
  return "2008-10-17";
}

function isVersion(node: JsonNode): node is JsonText {
  return node.type === "string" && (node.value === "2012-10-17" || node.value === "2008-10-17");
}

function readStatements(node: JsonNode, reading: Reading): readonly Statement[] {
  const items = node.type === "array" ? node.items : [node];
  if (items.length === 0) reading.fault("statementEmpty", node.start, "Statement is empty");
  const statements: Statement[] = [];
  for (const [index, item] of items.entries()) {
    if (item.type === "object") statements.push(readStatement(item, index, reading));
    else reading.fault("statementShape", item.start, "a statement is a JSON object");
  }
  return statements;
}
