import type { Language, Text } from "../../../base/index.ts";

const secondsPerUnit: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/**
 * Reads a span of time as AWS Vault takes it (`2h`, `90m`, `1h30m`, `45s`) or a bare number of seconds, as AWS takes it.
 * Returns whole seconds, or undefined when it is neither.
 */
export function parseSpan(text: string): number | undefined {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const match = /^(?:(\d{1,6}(?:\.\d{1,6})?)h)?(?:(\d{1,6}(?:\.\d{1,6})?)m)?(?:(\d{1,9})s)?$/.exec(text);
  if (match === null || text === "") return undefined;
  const [hours, minutes, seconds] = [match[1], match[2], match[3]].map((part) => Number(part ?? 0));
  return Math.floor((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0));
}

const unitWords: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: { h: "h", m: "min", s: "s" },
  ja: { h: "時間", m: "分", s: "秒" },
};

/** For reading: `1 h 30 min`, `45 s`. */
export function describeSpan(seconds: number, language: Language = "en"): string {
  const words = unitWords[language];
  const parts = split(seconds).map(([unit, count]) => `${count} ${words[unit]}`);
  return parts.length === 0 ? `0 ${words.s}` : parts.join(" ");
}

/** The same in both languages. */
export function spanText(seconds: number): Text {
  return { en: describeSpan(seconds), ja: describeSpan(seconds, "ja") };
}

/** For pasting: `1h30m`, as a flag takes it. */
export function spellSpan(seconds: number): string {
  return (
    split(seconds)
      .map(([unit, count]) => `${count}${unit}`)
      .join("") || "0s"
  );
}

function split(seconds: number): readonly (readonly [unit: string, count: number])[] {
  const parts: (readonly [string, number])[] = [];
  let rest = seconds;
  for (const [unit, size] of Object.entries(secondsPerUnit)) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push([unit, count]);
    rest -= count * size;
  }
  return parts;
}
