/**
 * GenerateCredentialReport and GetCredentialReport: users and their credentials as CSV.
 * AWS: IAM user guide, "Get credential reports for your AWS account": columns, `N/A`, `not_supported`, four hours of life.
 */
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { Call } from "../../call.ts";
import { type AnyOperation, iamOperation } from "../../operation.ts";
import { readMeta, writeMeta } from "../../store/meta.ts";
import { buildCredentialReport } from "./credential-rows.ts";

/** A report is not made anew, and may be fetched, for so long. */
const reportLifetimeMs = 4 * 3_600_000;

interface StoredReport {
  readonly generatedAt: number;
  readonly content: string;
}

const generateCredentialReport = iamOperation("GenerateCredentialReport", {
  access: "policy",
  async handle(_input, call) {
    if (isFresh(await findReport(call), call.now)) return { State: "COMPLETE" };
    const { store } = call.services;
    await store.lastUsed.flush();
    const report: StoredReport = {
      generatedAt: call.now,
      content: await buildCredentialReport(store.read, call.accountId),
    };
    await store.record((tx) => writeMeta(tx, metaName(call), JSON.stringify(report)));
    const Description = "No report exists. Starting a new report generation task";
    return { State: "STARTED", Description };
  },
});

const getCredentialReport = iamOperation("GetCredentialReport", {
  access: "policy",
  async handle(_input, call) {
    const report = await findReport(call);
    if (report === undefined) throw iamErrors.reportNotPresent();
    if (!isFresh(report, call.now)) throw iamErrors.reportExpired();
    return {
      Content: Buffer.from(report.content),
      ReportFormat: "text/csv",
      GeneratedTime: report.generatedAt,
    };
  },
});

export const credentialReportOperations: readonly AnyOperation[] = [
  generateCredentialReport,
  getCredentialReport,
];

function metaName(call: Call): string {
  return `credential-report/${call.accountId}`;
}

async function findReport(call: Call): Promise<StoredReport | undefined> {
  const stored = await readMeta(call.services.store.read, metaName(call));
  return stored === undefined ? undefined : (JSON.parse(stored) as StoredReport);
}

function isFresh(report: StoredReport | undefined, now: number): boolean {
  return report !== undefined && now - report.generatedAt < reportLifetimeMs;
}
