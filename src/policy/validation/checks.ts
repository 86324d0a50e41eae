/** What validators of all kinds share. */
import type { PolicyDocument, Word } from "../document/document.ts";
import type { Position, Problem } from "../types.ts";

export function problem(message: string, position: Position, detail: string): Problem {
  return { message, position, detail };
}

/** Sids that an earlier statement has too. AWS: an empty Sid is none. */
export function repeatedSids(document: PolicyDocument): readonly Word[] {
  const seen = new Set<string>();
  const repeated: Word[] = [];
  for (const { sid } of document.statements) {
    if (sid === undefined || sid.value === "") continue;
    if (seen.has(sid.value)) repeated.push(sid);
    seen.add(sid.value);
  }
  return repeated;
}
