/** Finds the statements that can matter to a request without asking all of them. */
import { maxActionsRemembered } from "../limits.ts";
import type { CompiledPolicy, CompiledStatement } from "./compiled.ts";

/** Statements of one effect that take one action. */
export class StatementTable {
  /** Those whose resources are all spelled out, by resource. */
  readonly #exact = new Map<string, CompiledStatement[]>();
  /** The others. */
  readonly rest: readonly CompiledStatement[];

  constructor(statements: readonly CompiledStatement[]) {
    const seen = new Set<string>();
    const rest: CompiledStatement[] = [];
    for (const statement of statements) {
      if (seen.has(statement.meaning)) continue;
      seen.add(statement.meaning);
      if (statement.resource.exact === undefined) rest.push(statement);
      for (const resource of new Set(statement.resource.exact)) {
        const bucket = this.#exact.get(resource);
        if (bucket === undefined) this.#exact.set(resource, [statement]);
        else bucket.push(statement);
      }
    }
    this.rest = rest;
  }

  /** Those that spell this resource out. */
  at(resource: string): readonly CompiledStatement[] | undefined {
    return this.#exact.get(resource);
  }
}

/** The statements that take one action. */
export interface Candidates {
  readonly denies: StatementTable;
  readonly allows: StatementTable;
}

/** Statements by action. What it learns about an action it keeps, for a bounded number of actions. */
export class StatementIndex {
  readonly #statements: readonly CompiledStatement[];
  readonly #byAction = new Map<string, Candidates>();

  constructor(statements: readonly CompiledStatement[]) {
    this.#statements = statements;
  }

  get all(): readonly CompiledStatement[] {
    return this.#statements;
  }

  find(lowerCaseAction: string): Candidates {
    const known = this.#byAction.get(lowerCaseAction);
    if (known !== undefined) return known;
    const taking = this.#statements.filter(({ takesAction }) => takesAction(lowerCaseAction));
    const candidates = {
      denies: new StatementTable(taking.filter(({ effect }) => effect === "Deny")),
      allows: new StatementTable(taking.filter(({ effect }) => effect === "Allow")),
    };
    if (this.#byAction.size >= maxActionsRemembered) this.#byAction.clear();
    this.#byAction.set(lowerCaseAction, candidates);
    return candidates;
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
    unreadable: policies.filter(({ unreadable }) => unreadable).map(({ source }) => source ?? "(unnamed)"),
  };
  links.set(policies, link);
  return link;
}

function isSame(left: readonly CompiledPolicy[], right: readonly CompiledPolicy[]): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index += 1) if (left[index] !== right[index]) return false;
  return true;
}
