/** What `whoami` found, for people. */
import { formatInstant, type InLanguage, type Language, printable, type Text } from "../../../base/index.ts";
import {
  type ComparedValue,
  type Difference,
  type Finding,
  factsIn,
  notAsked,
  type SourceFact,
} from "../../../vault/inspect/index.ts";
import { profileText } from "../../../vault/plan/index.ts";
import { describePlace, type Place, settingText } from "../../../vault/profiles/index.ts";
import { paintOf, printTable } from "../../table.ts";
import type { Examined, WhoamiSettings } from "./examine.ts";

const words = {
  identity: { en: "identity", ja: "アイデンティティ" },
  account: { en: "account", ja: "アカウント" },
  expires: { en: "expires", ja: "有効期限" },
  unknownEnd: { en: "never, or nothing says when", ja: "なし、または不明" },
  notAsked: { en: notAsked, ja: "<未確認>" },
  state: { en: "State", ja: "状態" },
  source: { en: "Source", ja: "認証情報の元" },
  place: { en: "Place", ja: "場所" },
  setting: { en: "Setting", ja: "設定" },
  cannot: { en: "cannot ", ja: "できないこと: " },
  warning: { en: "warning", ja: "警告" },
  note: { en: "note", ja: "注意" },
  nothing: { en: "no setting differs", ja: "設定に違いはありません" },
} as const satisfies Readonly<Record<string, Text>>;

const states: Readonly<Record<SourceFact["state"], Text>> = {
  used: { en: "used", ja: "使う" },
  shadowed: { en: "shadowed", ja: "使わない" },
};

export function printExamined(examined: Examined, language: Language, settings: WhoamiSettings): void {
  const facts = factsIn(examined.facts, language);
  const heading = printable(`${profileText(facts.profile)[language]}: ${facts.mechanism}`);
  process.stdout.write(`${paintOf(settings)(heading, "head")}\n\n`);
  printTable(
    ["Name", "Value", "Type", "Location"],
    facts.rows.map(({ name, value, type, location }) =>
      [name, value === notAsked ? words.notAsked[language] : value, type, location].map(printable),
    ),
    settings,
  );
  printIdentity(examined, language);
  process.stdout.write("\n");
  printTable(
    [words.state, words.source, words.place].map((head) => head[language]),
    facts.sources.map(({ state, text, place, setting = "" }) => [
      { text: states[state][language], tone: state === "used" ? "good" : "faint" },
      printable(text),
      printable(placeText(place) ?? settingText(setting)[language]),
    ]),
    settings,
  );
  for (const { text, place } of facts.warnings)
    printRemark("warning", text, place, { language, ...settings });
  const limitations = facts.cannot.map(({ text }) => printable(`${words.cannot[language]}${text}`));
  if (limitations.length > 0) process.stdout.write(`\n${limitations.join("\n")}\n`);
  for (const finding of facts.findings) printFinding(finding, { language, ...settings });
}

interface Style extends WhoamiSettings {
  readonly language: Language;
}

function printIdentity({ identity, expiration }: Examined, language: Language): void {
  if (identity === undefined) return;
  const end = expiration === undefined ? words.unknownEnd[language] : formatInstant(expiration);
  const lines = [
    `${words.identity[language]}: ${identity.arn}`,
    `${words.account[language]}: ${identity.account}`,
    `${words.expires[language]}: ${end}`,
  ];
  process.stdout.write(`\n${lines.map(printable).join("\n")}\n`);
}

function printFinding({ text, place, hints = [] }: InLanguage<Finding>, style: Style): void {
  printRemark("note", text, place, style);
  process.stdout.write(hints.map((hint) => `  ${printable(hint)}\n`).join(""));
}

function printRemark(
  kind: "warning" | "note",
  text: string,
  place: Place | undefined,
  { language, ...settings }: Style,
): void {
  const where = place === undefined ? "" : ` (${describePlace(place)})`;
  const line = printable(`${words[kind][language]}: ${text}${where}`);
  process.stdout.write(`\n${paintOf(settings)(line, kind === "warning" ? "bad" : "plain")}\n`);
}

/** Two profiles side by side: what differs, and whose they are. */
export function printDifferences(
  [left, right]: readonly [Examined, Examined],
  differences: InLanguage<readonly Difference[]>,
  language: Language,
  settings: WhoamiSettings,
): void {
  const rows = differences.map((difference) => [
    difference.name,
    cellOf(difference.left),
    cellOf(difference.right),
  ]);
  const identities = [left, right].some(({ identity }) => identity !== undefined)
    ? [[words.identity[language], left.identity?.arn ?? "-", right.identity?.arn ?? "-"].map(printable)]
    : [];
  if (rows.length + identities.length === 0) {
    process.stdout.write(`${words.nothing[language]}\n`);
    return;
  }
  const head = [words.setting[language], left.facts.profile, right.facts.profile].map(printable);
  printTable(head, [...rows, ...identities], settings);
}

function cellOf(compared: InLanguage<ComparedValue> | undefined): string {
  if (compared === undefined) return "-";
  const place = placeText(compared.place);
  return printable(place === undefined ? compared.value : `${compared.value} (${place})`);
}

function placeText(place: Place | undefined): string | undefined {
  return place && describePlace(place);
}
