/** What a comparison has come upon: differences grouped by the statement that makes them, and what stays unknown. */
import type { CompiledPolicy } from "../evaluation/compiled.ts";
import type { Position } from "../types.ts";
import { maxDifferences, maxOtherActions, maxReasons } from "./limits.ts";
import type { DiffStatement } from "./side.ts";
import type { Difference, DiffVerdict, Direction, PolicyDiff, Reason, SideName } from "./types.ts";

const start: Position = { offset: 0, line: 1, column: 1 };

export class Findings {
  readonly #differences = new Map<string, Difference>();
  readonly #reasons = new Map<string, Reason>();
  readonly #unknown = new Set<Direction>();

  /** One difference is told for each statement that is responsible; further actions are named beside it. */
  add(difference: Difference): void {
    const { direction, responsible, action, alone } = difference;
    const { side, source, index, position } = responsible;
    const key = JSON.stringify([direction, alone, side, source ?? null, index, position.offset]);
    const known = this.#differences.get(key);
    if (known === undefined) {
      if (this.#differences.size < maxDifferences) this.#differences.set(key, difference);
      return;
    }
    const { otherActions } = known;
    if (action === known.action || otherActions.includes(action) || otherActions.length >= maxOtherActions)
      return;
    this.#differences.set(key, { ...known, otherActions: [...otherActions, action] });
  }

  noteUnreadable(side: SideName, policies: readonly CompiledPolicy[]): void {
    for (const { unreadable, source, problems } of policies) {
      if (!unreadable) continue;
      const detail = `the policy cannot be read: ${problems[0]?.detail ?? "it is no policy"}`;
      for (const direction of ["added", "removed"] as const)
        this.#note({ direction, side, source, position: problems[0]?.position ?? start, detail });
    }
  }

  /** Variables, or values of no single type, about which nothing could be shown either way. */
  noteOpen(direction: Direction, statements: Readonly<Record<SideName, readonly DiffStatement[]>>): void {
    const others = new Set(statements.old.map(({ meaning }) => meaning));
    const own = new Set(statements.new.map(({ meaning }) => meaning));
    const changed = [
      ...statements.new.filter(({ meaning }) => !others.has(meaning)),
      ...statements.old.filter(({ meaning }) => !own.has(meaning)),
    ];
    const places = changed.flatMap(openPlaces);
    const [first] = changed;
    const told =
      places.length > 0 || first === undefined ? places : [whole(first, "its conditions cannot be compared")];
    for (const place of told) this.#note({ direction, ...place });
    this.#unknown.add(direction);
  }

  noteLimit(direction: Direction, statements: readonly DiffStatement[], detail: string): void {
    const [first] = statements;
    if (first !== undefined) this.#note({ direction, ...whole(first, detail) });
    this.#unknown.add(direction);
  }

  result(): PolicyDiff {
    const all = [...this.#differences.values()];
    const ofDirection = (direction: Direction): Difference[] =>
      all.filter((difference) => difference.direction === direction);
    const differences = [...ofDirection("added"), ...ofDirection("removed")];
    const verdict = (direction: Direction): DiffVerdict => {
      if (ofDirection(direction).length > 0) return "found";
      return this.#unknown.has(direction) ? "unknown" : "none";
    };
    return {
      added: verdict("added"),
      removed: verdict("removed"),
      differences,
      unknown: [...this.#reasons.values()],
    };
  }

  #note(reason: Reason): void {
    this.#unknown.add(reason.direction);
    const key = JSON.stringify([
      reason.direction,
      reason.side,
      reason.source ?? null,
      reason.position.offset,
      reason.detail,
    ]);
    if (this.#reasons.size < maxReasons && !this.#reasons.has(key)) this.#reasons.set(key, reason);
  }
}

type Place = Omit<Reason, "direction">;

function openPlaces(statement: DiffStatement): Place[] {
  const { side, resource, clauses, compiled } = statement;
  const { source } = compiled;
  const entries = (resource?.entries ?? [])
    .filter(({ variableKeys }) => variableKeys.length > 0)
    .map(({ position, variableKeys }) => ({ side, source, position, detail: openDetail(variableKeys) }));
  const conditions = clauses
    .filter(({ variableKeys }) => variableKeys.length > 0)
    .map(({ position, variableKeys }) => ({ side, source, position, detail: openDetail(variableKeys) }));
  return [...entries, ...conditions];
}

function openDetail(keys: readonly string[]): string {
  const names = keys.map((key) => `\${${key}}`).join(", ");
  return `${names} can be anything, and no value of it that was tried makes a difference`;
}

function whole({ side, compiled }: DiffStatement, detail: string): Place {
  return { side, source: compiled.source, position: compiled.position, detail };
}
