/** Writes docs/errors.md from the tables of src/wire/errors. Run: `node scripts/error-table.ts`. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ServiceError } from "../src/base/index.ts";
import {
  commonErrors,
  iamErrors,
  operatorErrors,
  s3Errors,
  signinErrors,
  stsErrors,
} from "../src/wire/errors/index.ts";

export const errorTablesFile = fileURLToPath(new URL("../docs/errors.md", import.meta.url));

type Table = Readonly<Record<string, (...args: never[]) => ServiceError>>;

const tables: readonly { readonly title: string; readonly table: Table }[] = [
  { title: "Every Query service (STS and IAM)", table: commonErrors },
  { title: "STS", table: stsErrors },
  { title: "IAM", table: iamErrors },
  { title: "S3", table: s3Errors },
  { title: "Sign-in federation", table: signinErrors },
  { title: "The operator's service", table: operatorErrors },
];

const time = Date.UTC(2026, 10, 21, 3, 4, 5);
const minuteMs = 60_000;

/** Arguments for entries that take more than texts and numbers. */
const samples: Readonly<Record<string, readonly unknown[]>> = {
  incompleteSignature: [["Credential", "Signature", "SignedHeaders", "date"], "AWS4-HMAC-SHA256"],
  missingQueryParameters: [["X-Amz-Credential"]],
  signatureExpired: [{ signedAt: time - 6 * minuteMs, now: time, windowMs: 5 * minuteMs }],
  signatureNotYetCurrent: [{ signedAt: time + 6 * minuteMs, now: time, windowMs: 5 * minuteMs }],
  scopeMismatch: [
    [
      { part: "region", region: "…" },
      { part: "service", expected: "sts" },
    ],
  ],
  validation: [["Value '…' at 'roleArn' failed to satisfy constraint: Member must …"]],
  signatureDoesNotMatch: [
    {
      accessKeyId: "…",
      signatureProvided: "…",
      stringToSign: "…",
      canonicalRequest: "…",
    },
  ],
  requestTimeTooSkewed: [{ requestTime: "…", serverTimeMs: time, maxSkewMs: 15 * minuteMs }],
  requestHasExpired: [{ expiresSeconds: 900, expiredAtMs: time, serverTimeMs: time }],
  requestNotYetValid: [{ requestTime: "…", expiresSeconds: 900, serverTimeMs: time }],
  headersNotSigned: [["…"]],
};
const plainArguments = Array.from({ length: 6 }, () => "…");

/** The page as it should be; a test compares it with the file. */
export function renderErrorTables(): string {
  return [
    "# Every refusal on the wire",
    "",
    "Made from `src/wire/errors/` by `node scripts/error-table.ts`; do not edit. `…` stands for what the request brings.",
    "Which sentences AWS was never seen to say is marked in the tables themselves.",
    "",
    ...tables.flatMap(({ title, table }) => renderTable(title, table)),
  ].join("\n");
}

function renderTable(title: string, table: Table): string[] {
  const rows = Object.entries(table).map(([name, make]) => {
    const error = (make as (...args: unknown[]) => ServiceError)(...(samples[name] ?? plainArguments));
    return `| ${error.code} | ${error.status} | ${cell(error.sentence)} | \`${name}\` |`;
  });
  return [`## ${title}`, "", "| Code | HTTP | Message | entry |", "|---|---|---|---|", ...rows, ""];
}

function cell(sentence: string | undefined): string {
  return sentence === undefined
    ? "(no Message)"
    : sentence.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("\n", " ");
}

if (import.meta.main) writeFileSync(errorTablesFile, renderErrorTables());
