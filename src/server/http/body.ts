import type { IncomingMessage, ServerResponse } from "node:http";
import type { WireBody } from "../../wire/index.ts";
import { wholeBody } from "../../wire/index.ts";
import { httpLimits } from "./limits.ts";

const emptyBody = wholeBody(new Uint8Array(0));

/** Small announced bodies whole, the others as the stream itself. Rejects when the client goes away. */
export function readBody(
  request: IncomingMessage,
  expectsContinue: ServerResponse | undefined,
): WireBody | Promise<WireBody> {
  const announced = announcedBytes(request);
  if (announced === 0) return emptyBody;
  if (expectsContinue !== undefined) return continuedBody(request, expectsContinue);
  if (announced === undefined || announced > httpLimits.bufferedBodyBytes) return request;
  return buffered(request);
}

/** Bytes the client announced; undefined for a chunked body. */
function announcedBytes(request: IncomingMessage): number | undefined {
  const raw = request.rawHeaders;
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? "";
    if (name.length === 14 && name.toLowerCase() === "content-length") return Number(raw[index + 1]);
    if (name.length === 17 && name.toLowerCase() === "transfer-encoding") return undefined;
  }
  return 0;
}

function buffered(request: IncomingMessage): Promise<WireBody> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const [only] = chunks;
      resolve(wholeBody(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)));
    });
    request.on("error", reject);
    // Every request closes in the end; making an error for each would cost as much as the rest of the edge.
    request.on("close", () => {
      if (!request.readableEnded) reject(new Error("the client went away before its body ended"));
    });
  });
}

/** `Expect: 100-continue`: the client sends its body only once somebody wants to read it. */
function continuedBody(request: IncomingMessage, response: ServerResponse): WireBody {
  return {
    [Symbol.asyncIterator]() {
      response.writeContinue();
      return request[Symbol.asyncIterator]();
    },
  };
}

/** Whether what the client still wants to send is worth closing the connection for. */
export function hasLargeRest(request: IncomingMessage): boolean {
  if (request.complete) return false;
  const announced = announcedBytes(request);
  return announced === undefined || announced > httpLimits.drainedBodyBytes;
}
