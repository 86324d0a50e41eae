/**
 * Wildcards: `*` is any run of characters, newlines and slashes included, `?` exactly one character.
 * SECURITY: an iterative two-pointer matcher, at most pattern × text steps. A RegExp made from a pattern such as
 * `a*a*a*a*b` backtracks for hours, so none is ever built from policy text.
 */

/** In a compiled glob: a UTF-16 unit, or one of these. */
export const anyRun = -1;
export const anyOne = -2;
export type Glob = readonly number[];

/** Appends `text` as it is, wildcards in it being ordinary characters. */
export function appendLiteral(glob: number[], text: string): void {
  for (let at = 0; at < text.length; at += 1) glob.push(text.charCodeAt(at));
}

/** Pattern text → glob. */
export function compileGlob(pattern: string): Glob {
  const glob: number[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const code = pattern.charCodeAt(at);
    if (code === 0x3f) glob.push(anyOne);
    else if (code !== 0x2a) glob.push(code);
    else if (glob.at(-1) !== anyRun) glob.push(anyRun);
  }
  return glob;
}

/** `matchesGlob("s3:Get*", "s3:GetObject")`; case matters. */
export function matchesGlob(pattern: string, text: string): boolean {
  return runGlob(compileGlob(pattern), text, 0);
}

/** Counts the steps of a match, for those who must see that it is bounded. */
export interface StepCounter {
  steps: number;
}

/** Whether the whole of `text` from `start` on matches. */
export function runGlob(glob: Glob, text: string, start: number, counter?: StepCounter): boolean {
  let at = start;
  let index = 0;
  let starIndex = -1;
  let starAt = 0;
  while (at < text.length) {
    if (counter !== undefined) counter.steps += 1;
    const token = glob[index];
    if (token === anyRun) {
      starIndex = index;
      starAt = at;
      index += 1;
    } else if (token === anyOne) {
      at += isPair(text, at) ? 2 : 1;
      index += 1;
    } else if (token === text.charCodeAt(at)) {
      at += 1;
      index += 1;
    } else if (starIndex >= 0) {
      starAt += 1;
      at = starAt;
      index = starIndex + 1;
    } else return false;
  }
  while (glob[index] === anyRun) index += 1;
  return index === glob.length;
}

function isPair(text: string, at: number): boolean {
  const high = text.charCodeAt(at);
  if (high < 0xd800 || high > 0xdbff) return false;
  const low = text.charCodeAt(at + 1);
  return low >= 0xdc00 && low <= 0xdfff;
}
