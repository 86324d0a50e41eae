import { ChunkedBodyError } from "./failure.ts";

const lineFeed = 0x0a;
const nothing = new Uint8Array(0);

/** Reads lines and runs of bytes from a body, however it was cut on its way. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #piece: Uint8Array = nothing;
  #at = 0;

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#source = body[Symbol.asyncIterator]();
  }

  /** A line without its CRLF, one character per byte. Throws ChunkedBodyError: truncated, too-large, malformed. */
  async readLine(maxBytes: number): Promise<string> {
    let line = "";
    for (;;) {
      if (!(await this.#fill())) throw new ChunkedBodyError("truncated", "it ends within a line");
      const end = this.#piece.indexOf(lineFeed, this.#at);
      const to = end < 0 ? this.#piece.length : end;
      if (line.length + to - this.#at > maxBytes)
        throw new ChunkedBodyError("too-large", `a line is longer than ${maxBytes} bytes`);
      line += latin1(this.#piece.subarray(this.#at, to));
      this.#at = end < 0 ? to : to + 1;
      if (end < 0) continue;
      if (!line.endsWith("\r")) throw new ChunkedBodyError("malformed", "a line does not end with CRLF");
      return line.slice(0, -1);
    }
  }

  /** The bytes at hand, at least one and at most `maxBytes`; not copied. Throws ChunkedBodyError: truncated. */
  async take(maxBytes: number): Promise<Uint8Array> {
    if (!(await this.#fill())) throw new ChunkedBodyError("truncated", "it ends within a chunk");
    const bytes = this.#piece.subarray(this.#at, this.#at + maxBytes);
    this.#at += bytes.length;
    return bytes;
  }

  /** Whether nothing is left. */
  async isAtEnd(): Promise<boolean> {
    return !(await this.#fill());
  }

  /** Tells the source that no more will be read. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  async #fill(): Promise<boolean> {
    while (this.#at >= this.#piece.length) {
      const next = await this.#source.next();
      if (next.done) return false;
      this.#piece = next.value;
      this.#at = 0;
    }
    return true;
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}
