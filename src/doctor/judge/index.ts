/**
 * judge: facts → findings. Pure. Start reading at `judge.ts`; the ailments are in `../rules/`.
 */
export { listChecked } from "./checked.ts";
export { describeFindings } from "./describe.ts";
export { judge } from "./judge.ts";
export type { Judgement, Rule } from "./rule.ts";
