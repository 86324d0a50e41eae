/**
 * Parameters → an operation's typed input. Unknown parameters are ignored, as AWS does; what stands under the name of a
 * known list, map or structure but does not fit it is refused, because a session policy ARN or a tag that is silently
 * dropped would change what the call grants.
 */
import { decodeBase64 } from "../../base/index.ts";
import { commonErrors } from "../errors/common.ts";
import { type ApiOperation, shapeOf } from "../models/index.ts";
import type { ListShape, MapShape, ServiceModel, Shape, StructureShape } from "../models/model.ts";
import type { Parameters } from "./parameters.ts";
import { buildTree, type ParameterNode } from "./tree.ts";

const minInteger = -(2 ** 31);
const maxInteger = 2 ** 31 - 1;

/** The input as `IamOperations[N]["input"]` has it, not yet validated. Throws MalformedInput. */
export function decodeInput(operation: ApiOperation, parameters: Parameters): Record<string, unknown> {
  const { model, input: structure } = operation;
  const input: Record<string, unknown> = {};
  if (structure === undefined) return input;
  let tree: ParameterNode | undefined;
  for (const member of Object.keys(structure.members)) {
    const shape = shapeOf(model, structure.members[member] ?? "");
    if (isScalar(shape)) {
      const text = parameters.get(member);
      if (text !== undefined) input[member] = decodeScalar(shape, text);
    } else {
      tree ??= buildTree(parameters);
      const node = tree.children?.get(member);
      if (node !== undefined) input[member] = decodeNode(model, shape, node);
    }
  }
  return input;
}

type ScalarShape = Exclude<Shape, StructureShape | ListShape | MapShape>;

function isScalar(shape: Shape): shape is ScalarShape {
  return shape.type !== "structure" && shape.type !== "list" && shape.type !== "map";
}

function decodeNode(model: ServiceModel, shape: Shape, node: ParameterNode): unknown {
  if (isScalar(shape)) {
    if (node.value === undefined) throw malformed("a value was expected");
    return decodeScalar(shape, node.value);
  }
  // AWS: clients write an empty list as `Name=`.
  if (node.value !== undefined && node.value !== "") throw malformed("a list or structure was expected");
  const children = node.children ?? new Map<string, ParameterNode>();
  if (shape.type === "list") return decodeList(model, shape, children);
  if (shape.type === "map") return decodeMap(model, shape, children);
  return decodeStructure(model, shape, children);
}

function decodeStructure(
  model: ServiceModel,
  shape: StructureShape,
  children: ReadonlyMap<string, ParameterNode>,
): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const member of Object.keys(shape.members)) {
    const node = children.get(member);
    if (node !== undefined)
      value[member] = decodeNode(model, shapeOf(model, shape.members[member] ?? ""), node);
  }
  return value;
}

function decodeList(
  model: ServiceModel,
  shape: ListShape,
  children: ReadonlyMap<string, ParameterNode>,
): unknown[] {
  const numbered = shape.flattened === true ? children : onlyChild(children, "member");
  const member = shapeOf(model, shape.member);
  return inOrder(numbered).map((node) => decodeNode(model, member, node));
}

function decodeMap(
  model: ServiceModel,
  shape: MapShape,
  children: ReadonlyMap<string, ParameterNode>,
): Record<string, unknown> {
  const [key, value] = [shapeOf(model, shape.key), shapeOf(model, shape.value)];
  const entries = inOrder(onlyChild(children, "entry")).map((node): [string, unknown] => {
    const [keyNode, valueNode] = [node.children?.get("key"), node.children?.get("value")];
    if (keyNode === undefined || valueNode === undefined) throw malformed("a map entry without key or value");
    return [String(decodeNode(model, key, keyNode)), decodeNode(model, value, valueNode)];
  });
  return Object.fromEntries(entries);
}

/** The children of the one child that a list or map may have. */
function onlyChild(
  children: ReadonlyMap<string, ParameterNode>,
  name: "member" | "entry",
): ReadonlyMap<string, ParameterNode> {
  if (children.size === 0) return children;
  const node = children.get(name);
  if (node === undefined || children.size > 1 || node.value !== undefined)
    throw malformed(`only "${name}" may stand here`);
  return node.children ?? new Map();
}

/** Numbered nodes by number. Gaps are closed: `1, 3, 7` is a list of three. */
function inOrder(numbered: ReadonlyMap<string, ParameterNode>): ParameterNode[] {
  const byNumber = new Map<number, ParameterNode>();
  for (const [text, node] of numbered) {
    if (!/^\d{1,9}$/.test(text)) throw malformed("a list index is no number");
    if (byNumber.has(Number(text))) throw malformed("a list index is written in two ways");
    byNumber.set(Number(text), node);
  }
  return [...byNumber].sort(([left], [right]) => left - right).map(([, node]) => node);
}

function decodeScalar(shape: ScalarShape, text: string): unknown {
  switch (shape.type) {
    case "string":
      return text;
    case "integer":
      return decodeInteger(text);
    case "boolean":
      return decodeBoolean(text);
    case "timestamp":
      return decodeTimestamp(text);
    case "blob": {
      const bytes = decodeBase64(text);
      if (bytes === undefined) throw malformed("a value is not base64");
      return bytes;
    }
  }
}

/** AWS: a sign and leading zeros are fine; anything but digits, and what 32 bits cannot hold, is malformed. */
function decodeInteger(text: string): number {
  if (text === "") throw commonErrors.missingDecimal();
  const value = /^[+-]?\d{1,4096}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= minInteger && value <= maxInteger)) throw malformed("a value is no 32-bit integer");
  return value === 0 ? 0 : value;
}

function decodeBoolean(text: string): boolean {
  const lower = text.toLowerCase();
  if (lower !== "true" && lower !== "false") throw malformed("a value is neither true nor false");
  return lower === "true";
}

/** ISO 8601 or seconds since 1970 → milliseconds. */
function decodeTimestamp(text: string): number {
  const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
  const milliseconds = /^\d{1,12}$/.test(text)
    ? Number(text) * 1000
    : iso.test(text)
      ? Date.parse(text)
      : Number.NaN;
  if (Number.isNaN(milliseconds)) throw malformed("a value is no time");
  return milliseconds;
}

function malformed(detail: string): Error {
  return commonErrors.malformedInput().because(detail);
}
