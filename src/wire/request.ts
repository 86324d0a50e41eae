/** A request and a response as values: what the HTTP edge makes, what tests, the S3 front and embedders hand over. */
import { commonErrors } from "./errors/common.ts";

export interface WireRequest {
  /** Upper case. */
  readonly method: string;
  /** Path and query exactly as on the request line; signatures need the raw text. */
  readonly target: string;
  readonly headers: WireHeaders;
  readonly body: WireBody;
  /** The peer's address, for `aws:SourceIp`. */
  readonly remoteAddress: string;
  /** Whether TLS carried the request, for `aws:SecureTransport`. */
  readonly secure: boolean;
}

/** A body can be read once. `whole` is there when all of it is in memory already. */
export interface WireBody extends AsyncIterable<Uint8Array> {
  readonly whole?: Uint8Array;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** An iterable is streamed; `content-length` in `headers` then tells its size. */
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array>;
}

/**
 * Headers as they came: order, case and repetition kept; names looked up in lower case. Values are byte strings, one
 * character per byte, as Node's HTTP parser gives them: signatures need the bytes.
 */
export class WireHeaders {
  /** Lower-case names, one per header line. */
  readonly names: readonly string[];
  /** Values, one per header line. */
  readonly values: readonly string[];

  /** `flat`: name, value, name, value … (Node's `rawHeaders`). */
  constructor(flat: readonly string[]) {
    const names: string[] = [];
    const values: string[] = [];
    for (let index = 0; index + 1 < flat.length; index += 2) {
      names.push((flat[index] ?? "").toLowerCase());
      values.push(flat[index + 1] ?? "");
    }
    this.names = names;
    this.values = values;
  }

  /** The first value of `name` (lower case). */
  get(name: string): string | undefined {
    const index = this.names.indexOf(name);
    return index < 0 ? undefined : this.values[index];
  }

  /** Every value of `name` (lower case), in order. */
  all(name: string): string[] {
    return this.values.filter((_, index) => this.names[index] === name);
  }
}

class WholeBody implements WireBody {
  readonly whole: Uint8Array;

  constructor(whole: Uint8Array) {
    this.whole = whole;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    if (this.whole.length > 0) yield this.whole;
  }
}

/** A body that is in memory. */
export function wholeBody(bytes: Uint8Array): WireBody {
  return new WholeBody(bytes);
}

/**
 * All of a body, or undefined when it is longer than `maxBytes` (what follows is not read).
 * Throws IncompleteBody when the connection broke off: the client's doing, although it will not hear of it.
 */
export async function readWhole(body: WireBody, maxBytes: number): Promise<Uint8Array | undefined> {
  if (body.whole !== undefined) return body.whole.length > maxBytes ? undefined : body.whole;
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > maxBytes) return undefined;
      chunks.push(chunk);
    }
  } catch (error) {
    throw commonErrors.incompleteBody().because("the body broke off", error);
  }
  return Buffer.concat(chunks, size);
}
