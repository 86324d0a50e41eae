/** Finds the statements that can matter to a request without asking all of them. */
import { maxActionsRemembered } from "../limits.ts";
import type { CompiledPolicy, CompiledStatement } from "./compiled.ts";
import { ResourceNode } from "./resource-tree.ts";

/** The statements that take one action, by effect and resource. */
export interface Candidates {
  readonly denies: ResourceNode;
  readonly allows: ResourceNode;
}

/** Statements by action. What it learns about an action it keeps, for a bounded number of actions. */
export class StatementIndex {
  readonly #statements: readonly CompiledStatement[];
  readonly #byAction = new Map<string, readonly [Candidates]>();

  constructor(statements: readonly CompiledStatement[]) {
    this.#statements = statements;
  }

  get all(): readonly CompiledStatement[] {
    return this.#statements;
  }

  /** As the one level that they are, unless they belong to an organisation. */
  find(lowerCaseAction: string): readonly [Candidates] {
    const known = this.#byAction.get(lowerCaseAction);
    if (known !== undefined) return known;
    const candidates = { denies: new ResourceNode("", 0), allows: new ResourceNode("", 0) };
    const seen = new Set<string>();
    for (const statement of this.#statements) {
      if (!statement.takesAction(lowerCaseAction) || seen.has(statement.meaning)) continue;
      seen.add(statement.meaning);
      (statement.effect === "Deny" ? candidates.denies : candidates.allows).add(statement);
    }
    const level = [candidates] as const;
    if (this.#byAction.size >= maxActionsRemembered) this.#byAction.clear();
    this.#byAction.set(lowerCaseAction, level);
    return level;
  }
}

/** Several policies side by side, as one. */
export interface LinkedPolicies {
  readonly statements: StatementIndex;
  /** Sources of the policies that could not be read. */
  readonly unreadable: readonly string[];
}

interface Link extends LinkedPolicies {
  readonly of: readonly CompiledPolicy[];
}

const links = new WeakMap<readonly CompiledPolicy[], Link>();

/** Links a list once, for as long as the caller keeps handing in the same list with the same policies. */
export function linkPolicies(policies: readonly CompiledPolicy[]): LinkedPolicies {
  const known = links.get(policies);
  if (known !== undefined && isSame(known.of, policies)) return known;
  const [only] = policies;
  const link: Link = {
    of: [...policies],
    statements:
      policies.length === 1 && only !== undefined
        ? only.statements
        : new StatementIndex(policies.flatMap(({ statements }) => statements.all)),
    unreadable: policies.filter(({ unreadable }) => unreadable).map(nameOf),
  };
  links.set(policies, link);
  return link;
}

/** What an unreadable policy is called in a Decision. */
export function nameOf({ source }: CompiledPolicy): string {
  return source ?? "(unnamed)";
}

function isSame(left: readonly CompiledPolicy[], right: readonly CompiledPolicy[]): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index += 1) if (left[index] !== right[index]) return false;
  return true;
}
