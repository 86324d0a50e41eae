/** The times in AWS's sentences about signatures that are too old or too new. */
import type { ClockTold } from "./symptom.ts";

const basic = "(\\d{8}T\\d{6}Z)";
const sentence = new RegExp(
  `Signature (?:expired|not yet current): ${basic} is (?:now earlier|still later) than ${basic} \\(${basic} [-+] (\\d+) min\\.\\)`,
);

/** undefined when the sentence has no such times. */
export function parseToldClock(text: string): ClockTold | undefined {
  const match = sentence.exec(text);
  if (match === null) return undefined;
  const [, signed = "", , service = "", minutes = ""] = match;
  return { signedMs: parseBasic(signed), serviceMs: parseBasic(service), windowMs: Number(minutes) * 60_000 };
}

/** `20261121T094811Z` → milliseconds since 1970. */
function parseBasic(text: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
