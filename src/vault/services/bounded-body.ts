/** Answers of no more than a size and a time: who is asked may be anybody's server. */
import { Readable, Transform } from "node:stream";

/** AWS's answers to what the vault asks have a few kilobytes; lists of keys and devices a few more. */
export const maxAnswerBytes = 1024 * 1024;

/** An answer that does not end, or that AWS would never give. */
export class AnswerTooLarge extends Error {
  readonly code = "ANSWER_TOO_LARGE";
}

/** An answer that comes a byte at a time. */
class AnswerTooSlow extends Error {
  readonly code = "ETIMEDOUT";
}

/**
 * The body as it was, or one that fails once it is longer, or when it takes longer; what is no stream stays as it is.
 * The SDK's own limit of time ends with the first byte.
 */
export function boundBody(body: unknown, limitMs: number): unknown {
  if (!(body instanceof Readable)) return body;
  let size = 0;
  const bounded = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      size += chunk.length;
      if (size <= maxAnswerBytes) done(null, chunk);
      else done(new AnswerTooLarge(`the answer has more than ${maxAnswerBytes} bytes`));
    },
  });
  const late = setTimeout(
    () => bounded.destroy(new AnswerTooSlow(`the answer took more than ${limitMs} ms`)),
    limitMs,
  );
  body.once("error", (error) => bounded.destroy(error));
  bounded.once("close", () => {
    clearTimeout(late);
    body.destroy();
  });
  return body.pipe(bounded);
}
