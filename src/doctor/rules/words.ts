/** What rules write with: evidence, and lines for the user's shell. */
import { formatInstant } from "../../base/index.ts";
import { type Shell, unsetLine } from "../../vault/deliver/index.ts";
import type { Facts, Named } from "../facts.ts";
import type { Evidence, Text } from "../finding.ts";
import { type ClientFailure, queryCodeOf } from "../symptom/index.ts";

/** The same in both languages: AWS's sentences, names, numbers. */
export function same(text: string): Text {
  return { en: text, ja: text };
}

/** The failure's own words, as evidence. */
export function symptomEvidence({ symptom }: Facts): readonly Evidence[] {
  if (symptom === undefined) return [];
  const call = symptom.operation === undefined ? "" : ` (${symptom.operation})`;
  return [{ text: same(`${symptom.code}${call}: ${symptom.sentence}`) }];
}

/** Whether the failure is this refusal of a service, under any of its names. */
export function isRefusedWith({ symptom }: Facts, code: string): boolean {
  return symptom?.by === "service" && queryCodeOf(symptom.code) === code;
}

/** Whether a client came no further, with this failure. */
export function isClientFailure({ symptom }: Facts, code: ClientFailure): boolean {
  return symptom?.by === "client" && symptom.code === code;
}

/** A setting and its line. */
export function settingEvidence(key: string, named: Named | undefined): readonly Evidence[] {
  if (named === undefined) return [];
  return [
    {
      text: same(`${key} = ${named.value}`),
      ...(named.place && { place: named.place }),
      ...(named.setting !== undefined && { setting: named.setting }),
    },
  ];
}

/** A word of a command, for the user's shell. */
export function word(shell: Shell, text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (shell === "cmd") return `"${text}"`;
  return `'${text.replaceAll("'", shell === "powershell" ? "''" : "'\\''")}'`;
}

/** The lines that take variables away in the user's shell. */
export function unsetLines(shell: Shell, names: readonly string[]): readonly string[] {
  if (shell === "sh") return [`unset ${names.join(" ")}`];
  return names.map((name) => unsetLine(shell, name));
}

/** `12 minutes`, `3 hours`. */
export function span(milliseconds: number): Text {
  const minutes = Math.max(1, Math.round(Math.abs(milliseconds) / 60_000));
  if (minutes < 90) return { en: `${minutes} min`, ja: `${minutes} 分` };
  const hours = Math.round(minutes / 60);
  if (hours < 48) return { en: `${hours} h`, ja: `${hours} 時間` };
  const days = Math.round(hours / 24);
  return { en: `${days} days`, ja: `${days} 日` };
}

export function instant(milliseconds: number): string {
  return formatInstant(milliseconds);
}
