/** Values → XML text. */

/** Reserved in content, or nothing that XML 1.0 may carry: controls but tab, newline and return; lone surrogates; U+FFFE, U+FFFF. */
const suspect = /[^\t\n\x20-\x25\x27-\x3b\x3d\x3f-\ud7ff\ue000-\ufffd]/;
const suspects = /[\ud800-\udbff][\udc00-\udfff]|[^\t\n\x20-\x25\x27-\x3b\x3d\x3f-\ud7ff\ue000-\ufffd]/g;
const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;" };

/**
 * Text for element content. INVARIANT (well-formed): characters that XML 1.0 cannot carry, lone surrogates among them,
 * become U+FFFD, so that no stored or sent text can spoil an answer.
 */
export function escapeXml(text: string): string {
  return suspect.test(text) ? text.replace(suspects, escapeCharacter) : text;
}

function escapeCharacter(found: string): string {
  // Two units are a proper pair, which may stay.
  return found.length === 2 ? found : (escapes[found] ?? "\ufffd");
}

/** `<Name>text</Name>`, the text escaped. */
export function textElement(name: string, text: string | number | boolean): string {
  return `<${name}>${escapeXml(String(text))}</${name}>`;
}
