/** Broken situations by group: the one table that the test runs and docs/vault/bad-input.md is made from. */
import type { BadInput } from "./case.ts";
import { badCommandLines } from "./command-line.ts";
import { badFiles } from "./files.ts";
import { badKeys } from "./keys.ts";
import { badServices } from "./services.ts";

export { type BadInput, type BadStage, shown, soundConfig } from "./case.ts";

export interface BadGroup {
  readonly title: string;
  readonly rows: readonly BadInput[];
}

export const badInput: readonly BadGroup[] = [
  { title: "Shared files", rows: badFiles },
  { title: "Keys, sessions and codes", rows: badKeys },
  { title: "Network, services and clock", rows: badServices },
  { title: "What was typed", rows: badCommandLines },
];
