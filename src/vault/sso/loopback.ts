/** The small server that a browser is sent back to. It lives for one sign-in. */

import { timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exitCodes, Secret, TegataError } from "../../base/index.ts";
import { sha256 } from "../../crypto/index.ts";

export interface Loopback {
  readonly redirectUri: string;
  /** The authorization code; rejects with `SignInRefused` or `SignInTimedOut`. */
  readonly code: Promise<Secret>;
  close(): Promise<void>;
}

/** A person signs in, with a second factor, in that time. */
export const signInTimeoutMs = 10 * 60_000;

const path = "/oauth/callback";

/**
 * Listens on 127.0.0.1 at a free port.
 * SECURITY: only the answer with our `state` counts; any other page of the machine could send a code of its own account.
 */
export async function openLoopback(state: string): Promise<Loopback> {
  let accept: (code: Secret) => void = () => undefined;
  let refuse: (error: TegataError) => void = () => undefined;
  const code = new Promise<Secret>((resolve, reject) => {
    accept = resolve;
    refuse = reject;
  });
  // Whoever waits sees the rejection; when nobody does yet, it must not end the process.
  code.catch(() => undefined);
  const server = createServer((request, response) => {
    const answer = readAnswer(request, state);
    respond(response, answer);
    if (answer.kind === "code") accept(answer.code);
    if (answer.kind === "refused") refuse(signInRefused(answer.reason));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const timer = setTimeout(() => refuse(signInTimedOut()), signInTimeoutMs);
  const { port } = server.address() as AddressInfo;
  return {
    redirectUri: `http://127.0.0.1:${port}${path}`,
    code,
    close: async () => {
      clearTimeout(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Answer =
  | { readonly kind: "code"; readonly code: Secret }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "other"; readonly status: number };

function readAnswer(request: IncomingMessage, state: string): Answer {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  if (request.method !== "GET" || url.pathname !== path) return { kind: "other", status: 404 };
  const { searchParams } = url;
  if (!isSame(searchParams.get("state") ?? "", state)) return { kind: "other", status: 400 };
  const code = searchParams.get("code");
  if (code) return { kind: "code", code: new Secret(code) };
  const reason = searchParams.get("error_description") ?? searchParams.get("error") ?? "no code";
  return { kind: "refused", reason: reason.slice(0, 200) };
}

function isSame(left: string, right: string): boolean {
  return timingSafeEqual(sha256(left), sha256(right));
}

const pages: Readonly<Record<Answer["kind"], string>> = {
  code: "You are signed in. You can close this page and return to the terminal.",
  refused: "The sign-in was refused. The terminal says why.",
  other: "This address waits for a sign-in, and this was none.",
};

function respond(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.kind === "other" ? answer.status : 200, {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    connection: "close",
  });
  response.end(`${pages[answer.kind]}\n`);
}

function signInRefused(reason: string): TegataError {
  return new TegataError("SignInRefused", `the browser came back without a sign-in: ${reason}`, {
    hint: "run the command again, and allow the access",
    exitCode: exitCodes.humanNeeded,
  });
}

export function signInTimedOut(): TegataError {
  return new TegataError("SignInTimedOut", `nobody signed in within ${signInTimeoutMs / 60_000} minutes`, {
    hint: "run the command again",
    exitCode: exitCodes.humanNeeded,
  });
}
