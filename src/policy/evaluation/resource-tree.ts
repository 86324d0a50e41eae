/**
 * Statements by the beginnings of their resources: following a resource's characters down the tree meets every
 * statement that may take it, and hardly any other, however many there are.
 */
import type { ResourceMatcher } from "../matching/resource.ts";
import type { CompiledStatement } from "./compiled.ts";

export interface Candidate {
  readonly statement: CompiledStatement;
  /** What is left to ask of the resource; undefined: nothing. */
  readonly test: ResourceMatcher["test"] | undefined;
}

export class ResourceNode {
  /** The text from the node above to this one. */
  label: string;
  /** Where that text ends in a resource. */
  depth: number;
  /** Of statements for resources that begin like this. */
  readonly beginning: Candidate[] = [];
  /** Of statements for the resource that ends here. */
  readonly whole: Candidate[] = [];
  /** By the first UTF-16 unit of their label. */
  #below: Map<number, ResourceNode> | undefined;

  constructor(label: string, depth: number) {
    this.label = label;
    this.depth = depth;
  }

  /** The next node that the resource leads to. */
  next(resource: string): ResourceNode | undefined {
    const node = this.#below?.get(resource.charCodeAt(this.depth));
    return node !== undefined && resource.startsWith(node.label, this.depth) ? node : undefined;
  }

  add(statement: CompiledStatement): void {
    for (const { start, exact, test } of statement.resource.places) {
      const { beginning, whole } = this.#reach(start);
      (exact ? whole : beginning).push({ statement, test });
    }
  }

  /** The node at which `text` ends, made if there is none. */
  #reach(text: string): ResourceNode {
    let node: ResourceNode = this;
    while (node.depth < text.length) node = node.#step(text);
    return node;
  }

  #step(text: string): ResourceNode {
    this.#below ??= new Map();
    const unit = text.charCodeAt(this.depth);
    const node = this.#below.get(unit);
    const shared = node === undefined ? 0 : sharedLength(node.label, text, this.depth);
    if (node !== undefined && shared === node.label.length) return node;
    // A new leaf, or a fork where the label and the text part.
    const label = node === undefined ? text.slice(this.depth) : node.label.slice(0, shared);
    const made = new ResourceNode(label, this.depth + label.length);
    this.#below.set(unit, made);
    if (node !== undefined) {
      node.label = node.label.slice(shared);
      made.#below = new Map([[node.label.charCodeAt(0), node]]);
    }
    return made;
  }
}

/** How far `label` agrees with `text` from `from` on. */
function sharedLength(label: string, text: string, from: number): number {
  let length = 0;
  while (length < label.length && label.charCodeAt(length) === text.charCodeAt(from + length)) length += 1;
  return length;
}
