/** Times as signatures write them: ISO 8601 basic format, whole seconds, UTC. */

/** Milliseconds since 1970 → `20150830T123600Z`. */
export function formatBasicTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
}

/** `20150830T123600Z` → milliseconds since 1970; undefined for every other text and for days that do not exist. */
export function parseBasicTime(text: string): number | undefined {
  if (text.length !== 16 || text.charCodeAt(8) !== 0x54 || text.charCodeAt(15) !== 0x5a) return undefined;
  const year = readDigits(text, 0, 4);
  const month = readDigits(text, 4, 6);
  const day = readDigits(text, 6, 8);
  const hour = readDigits(text, 9, 11);
  const minute = readDigits(text, 11, 13);
  const second = readDigits(text, 13, 15);
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const daysOfMonth: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysIn(year: number, month: number): number {
  const leaps = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return leaps ? 29 : (daysOfMonth[month - 1] ?? 0);
}

/** The number that the digits from `from` to `to` write; -1 when one is no digit. */
function readDigits(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** `Sun, 30 Aug 2015 12:36:00 GMT` (the `Date` header's form in HTTP) → milliseconds since 1970. */
export function parseHttpDate(text: string): number | undefined {
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
