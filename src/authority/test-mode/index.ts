/**
 * test-mode: for CI. Moves the authority's clock, empties it, makes accounts. Off unless asked for at the start.
 * May import: base, crypto, wire, the store, founding. Start reading at `answer.ts`; who may call is `guard.ts`.
 */
export { answerTestMode } from "./answer.ts";
export { TestMode, type TestModeOptions } from "./test-mode.ts";
