/** One cached session: what is in its file, and when it may be used. */
import { encodeUtf8 } from "../../base/index.ts";
import type { SealingKey } from "../../crypto/index.ts";

/** How a value is written into an entry. */
export interface Codec<T> {
  /** What sorts of value there are must not be mistaken for each other: part of what is sealed. */
  readonly kind: string;
  encode(value: T): Json;
  /** undefined for what `encode` never gave. */
  decode(json: unknown): T | undefined;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export interface Entry<T> {
  readonly value: T;
  /** Milliseconds since 1970. */
  readonly expiration: number;
  readonly mintedAt: number;
  /** For lists: profile, role … No secrets. */
  readonly about: About;
  /** Tells this entry from every other one, older ones of the same id included. */
  readonly mark: string;
}

export type About = Readonly<Record<string, string>>;

/** "Tegata sealed session, format 1". */
const magic = Buffer.from("TSS1", "latin1");
/** Tokens of STS and SSO have a few KiB. */
export const maxEntryBytes = 256 * 1024;
/** Clocks are set by so much without anybody noticing; AWS's services bear it too. */
const bearableSkewMs = 5 * 60_000;

/** What is sealed belongs to one id, kind and format: INVARIANT (entry-belongs-to-its-id). */
function labelOf(id: string, kind: string): string {
  return `tegata/session-cache/1/${kind}/${id}`;
}

export function sealEntry<T>(entry: Entry<T>, id: string, key: SealingKey, codec: Codec<T>): Uint8Array {
  const { expiration, mintedAt, about, mark } = entry;
  const text = JSON.stringify({ expiration, mintedAt, about, mark, value: codec.encode(entry.value) });
  return Buffer.concat([magic, key.seal(encodeUtf8(text), labelOf(id, codec.kind))]);
}

/** undefined for what is cut off, altered, of another id, kind, key or format: all of these are misses. */
export function openEntry<T>(
  bytes: Uint8Array,
  id: string,
  key: SealingKey,
  codec: Codec<T>,
): Entry<T> | undefined {
  if (!magic.equals(bytes.subarray(0, magic.length))) return undefined;
  const plain = key.open(bytes.subarray(magic.length), labelOf(id, codec.kind));
  if (plain === undefined) return undefined;
  return readEntry(JSON.parse(new TextDecoder().decode(plain)), codec);
}

function readEntry<T>(file: unknown, codec: Codec<T>): Entry<T> | undefined {
  if (typeof file !== "object" || file === null || !("value" in file)) return undefined;
  const { expiration, mintedAt, about, mark }: Partial<Entry<unknown>> = file;
  if (typeof expiration !== "number" || typeof mintedAt !== "number" || typeof mark !== "string")
    return undefined;
  const value = codec.decode(file.value);
  return value === undefined ? undefined : { value, expiration, mintedAt, mark, about: about ?? {} };
}

/**
 * Whether the entry has at least that long to live. One that was made in the future was made by another clock than ours:
 * how long it lives is not known.
 */
export function isUsable(
  { expiration, mintedAt }: Pick<Entry<unknown>, "expiration" | "mintedAt">,
  now: number,
  minTtlMs: number,
): boolean {
  return mintedAt <= now + bearableSkewMs && expiration - now >= minTtlMs && expiration > now;
}
