/**
 * A refusal's explanation as a sealed text: deflated JSON under the token keys, always of one size.
 * INVARIANT (sealed-reasons): it opens for the caller's account only.
 * SECURITY: its size would tell how much there is to tell, and so whether a role exists.
 */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { EvaluationRequest } from "../../policy/index.ts";
import type { SessionIssuer } from "../sessions/index.ts";
import { type DecodedMessage, explainDenial } from "./contents.ts";

/** The header in which a refusal bears its message. */
export const authorizationMessageHeader = "x-tegata-authorization-message";

/** Bytes of the packed message before sealing; what does not fit is left out, least needed first. */
const packedBytes = 2400;
const lengthBytes = 2;
/**
 * SECURITY: a policy can be written to be slow, and its caller be refused again and again; past this time no further
 * change is tried.
 */
const maxExplanationMs = 100;
/** A message unpacks to no more than this. */
const maxMessageBytes = 65_536;

interface Packed {
  /** Whose administrators may read it. */
  readonly accountId: string;
  readonly message: DecodedMessage;
}

/** undefined for callers without account: nobody could open it. */
export async function sealDenial(
  sessions: SessionIssuer,
  asked: EvaluationRequest,
  requestId: string,
): Promise<string | undefined> {
  if (!("accountId" in asked.principal)) return undefined;
  const { accountId } = asked.principal;
  const started = performance.now();
  const mayGoOn = (): boolean => performance.now() - started < maxExplanationMs;
  const packed = pack(accountId, explainDenial(asked, requestId, mayGoOn));
  return packed === undefined ? undefined : sessions.sealMessage(packed);
}

/** The message's JSON; undefined for what was not sealed here, is too old, or is about another account's caller. */
export function openDenial(sessions: SessionIssuer, text: string, accountId: string): string | undefined {
  const opened = sessions.openMessage(text);
  if (opened === undefined) return undefined;
  const bytes = Buffer.from(opened);
  const json = inflateRawSync(bytes.subarray(lengthBytes, lengthBytes + bytes.readUInt16BE(0)), {
    maxOutputLength: maxMessageBytes,
  });
  const packed: Packed = JSON.parse(json.toString("utf8"));
  return packed.accountId === accountId ? JSON.stringify(packed.message) : undefined;
}

function pack(accountId: string, message: DecodedMessage): Uint8Array | undefined {
  for (const smaller of lessAndLess(message)) {
    const packed: Packed = { accountId, message: smaller };
    const deflated = deflateRawSync(JSON.stringify(packed));
    if (deflated.length > packedBytes - lengthBytes) continue;
    const bytes = Buffer.alloc(packedBytes);
    bytes.writeUInt16BE(deflated.length, 0);
    bytes.set(deflated, lengthBytes);
    return bytes;
  }
  return undefined;
}

/** The message with less and less in it. */
function* lessAndLess(message: DecodedMessage): Generator<DecodedMessage> {
  const { layers = [], nearMisses = [], changes = [] } = message.explanation;
  const briefly = layers.map((layer) => ({ ...layer, statements: [] }));
  yield message;
  yield { ...message, explanation: { layers, nearMisses, changes: changes.slice(0, 1) } };
  yield { ...message, explanation: { layers: briefly, nearMisses: nearMisses.slice(0, 3) } };
  const { context } = message;
  const bare = { ...context, conditions: { items: [] } };
  yield { ...message, context: bare, matchedStatements: { items: [] }, explanation: { layers: briefly } };
}
