/**
 * The models' patterns as regular expressions: a fixed table that we generated, never a caller's text. They are written
 * for Java and mean the same here: `\w` and `\d` are ASCII; without the `u` flag a range counts UTF-16 units, so that a
 * supplementary character fails, as AWS was seen to do; `\p{L}` needs the flag and then counts code points, as Java does.
 */
const compiled = new Map<string, RegExp>();

/** Whether the whole of `text` matches a model's pattern. Time is linear in the text: tested for every pattern. */
export function matchesPattern(pattern: string, text: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    expression = new RegExp(`^(?:${pattern})$`, pattern.includes("\\p{") ? "u" : "");
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}
