/** Writes docs/sts-calls.md from the tables the authority itself reads. Run: `node scripts/acceptance-table.ts`. */
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type AcceptanceRule,
  type AcceptingService,
  acceptance,
  accepts,
} from "../src/authority/acceptance.ts";
import type { CredentialKind } from "../src/authority/caller.ts";
import { type IssuingCall, issuingCalls } from "../src/authority/sts/calls.ts";
import { stsModel } from "../src/wire/models/sts.generated.ts";

export const stsCallsFile = join(dirname(fileURLToPath(import.meta.url)), "..", "docs", "sts-calls.md");

const kinds: Readonly<Record<CredentialKind, string>> = {
  "session-without-mfa": "GetSessionToken without MFA",
  "session-with-mfa": "GetSessionToken with MFA",
  federation: "federation token",
  role: "role session",
  user: "user's long-lived key",
  root: "root's long-lived key",
};

const services: Readonly<Record<AcceptingService, string>> = {
  iam: "IAM",
  sts: "STS",
  s3: "S3",
  signin: "sign-in federation",
  tegata: "operator's service",
};

/** AWS takes a web identity or a SAML assertion without any credentials; they are not in the table of credentials. */
const unsigned: ReadonlySet<string> = new Set(["AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"]);

const kindNames = Object.keys(kinds) as CredentialKind[];
const serviceNames = Object.keys(services) as AcceptingService[];
const stsOperationNames = Object.keys(stsModel.operations).filter((name) => !unsigned.has(name));

/** The page as it should be; a test compares it with the file. */
export function renderStsCalls(): string {
  return [
    "# The STS calls compared, and what each kind of credential may do",
    "",
    "Made from the authority's own tables by `node scripts/acceptance-table.ts`; do not edit.",
    "",
    "## Which call gives you which credentials",
    "",
    ...issuingTable(),
    "",
    "`GetCallerIdentity` tells which credentials sign a request; every kind may call it and no policy forbids it.",
    "",
    "## Which service accepts which credentials",
    "",
    ...table(
      ["credentials", ...serviceNames.map((service) => services[service])],
      kindNames.map((kind) => [kinds[kind], ...serviceNames.map((service) => describeRule(service, kind))]),
    ),
    "",
    "Accepted means that policies decide next. A refusal comes before any policy is asked. Sessions of root are",
    "GetSessionToken sessions; AssumeRole refuses them as it refuses root's keys.",
    "",
    "## STS operation by operation",
    "",
    ...table(
      ["operation", ...kindNames.map((kind) => kinds[kind])],
      stsOperationNames.map((name) => [
        name,
        ...kindNames.map((kind) => (accepts("sts", name, kind) ? "yes" : "no")),
      ]),
    ),
    "",
    "## What a refusal says",
    "",
    ...table(["credentials", "service", "refused", "code", "message"], refusals()),
    "",
  ].join("\n");
}

function issuingTable(): string[] {
  const rows: [string, (call: IssuingCall) => string][] = [
    ["who may call", ({ operation }) => callersOf(operation)],
    [
      "duration in seconds",
      ({ duration: d }) => `${d.leastSeconds} to ${d.mostSeconds}, default ${d.defaultSeconds}; ${d.note}`,
    ],
    ["MFA", ({ mfa }) => mfa],
    ["permission needed", ({ permission }) => permission],
    ["session policy", ({ sessionPolicy }) => sessionPolicy],
    ["rights of the new credentials", ({ rights }) => rights],
    [
      "the new credentials cannot",
      ({ makes }) => makes.map((kind) => describeBars(kind, makes.length)).join("; "),
    ],
  ];
  return table(
    ["", ...issuingCalls.map(({ operation }) => operation)],
    rows.map(([title, describe]) => [title, ...issuingCalls.map(describe)]),
  );
}

function callersOf(operation: string): string {
  return kindNames
    .filter((kind) => accepts("sts", operation, kind))
    .map((kind) => kinds[kind])
    .join(", ");
}

function describeBars(kind: CredentialKind, siblings: number): string {
  const bars = (["iam", "sts", "signin"] as const).flatMap((service) => {
    const { operations } = acceptance[service][kind];
    if (operations === "all") return [];
    return operations === "none" ? [`use ${services[service]}`] : [describePartial(service, operations)];
  });
  const text = bars.length === 0 ? "(nothing is barred)" : bars.join(", ");
  return siblings > 1 ? `${kinds[kind]}: ${text}` : text;
}

function describePartial(
  service: AcceptingService,
  operations: Exclude<AcceptanceRule["operations"], string>,
): string {
  return "only" in operations
    ? `call ${services[service]} but for ${operations.only.join(" and ")}`
    : `call ${operations.allBut.join(" or ")}`;
}

function describeRule(service: AcceptingService, kind: CredentialKind): string {
  const rule = acceptance[service][kind];
  if (rule.operations === "all") return "yes";
  if (rule.operations === "none") return "refused";
  return "only" in rule.operations
    ? `only ${rule.operations.only.join(", ")}`
    : `all but ${rule.operations.allBut.join(" and ")}`;
}

function refusals(): string[][] {
  return kindNames.flatMap((kind) => serviceNames.flatMap((service) => refusalRows(kind, service)));
}

function refusalRows(kind: CredentialKind, service: AcceptingService): string[][] {
  const { operations, refusal } = acceptance[service][kind];
  if (operations === "all") return [];
  const row = (what: string, operation: string) => {
    const { code, sentence = "" } = refusal(operation);
    return [kinds[kind], services[service], what, code, sentence];
  };
  if (operations === "none") return [row("everything", "")];
  if ("allBut" in operations) return operations.allBut.map((operation) => row(operation, operation));
  return [row(`all but ${operations.only.join(" and ")}`, "…")];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}

if (import.meta.main) writeFileSync(stsCallsFile, renderStsCalls());
