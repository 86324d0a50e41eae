/** What `whoami` found, for people. */
import { formatInstant, printable } from "../../../base/index.ts";
import type { ComparedValue, Difference, Finding } from "../../../vault/inspect/index.ts";
import { describePlace, type Place } from "../../../vault/profiles/index.ts";
import { paintOf, printTable } from "../../table.ts";
import type { Examined, WhoamiSettings } from "./examine.ts";

export function printExamined(examined: Examined, settings: WhoamiSettings): void {
  const { facts } = examined;
  const paint = paintOf(settings);
  const heading = `profile "${facts.profile}": ${facts.mechanism}`;
  process.stdout.write(`${paint(printable(heading), "head")}\n\n`);
  printTable(
    ["Name", "Value", "Type", "Location"],
    facts.rows.map(({ name, value, type, location }) => [name, value, type, location].map(printable)),
    settings,
  );
  printIdentity(examined);
  process.stdout.write("\n");
  printTable(
    ["State", "Source", "Place"],
    facts.sources.map(({ state, text, place, setting }) => [
      { text: state, tone: state === "used" ? "good" : "faint" },
      printable(text),
      printable(placeText(place) ?? setting ?? ""),
    ]),
    settings,
  );
  for (const { text, place } of facts.warnings) printRemark("warning", text, place, settings);
  if (facts.cannot.length > 0)
    process.stdout.write(`\n${facts.cannot.map(({ text }) => printable(`cannot ${text}`)).join("\n")}\n`);
  for (const finding of facts.findings) printFinding(finding, settings);
}

function printIdentity({ identity, expiration }: Examined): void {
  if (identity === undefined) return;
  const lines = [
    `identity: ${identity.arn}`,
    `account: ${identity.account}`,
    `expires: ${expiration === undefined ? "never, or nothing says when" : formatInstant(expiration)}`,
  ];
  process.stdout.write(`\n${lines.map(printable).join("\n")}\n`);
}

function printFinding({ text, place, hints = [] }: Finding, settings: WhoamiSettings): void {
  printRemark("note", text, place, settings);
  process.stdout.write(hints.map((hint) => `  ${printable(hint)}\n`).join(""));
}

function printRemark(
  kind: "warning" | "note",
  text: string,
  place: Place | undefined,
  settings: WhoamiSettings,
): void {
  const where = place === undefined ? "" : ` (${describePlace(place)})`;
  const line = paintOf(settings)(printable(`${kind}: ${text}${where}`), kind === "warning" ? "bad" : "plain");
  process.stdout.write(`\n${line}\n`);
}

/** Two profiles side by side: what differs, and whose they are. */
export function printDifferences(
  [left, right]: readonly [Examined, Examined],
  differences: readonly Difference[],
  settings: WhoamiSettings,
): void {
  const rows = differences.map((difference) => [
    difference.name,
    cellOf(difference.left),
    cellOf(difference.right),
  ]);
  const identities = [left, right].some(({ identity }) => identity !== undefined)
    ? [["identity", left.identity?.arn ?? "-", right.identity?.arn ?? "-"].map(printable)]
    : [];
  if (rows.length + identities.length === 0) {
    process.stdout.write("no setting differs\n");
    return;
  }
  const head = ["Setting", left.facts.profile, right.facts.profile].map(printable);
  printTable(head, [...rows, ...identities], settings);
}

function cellOf(compared: ComparedValue | undefined): string {
  if (compared === undefined) return "-";
  const place = placeText(compared.place);
  return printable(place === undefined ? compared.value : `${compared.value} (${place})`);
}

function placeText(place: Place | undefined): string | undefined {
  return place && describePlace(place);
}
