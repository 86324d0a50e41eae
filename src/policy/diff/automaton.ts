/**
 * Which combinations of patterns one text can match, with a shortest text for each: a walk through the product of the
 * patterns' automata, made as it is walked. Letters are code points; a letter longer than one code point is a symbol
 * that stands for any text (the value of a policy variable), which `*` and the symbol itself take, `?` does not.
 */
import type { Budget } from "./budget.ts";
import { maxClasses, maxStates } from "./limits.ts";

/** `within`: does not take a colon, as inside the segments of an ARN. */
export type Token =
  | { readonly type: "letter"; readonly letters: readonly string[] }
  | { readonly type: "one" | "run"; readonly within: boolean };

export type Tokens = readonly Token[];

export interface Exploration {
  /** Every combination of patterns that occurs. */
  readonly classes: readonly TextClass[];
  /** False when a limit was met: there may be further combinations. */
  readonly complete: boolean;
}

/** The texts that match the same patterns. */
export interface TextClass {
  /** A shortest one. */
  readonly text: string;
  /** Whether it matches, pattern by pattern. */
  readonly matched: readonly boolean[];
}

/** Positions in one pattern, ascending. */
type Positions = readonly number[];

interface State {
  readonly sets: readonly Positions[];
  readonly parent: State | undefined;
  readonly letter: string;
}

const nowhere: Positions = [];
const ordinaryLetters = [..."xabcdefghijklmnopqrstuvwyz0123456789-_."];

/** Texts of `universe` by the patterns that they match. */
export function explore(patterns: readonly Tokens[], universe: Tokens, budget: Budget): Exploration {
  const all = [universe, ...patterns];
  const start: State = { sets: all.map((tokens) => settle(tokens, [0])), parent: undefined, letter: "" };
  const seen = new Set([keyOf(start.sets)]);
  const classes = new Map<string, TextClass>();
  let wave = [start];
  while (wave.length > 0) {
    const next: State[] = [];
    for (const state of wave) {
      note(state, all, classes);
      if (classes.size > maxClasses) return { classes: [...classes.values()], complete: false };
      for (const letter of lettersAt(state.sets, all)) {
        const sets = state.sets.map((set, at) => move(all[at] ?? [], set, letter));
        const cost = sets.reduce((sum, set) => sum + set.length + 1, 0);
        if (!budget.step(cost) || seen.size > maxStates)
          return { classes: [...classes.values()], complete: false };
        if (sets[0]?.length === 0) continue;
        const key = keyOf(sets);
        if (seen.has(key)) continue;
        seen.add(key);
        next.push({ sets, parent: state, letter });
      }
    }
    wave = next;
  }
  return { classes: [...classes.values()], complete: true };
}

/** Whether every text of `part` belongs to `whole`; false also when it cannot be told. */
export function isIncluded(part: Tokens, whole: Tokens, budget: Budget): boolean {
  const { classes, complete } = explore([whole], part, budget);
  return complete && classes.every(({ matched }) => matched[0]);
}

/** Whether a pattern takes a text, letter by letter. */
export function accepts(tokens: Tokens, text: string): boolean {
  let set = settle(tokens, [0]);
  for (const letter of text) {
    set = move(tokens, set, letter);
    if (set.length === 0) return false;
  }
  return set.at(-1) === tokens.length;
}

function keyOf(sets: readonly Positions[]): string {
  return sets.map((set) => set.join(",")).join(";");
}

function note(state: State, all: readonly Tokens[], classes: Map<string, TextClass>): void {
  const [inUniverse, ...matched] = state.sets.map((set, at) => set.at(-1) === all[at]?.length);
  if (inUniverse !== true) return;
  const combination = matched.map(Number).join("");
  if (!classes.has(combination)) classes.set(combination, { text: textOf(state), matched });
}

function textOf(state: State): string {
  const letters: string[] = [];
  for (let at: State | undefined = state; at !== undefined; at = at.parent) letters.push(at.letter);
  return letters.reverse().join("");
}

/** The letters that make a difference here, and one that stands for all others. */
function lettersAt(sets: readonly Positions[], all: readonly Tokens[]): Iterable<string> {
  const letters = new Set<string>();
  for (const [at, set] of sets.entries()) {
    for (const position of set) {
      const token = all[at]?.[position];
      if (token === undefined) continue;
      if (token.type === "letter") for (const letter of token.letters) letters.add(letter);
      else if (token.within) letters.add(":");
    }
  }
  letters.add(otherThan(letters));
  return letters;
}

function otherThan(letters: ReadonlySet<string>): string {
  const ordinary = ordinaryLetters.find((letter) => !letters.has(letter));
  if (ordinary !== undefined) return ordinary;
  let code = 0xa1;
  while (letters.has(String.fromCodePoint(code))) code += 1;
  return String.fromCodePoint(code);
}

function isSymbol(letter: string): boolean {
  return letter.length > 2;
}

function move(tokens: Tokens, set: Positions, letter: string): Positions {
  const reached: number[] = [];
  for (const position of set) {
    const token = tokens[position];
    if (token === undefined) continue;
    if (token.type === "letter") {
      if (token.letters.includes(letter)) reached.push(position + 1);
      continue;
    }
    if (token.within && letter === ":") continue;
    if (token.type === "run") reached.push(position);
    else if (!isSymbol(letter)) reached.push(position + 1);
  }
  return reached.length === 0 ? nowhere : settle(tokens, reached);
}

/**
 * Adds what is reached without a letter. Whoever has reached a run needs no earlier position: what could still match
 * from there matches from the run too.
 */
function settle(tokens: Tokens, reached: readonly number[]): Positions {
  const positions = new Set(reached);
  let lastRun = 0;
  for (const position of positions) {
    if (tokens[position]?.type !== "run") continue;
    positions.add(position + 1);
    if (position > lastRun) lastRun = position;
  }
  return [...positions].filter((position) => position >= lastRun).sort((left, right) => left - right);
}
