/** What a step of a plan needs, for tests: nothing asks a person, nothing is read from this machine. */
import { Secret, same, systemClock } from "../../src/base/index.ts";
import type { Credentials } from "../../src/vault/credentials.ts";
import { SentCodes } from "../../src/vault/mfa/index.ts";
import type { Reason } from "../../src/vault/plan/index.ts";
import type { SsoPorts, TokenStore } from "../../src/vault/sso/index.ts";
import type { StepContext } from "../../src/vault/steps/index.ts";
import type { Key } from "./server.ts";

export const reason: Reason = { text: same("a test says so"), place: { file: "config", line: 3 } };

export function credentialsOfKey({ accessKeyId, secretAccessKey, sessionToken }: Key): Credentials {
  return {
    accessKeyId,
    secretAccessKey: new Secret(secretAccessKey),
    ...(sessionToken === undefined ? {} : { sessionToken: new Secret(sessionToken) }),
  };
}

export function keyOfCredentials({ accessKeyId, secretAccessKey, sessionToken }: Credentials): Key {
  return {
    accessKeyId,
    secretAccessKey: secretAccessKey.reveal(),
    sessionToken: sessionToken?.reveal(),
  };
}

export function memoryStore(): TokenStore & { readonly kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    read: async (name) => kept.get(name),
    write: async (name, secret) => {
      kept.set(name, secret);
    },
  };
}

export function ssoPorts(over: Partial<SsoPorts> = {}): SsoPorts {
  return {
    signIn: "never",
    openBrowser: async () => assertNever("a browser"),
    showDeviceCode: async () => assertNever("a device code"),
    tokens: memoryStore(),
    once: (_name, work) => work(),
    ...over,
  };
}

/** A context that refuses to ask anybody, and keeps its notes. */
export function stepContext(over: Partial<StepContext> = {}): StepContext & { readonly notes: string[] } {
  const notes: string[] = [];
  return {
    notes,
    machine: { platform: "linux", env: {}, home: "/nonexistent", clock: systemClock },
    region: "us-east-1",
    keyring: { kind: "memory", read: async () => undefined },
    readStaticKey: async () => undefined,
    askMfa: async () => assertNever("an MFA code"),
    sentCodes: new SentCodes(),
    sso: ssoPorts(),
    onNote: (message) => {
      notes.push(message);
    },
    sleep: async () => undefined,
    ...over,
  };
}

function assertNever(what: string): never {
  throw new Error(`nothing in this test may ask for ${what}`);
}
