import { type Fault, ServiceError } from "../../base/index.ts";

/** One line of an error table: its arguments in, the refusal out. */
export type ErrorEntry<A extends readonly unknown[]> = (...args: A) => ServiceError;

type Sentence<A extends readonly unknown[]> = string | ((...args: A) => string | undefined);

/**
 * `entry("NoSuchEntity", 404, (name: string) => `The user with name ${name} cannot be found.`)`.
 * A sentence function may answer undefined: AWS then sends no Message element.
 */
export function entry<A extends readonly unknown[] = []>(
  code: string,
  status: number,
  sentence: Sentence<A>,
  fault: Fault = status >= 500 ? "Receiver" : "Sender",
): ErrorEntry<A> {
  return (...args) =>
    new ServiceError({
      code,
      status,
      fault,
      sentence: typeof sentence === "string" ? sentence : sentence(...args),
    });
}
