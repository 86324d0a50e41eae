/**
 * One line for a terminal: control and formatting characters, line breaks among them, as `\u001b`.
 * SECURITY: names and policies are other people's text; what they hold must not move the cursor or fake a line.
 */
export function printable(line: string): string {
  return line.replace(/\p{C}/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, "0")}`;
  });
}
