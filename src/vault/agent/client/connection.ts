/**
 * HTTP/1.1 over a socket, as much as our own agent speaks: node:http would cost a program that only wants a kept session
 * more time than all else it does.
 */
import { connect, type Socket } from "node:net";
import { noteHeader } from "../protocol/note.ts";

export interface AgentAnswer {
  readonly status: number;
  readonly body: string;
  /** One line for standard error. */
  readonly note?: string;
}

/** The agent's end went away, answers in another language, or gives no sign of life. */
export class AgentGone extends Error {}

/** A session and its plan take a few kilobytes. */
const maxAnswerCharacters = 1024 * 1024;
/** The agent answers at once that it is at work; one that does not is stopped or hangs. */
const signOfLifeMs = 3_000;
/** Somebody else's browser, then their code, then ours. */
const answerTimeoutMs = 20 * 60_000;

const notePattern = new RegExp(`^${noteHeader}: *([^\\s]+)\\r?$`, "im");

/** A connection; whoever opened it closes it. */
export class AgentConnection {
  readonly #socket: Socket;
  #received = "";
  #wake: () => void = () => {};
  #failure: AgentGone | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (bytes) => {
      // Headers are ASCII and bodies have no characters beyond it, so that a character is a byte.
      this.#received += bytes.toString("latin1");
      if (this.#received.length > maxAnswerCharacters) this.#fail("it answers without end");
      this.#wake();
    });
    socket.on("error", (error) => this.#fail(error.message));
    socket.on("close", () => this.#fail("it closed the connection"));
  }

  /** undefined where nobody listens. */
  static open(path: string): Promise<AgentConnection | undefined> {
    return new Promise((resolve) => {
      const socket = connect(path);
      socket.once("error", () => resolve(undefined));
      socket.once("connect", () => resolve(new AgentConnection(socket)));
    });
  }

  /** Not waiting for the other end: a request can be on its way before it is known whether somebody listens. */
  static begin(path: string): AgentConnection {
    return new AgentConnection(connect(path));
  }

  /** One request after the other. Rejects with `AgentGone`. */
  async send(
    method: "GET" | "POST",
    path: string,
    form = "",
    headers: Readonly<Record<string, string>> = {},
  ): Promise<AgentAnswer> {
    this.#received = "";
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    this.#socket.write(
      `${method} ${path} HTTP/1.1\r\nHost: localhost\r\n${lines.join("")}` +
        `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${Buffer.byteLength(form)}\r\n\r\n${form}`,
    );
    await this.#until(() => this.#received.length > 0, signOfLifeMs);
    return this.#until(() => this.#takeAnswer(), answerTimeoutMs);
  }

  close(): void {
    this.#socket.destroy();
  }

  #fail(reason: string): void {
    if (this.#failure !== undefined) return;
    this.#failure = new AgentGone(reason);
    this.#socket.destroy();
    this.#wake();
  }

  #until<T>(look: () => T | false, waitMs: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#fail("it gives no sign of life"), waitMs);
      this.#wake = () => {
        const found = look();
        if (found === false && this.#failure === undefined) return;
        clearTimeout(timer);
        this.#wake = () => {};
        if (found === false) reject(this.#failure);
        else resolve(found);
      };
      this.#wake();
    });
  }

  /** Answers that only say that it is at work are passed over. */
  #takeAnswer(): AgentAnswer | false {
    for (;;) {
      const end = this.#received.indexOf("\r\n\r\n");
      if (end < 0) return false;
      const head = this.#received.slice(0, end);
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]);
      const isProgress = status >= 100 && status < 200;
      const length = isProgress ? 0 : Number(/^content-length: *(\d{1,9})\r?$/im.exec(head)?.[1]);
      if (!Number.isInteger(status) || !Number.isInteger(length)) {
        this.#fail("it does not speak our language");
        return false;
      }
      const start = end + 4;
      if (!isProgress && this.#received.length < start + length) return false;
      const body = this.#received.slice(start, start + length);
      this.#received = this.#received.slice(start + length);
      if (!isProgress) return { status, body, ...noteIn(head) };
    }
  }
}

function noteIn(head: string): Pick<AgentAnswer, "note"> {
  const encoded = notePattern.exec(head)?.[1];
  try {
    return encoded === undefined ? {} : { note: decodeURIComponent(encoded) };
  } catch {
    return {};
  }
}
