/** Parameter names with dots → a tree: `Tags.member.1.Key=a` is Tags → member → 1 → Key. */
import { commonErrors } from "../errors/common.ts";
import { maxQueryNameDepth } from "./limits.ts";
import type { Parameters } from "./parameters.ts";

export interface ParameterNode {
  value?: string;
  children?: Map<string, ParameterNode>;
}

/** Throws MalformedInput when a name is nested deeper than maxQueryNameDepth. */
export function buildTree(parameters: Parameters): ParameterNode {
  const root: ParameterNode = {};
  for (const [name, value] of parameters) {
    let node = root;
    let start = 0;
    for (let depth = 0; start <= name.length; depth += 1) {
      if (depth > maxQueryNameDepth) throw commonErrors.malformedInput().because("parameter name too deep");
      const dot = name.indexOf(".", start);
      const end = dot < 0 ? name.length : dot;
      node = childOf(node, name.slice(start, end));
      start = end + 1;
    }
    node.value ??= value;
  }
  return root;
}

function childOf(node: ParameterNode, segment: string): ParameterNode {
  node.children ??= new Map();
  const found = node.children.get(segment);
  if (found !== undefined) return found;
  const made: ParameterNode = {};
  node.children.set(segment, made);
  return made;
}
