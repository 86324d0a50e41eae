/** What is sealed in the file keyring: all items as JSON that a person can read, padded so that its size tells little. */
import { encodeUtf8 } from "../../../base/index.ts";

export type Items = ReadonlyMap<string, Uint8Array>;

const formatVersion = 1;
/** The sealed file grows by this much at once: some twenty access keys. */
export const paddingBytes = 4_096;

type StoredItem = { readonly text: string } | { readonly base64: string };

/** `{ "tegata-keyring": 1, "items": { NAME: { "text": … } } }`; bytes that are no text are `{ "base64": … }`. */
export function encodeItems(items: Items): Uint8Array {
  const stored = Object.fromEntries([...items].map(([name, secret]) => [name, encodeItem(secret)]));
  const bytes = encodeUtf8(
    `${JSON.stringify({ "tegata-keyring": formatVersion, items: stored }, null, 2)}\n`,
  );
  const padded = new Uint8Array(Math.ceil(bytes.length / paddingBytes) * paddingBytes).fill(0x0a);
  padded.set(bytes);
  return padded;
}

/** undefined when it is not of this format. */
export function decodeItems(bytes: Uint8Array): Items | undefined {
  try {
    const file: { "tegata-keyring"?: unknown; items?: Record<string, unknown> } = JSON.parse(textOf(bytes));
    if (file["tegata-keyring"] !== formatVersion) return undefined;
    return new Map(Object.entries(file.items ?? {}).map(([name, item]) => [name, decodeItem(item)]));
  } catch {
    return undefined;
  }
}

function encodeItem(secret: Uint8Array): StoredItem {
  try {
    return { text: textOf(secret) };
  } catch {
    return { base64: Buffer.from(secret).toString("base64") };
  }
}

function decodeItem(item: unknown): Uint8Array {
  if (typeof item === "object" && item !== null) {
    if ("text" in item && typeof item.text === "string") return encodeUtf8(item.text);
    if ("base64" in item && typeof item.base64 === "string")
      return new Uint8Array(Buffer.from(item.base64, "base64"));
  }
  throw new TypeError("neither text nor base64");
}

/** Throws for what is not UTF-8; a byte order mark stays. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
