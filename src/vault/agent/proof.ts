/**
 * Windows: a named pipe has no owner that Node could ask for, and any user can list pipes and, when an agent has ended,
 * open one of the same name. So both sides show that they have read a file that only the user can read: its key signs the
 * nonces of both sides and the pipe's name. Pure but for randomness, so that it is tested on any platform.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { win32 } from "node:path";
import { encodeHex } from "../../base/index.ts";
import { randomBytes } from "../../crypto/index.ts";

/** What the user-only file says. */
export interface PipePass {
  readonly pipe: string;
  /** 32 bytes in hexadecimal. */
  readonly key: string;
}

/** One connection's two nonces. */
export interface Nonces {
  readonly client: string;
  readonly agent: string;
}

const nonceBytes = 16;
const keyBytes = 32;
const noncePattern = /^[0-9a-f]{32}$/;

/** For one agent's life. */
export function makePipePass(): PipePass {
  const name = encodeHex(randomBytes(nonceBytes));
  return { pipe: win32.join("\\\\.\\pipe", `tegata-${name}`), key: encodeHex(randomBytes(keyBytes)) };
}

/** undefined for what `makePipePass` never gives. */
export function parsePipePass(text: string): PipePass | undefined {
  try {
    const { pipe, key }: Record<string, unknown> = JSON.parse(text);
    const isWhole = typeof pipe === "string" && typeof key === "string" && /^[0-9a-f]{64}$/.test(key);
    return isWhole ? { pipe, key } : undefined;
  } catch {
    return undefined;
  }
}

export function makeNonce(): string {
  return encodeHex(randomBytes(nonceBytes));
}

export function isNonce(text: unknown): text is string {
  return typeof text === "string" && noncePattern.test(text);
}

/** What one side shows the other; each side's own, so that neither can be handed back. */
export function buildProof(side: "agent" | "client", { pipe, key }: PipePass, nonces: Nonces): string {
  return createHmac("sha256", Buffer.from(key, "hex"))
    .update(["tegata-agent/1", side, pipe, nonces.client, nonces.agent].join("\0"))
    .digest("hex");
}

/** In constant time. */
export function isProof(
  proof: unknown,
  side: "agent" | "client",
  pass: PipePass,
  nonces: Nonces,
): proof is string {
  if (typeof proof !== "string") return false;
  const given = Buffer.from(proof, "utf8");
  const wanted = Buffer.from(buildProof(side, pass, nonces), "utf8");
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
