/** The operator's service before its clients: accounts in memory, and signed JSON through `handle`. */
import assert from "node:assert/strict";
import type { FoundedAccount } from "../../../src/authority/accounts/founding.ts";
import type { LongLivedKey } from "../../../src/authority/accounts/long-lived-key.ts";
import { handle } from "../../../src/authority/handle.ts";
import { createKernel, createServices, foundAccount } from "../../../src/authority/index.ts";
import type { Kernel } from "../../../src/authority/kernel/kernel.ts";
import type { RefusalEntry } from "../../../src/authority/kernel/log.ts";
import { openStore } from "../../../src/authority/store/index.ts";
import { encodeUtf8, MovableClock } from "../../../src/base/index.ts";
import { signRequest } from "../../../src/sigv4/index.ts";
import { WireHeaders, wholeBody } from "../../../src/wire/index.ts";

export const managementId = "123456789012";
export const memberId = "210987654321";
export const startTime = Date.parse("2026-11-21T03:00:00Z");

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: an answer of any operation
  readonly value: any;
}

export interface Scene {
  readonly kernel: Kernel;
  readonly refusals: RefusalEntry[];
  readonly management: FoundedAccount;
  ask(who: Signer, operation: string, body?: unknown): Promise<Answer>;
}

export interface Signer extends LongLivedKey {
  readonly sessionToken?: string;
}

export async function openScene(t: { after(close: () => Promise<void>): void }): Promise<Scene> {
  const clock = new MovableClock({ now: () => startTime });
  const store = await openStore({ location: ":memory:" });
  t.after(() => store.close());
  const services = await createServices(store, clock);
  const refusals: RefusalEntry[] = [];
  const log = {
    refused: (entry: RefusalEntry) => void refusals.push(entry),
    failed: ({ error }: { error: unknown }) => {
      throw error;
    },
  };
  const kernel = createKernel({ services, log });
  const management = await store.write(managementId, (tx) =>
    foundAccount(tx, services, { accountId: managementId, name: "first", isManagement: true }),
  );
  const ask = (who: Signer, operation: string, body: unknown = {}) =>
    send(kernel, who, `Tegata.${operation}`, typeof body === "string" ? body : JSON.stringify(body));
  return { kernel, refusals, management, ask };
}

export async function send(kernel: Kernel, who: Signer, target: string, body: string): Promise<Answer> {
  const signed = signRequest(
    {
      method: "POST",
      target: "/",
      headers: [
        ["Host", "127.0.0.1:4600"],
        ["Content-Type", "application/x-amz-json-1.1"],
        ["X-Amz-Target", target],
      ],
      body,
    },
    {
      credentials: {
        accessKeyId: who.accessKeyId,
        secretAccessKey: who.secretAccessKey.reveal(),
        sessionToken: who.sessionToken,
      },
      region: "us-east-1",
      service: "tegata",
      time: kernel.services.clock.now(),
    },
  );
  const response = await handle(kernel, {
    method: "POST",
    target: "/",
    headers: new WireHeaders(signed.headers.flat()),
    body: wholeBody(encodeUtf8(body)),
    remoteAddress: "127.0.0.1",
    secure: false,
  });
  assert(typeof response.body === "string");
  assert.equal(response.headers["content-type"], "application/x-amz-json-1.1");
  return { status: response.status, value: JSON.parse(response.body) };
}

export function refusalOf({ status, value }: Answer) {
  return [status, value.__type];
}
