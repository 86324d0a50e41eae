/** One keep-alive connection that sends one raw request at a time. */
import { connect, type Socket } from "node:net";

const headEnd = Buffer.from("\r\n\r\n");
const nothing = Buffer.alloc(0);

export class Connection {
  readonly #host: string;
  readonly #port: number;
  #socket: Socket | undefined;
  #received: Buffer = nothing;
  #answered: ((status: number) => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  constructor(host: string, port: number) {
    this.#host = host;
    this.#port = port;
  }

  /** The status of the answer, once all of it is here. */
  send(request: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#answered = resolve;
      this.#failed = reject;
      this.#socket ??= this.#open();
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #open(): Socket {
    const socket = connect({ host: this.#host, port: this.#port, noDelay: true });
    socket.on("data", (piece: Buffer) => this.#read(piece));
    socket.on("error", (error) => this.#failed?.(error));
    // A server that closes after each answer (HTTP/1.0) says its end that way.
    socket.on("close", () => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      if (this.#received.length > 0) this.#finish();
      else if (this.#answered !== undefined) this.#failed?.(new Error("closed without an answer"));
    });
    return socket;
  }

  #read(piece: Buffer): void {
    this.#received = this.#received.length === 0 ? piece : Buffer.concat([this.#received, piece]);
    const end = this.#received.indexOf(headEnd);
    if (end < 0) return;
    const head = this.#received.toString("latin1", 0, end);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length === undefined || this.#received.length < end + headEnd.length + Number(length)) return;
    if (/^HTTP\/1\.0|\r\nconnection: *close/i.test(head)) {
      this.#socket?.destroy();
      this.#socket = undefined;
    }
    this.#finish();
  }

  #finish(): void {
    const status = Number(this.#received.toString("latin1", 9, 12));
    const answered = this.#answered;
    this.#received = nothing;
    this.#answered = undefined;
    answered?.(status);
  }
}
