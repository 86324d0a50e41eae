import { after } from "node:test";

/** Closes `thing` when the running test ends. What `await using` would say; the oldest Node we support cannot. */
export function closing<T extends AsyncDisposable>(thing: T): T {
  after(() => thing[Symbol.asyncDispose]());
  return thing;
}
