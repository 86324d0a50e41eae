/** What rules write with: evidence, and lines for the user's shell. */
import { formatInstant, same } from "../../base/index.ts";
import { type Shell, setLine, unsetLine } from "../../vault/deliver/index.ts";
import type { Facts, Named, SignerKind } from "../facts.ts";
import type { Evidence, Text } from "../finding.ts";
import { type ClientFailure, queryCodeOf } from "../symptom/index.ts";

export { same };

/** The failure's own words, as evidence. */
export function symptomEvidence({ symptom }: Facts): readonly Evidence[] {
  if (symptom === undefined) return [];
  const { code, operation, sentence, printed } = symptom;
  const call = operation === undefined ? "" : ` (${operation})`;
  const said = (by: string, what: string) => (what === "" ? by : `${by}: ${what}`);
  if (printed === undefined) return [{ text: same(said(`${code}${call}`, sentence)) }];
  const told = said(code, sentence);
  return [
    { text: same(said(`${printed.code}${call}`, printed.sentence)) },
    { text: { en: `STS says of the same credentials: ${told}`, ja: `同じ認証情報への STS の答え: ${told}` } },
  ];
}

export const kindWords: Readonly<Record<SignerKind, Text>> = {
  "user-key": { en: "a user's long-lived key", ja: "ユーザーの長期キー" },
  "root-key": { en: "the root user's key", ja: "ルートユーザーのキー" },
  "user-session": { en: "a user's session", ja: "ユーザーのセッション" },
  "role-session": { en: "a role's session", ja: "ロールのセッション" },
  federation: { en: "a federated session", ja: "フェデレーションセッション" },
  session: { en: "a session", ja: "セッション" },
};

/** Which key signed, and where it stands. */
export function signerEvidence({ signer }: Facts): readonly Evidence[] {
  if (signer?.keyId === undefined) return [];
  return [
    {
      text: {
        en: `signed with ${signer.keyId} (${kindWords[signer.kind].en})`,
        ja: `署名に使われた${kindWords[signer.kind].ja}: ${signer.keyId}`,
      },
      ...(signer.place && { place: signer.place }),
      ...(signer.place === undefined && signer.from === "environment" && { setting: "AWS_ACCESS_KEY_ID" }),
    },
  ];
}

/** Whether the failure is this refusal of a service, under any of its names. */
export function isRefusedWith({ symptom }: Facts, code: string): boolean {
  return symptom?.by === "service" && queryCodeOf(symptom.code) === code;
}

/** Whether the endpoint, asked with the same credentials, refuses them with this code too. */
export function isConfirmed({ endpoint }: Facts, code: string): boolean {
  return endpoint?.refusal !== undefined && queryCodeOf(endpoint.refusal.code) === code;
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

/**
 * A word of a command, for the user's shell.
 * SECURITY: names, ARNs and sentences are other people's text, and this is pasted: whatever the word holds, it stays one
 * word and runs nothing. What cmd cannot write so that it means itself is shown as `_`.
 */
export function word(shell: Shell, text: string): string {
  if (plainWords[shell].test(text)) return text;
  switch (shell) {
    case "sh":
      return `'${text.replaceAll("'", "'\\''")}'`;
    case "fish":
      return `'${text.replaceAll(/[\\']/g, "\\$&")}'`;
    case "powershell":
      // It takes the typographic quotes for single ones, too.
      return `'${text.replaceAll(/['\u2018-\u201b]/g, "$&$&")}'`;
    case "cmd":
      return wordForCmd(text);
  }
}

/** The AWS CLI's option; a name that begins with a dash would be taken for another. */
export function profileOption(shell: Shell, profile: string): string {
  return profile.startsWith("-") ? word(shell, `--profile=${profile}`) : `--profile ${word(shell, profile)}`;
}

/** What each shell reads nothing into: zsh expands a leading `=`, PowerShell `@`, `,` and `-a.b`, cmd `%`. */
const plainWords: Readonly<Record<Shell, RegExp>> = {
  sh: /^[\w@%+:,./-][\w@%+=:,./-]*$/,
  fish: /^[\w@+:,./-][\w@%+=:,./-]*$/,
  powershell: /^(?:-{0,2}\w[\w-]*|[\w+:./][\w+=:./-]*)$/,
  cmd: /^[\w+:./-][\w+=:./-]*$/,
};

/** Programs on Windows take `\"` for a quote; cmd does not, and reads on outside of its quotes behind it. */
function wordForCmd(text: string): string {
  const unwritable = text.includes('"') ? /[%!&|<>^\p{Cc}]/gu : /[%!\p{Cc}]/gu;
  const written = text
    .replaceAll(unwritable, "_")
    // Before a quote, the last one too, a backslash would be the quote's.
    .replaceAll(/\\+(?="|$)/g, "$&$&")
    .replaceAll('"', '\\"');
  return `"${written}"`;
}

/** The line that sets a variable in the user's shell; none where the shell cannot write the value. */
export function setLines(shell: Shell, name: string, value: string): readonly string[] {
  try {
    return [setLine(shell, name, value)];
  } catch {
    return [];
  }
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
