import type { Facts } from "../facts.ts";
import type { Finding } from "../finding.ts";

/** One ailment: whether the facts show it. Pure; undefined facts are no evidence. */
export interface Rule {
  readonly code: string;
  /** Of docs/troubleshooting, without its ending. */
  readonly page: string;
  /** Default: it is why something failed. */
  readonly concern?: Finding["concern"];
  readonly judge: (facts: Facts) => Judgement | undefined;
}

/** `concern`: where it differs from the rule's. */
export type Judgement = Omit<Finding, "code" | "page" | "concern"> & Partial<Pick<Finding, "concern">>;
