/** Writes docs/operations.md from the models and the operation registries. Run: `node scripts/operation-coverage.ts`. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { iamOperations } from "../src/authority/iam/index.ts";
import type { AnyOperation } from "../src/authority/operation.ts";
import { stsOperations } from "../src/authority/sts/index.ts";
import { type QueryService, serviceModels } from "../src/wire/index.ts";

export const coverageFile = fileURLToPath(new URL("../docs/operations.md", import.meta.url));

const titles: Readonly<Record<QueryService, string>> = { sts: "STS", iam: "IAM" };
const registries: Readonly<Record<QueryService, readonly AnyOperation[]>> = {
  sts: stsOperations,
  iam: iamOperations,
};
const decidedBy: Readonly<Record<AnyOperation["access"], string>> = {
  policy: "policies",
  "own-rules": "its own rules",
};

/** The page as it should be; a test compares it with the file. */
export function renderCoverage(): string {
  return [
    "# Which operations of STS and IAM are answered",
    "",
    "Made from the API models and the operations themselves by `node scripts/operation-coverage.ts`; do not edit.",
    "An operation without a mark is known, authenticated, and answered `UnsupportedOperation`.",
    "",
    ...renderService("sts"),
    ...renderService("iam"),
  ].join("\n");
}

/** Names that a registry has and the service's model has not. */
export function strangers(service: QueryService): string[] {
  const { operations } = serviceModels[service];
  return registries[service].map(({ name }) => name).filter((name) => !Object.hasOwn(operations, name));
}

function renderService(service: QueryService): string[] {
  const handled = new Map(registries[service].map((operation) => [operation.name, operation]));
  const names = Object.keys(serviceModels[service].operations);
  const answered = names.filter((name) => handled.has(name));
  const rows = names.map((name) => {
    const operation = handled.get(name);
    return operation === undefined ? `| ${name} | | |` : `| ${name} | yes | ${decidedBy[operation.access]} |`;
  });
  return [
    `## ${titles[service]}: ${answered.length} of ${names.length}`,
    "",
    "| operation | answered | who may is decided by |",
    "|---|---|---|",
    ...rows,
    "",
  ];
}

if (import.meta.main) writeFileSync(coverageFile, renderCoverage());
