/**
 * What is inside a token, as bytes: flags ‖ length of the head (2) ‖ head ‖ packed part. The head is a JSON array of fixed
 * places; the packed part holds what callers may make long (session policies and tags), deflated when that helps.
 * The secret is never in the deflated part: the size of a token says nothing about it.
 */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { SessionFacts } from "../caller.ts";
import type { SessionClaims } from "./session.ts";

/** Everything a token seals. */
export interface TokenContents {
  readonly secretAccessKey: string;
  readonly claims: SessionClaims;
}

/** What the packed part may take of a token, in bytes; the head has the rest. */
export const maxPackedBytes = 2560;
/** SECURITY: opening never inflates more than this, whatever was sealed. */
const maxInflatedBytes = 64 * 1024;
/** Shorter parts do not gain by deflating. */
const minDeflatedBytes = 128;

const flagDeflated = 1;
const prefixBytes = 3;
const kinds: readonly SessionFacts["kind"][] = ["session", "role", "federated"];

/** The packed part before it joins the head; empty when there are neither policies nor tags. */
export interface PackedPart {
  readonly bytes: Uint8Array;
  readonly isDeflated: boolean;
  /** Of `maxPackedBytes`; over 100 does not fit. At least 1 when there is anything. */
  readonly percent: number;
}

const nothingPacked: PackedPart = { bytes: new Uint8Array(0), isDeflated: false, percent: 0 };

type PackedSession = Pick<SessionFacts, "tags" | "transitiveTagKeys" | "sessionPolicy" | "sessionPolicyArns">;

export function packSession(session: PackedSession): PackedPart {
  const tags = Object.entries(session.tags);
  const { transitiveTagKeys, sessionPolicyArns, sessionPolicy } = session;
  if (
    tags.length + transitiveTagKeys.length + sessionPolicyArns.length === 0 &&
    sessionPolicy === undefined
  ) {
    return nothingPacked;
  }
  const places = [tags, transitiveTagKeys, sessionPolicyArns, sessionPolicy ?? null];
  const plain = Buffer.from(JSON.stringify(places), "utf8");
  const deflated = plain.length < minDeflatedBytes ? plain : deflateRawSync(plain);
  const isDeflated = deflated.length < plain.length;
  const bytes = isDeflated ? deflated : plain;
  // What would not open again counts as too large, however small it deflates.
  const share = Math.max(bytes.length / maxPackedBytes, plain.length / maxInflatedBytes);
  return { bytes, isDeflated, percent: Math.max(1, Math.ceil(share * 100)) };
}

export function encodeContents(contents: TokenContents, packed: PackedPart): Uint8Array {
  const { claims, secretAccessKey } = contents;
  const { session } = claims;
  const head = Buffer.from(
    JSON.stringify([
      secretAccessKey,
      claims.accountId,
      claims.principalId,
      claims.name ?? null,
      kinds.indexOf(session.kind),
      session.tokenId,
      session.issuedAt / 1000,
      session.expiresAt / 1000,
      session.mfaAt === undefined ? null : session.mfaAt / 1000,
      session.callerWasTemporary ? 1 : 0,
      session.chainDepth,
      session.sourceIdentity ?? null,
    ]),
    "utf8",
  );
  const prefix = Buffer.from([packed.isDeflated ? flagDeflated : 0, head.length >> 8, head.length & 255]);
  return Buffer.concat([prefix, head, packed.bytes]);
}

/** Undefined when the bytes are not what `encodeContents` makes. The claims are deeply frozen. */
export function decodeContents(bytes: Uint8Array): TokenContents | undefined {
  const [flags = 0, high = 0, low = 0] = bytes;
  const packedAt = prefixBytes + ((high << 8) | low);
  if (bytes.length < packedAt || flags > flagDeflated) return undefined;
  try {
    const head = parseJson(bytes.subarray(prefixBytes, packedAt));
    const packed = unpack(bytes.subarray(packedAt), flags === flagDeflated);
    return buildContents(head as Head, packed);
  } catch {
    // SECURITY: a token of ours always decodes; one that does not is no token.
    return undefined;
  }
}

type Head = readonly [
  secretAccessKey: string,
  accountId: string,
  principalId: string,
  name: string | null,
  kind: number,
  tokenId: string,
  issuedAt: number,
  expiresAt: number,
  mfaAt: number | null,
  callerWasTemporary: number,
  chainDepth: number,
  sourceIdentity: string | null,
];

type Packed = readonly [
  tags: readonly (readonly [string, string])[],
  transitiveTagKeys: readonly string[],
  sessionPolicyArns: readonly string[],
  sessionPolicy: string | null,
];

function buildContents(head: Head, packed: Packed): TokenContents | undefined {
  const [secretAccessKey, accountId, principalId, name, kindNumber, tokenId, issuedAt, expiresAt] = head;
  const [mfaAt, callerWasTemporary, chainDepth, sourceIdentity] = head.slice(8) as [
    number | null,
    number,
    number,
    string | null,
  ];
  const [tags, transitiveTagKeys, sessionPolicyArns, sessionPolicy] = packed;
  const kind = kinds[kindNumber];
  if (kind === undefined) return undefined;
  const session: SessionFacts = Object.freeze({
    kind,
    tokenId,
    issuedAt: issuedAt * 1000,
    expiresAt: expiresAt * 1000,
    ...(mfaAt === null ? {} : { mfaAt: mfaAt * 1000 }),
    callerWasTemporary: callerWasTemporary === 1,
    chainDepth,
    ...(sourceIdentity === null ? {} : { sourceIdentity }),
    tags: buildTags(tags),
    transitiveTagKeys: Object.freeze(transitiveTagKeys),
    ...(sessionPolicy === null ? {} : { sessionPolicy }),
    sessionPolicyArns: Object.freeze(sessionPolicyArns),
  });
  const claims: SessionClaims = Object.freeze({
    accountId,
    principalId,
    ...(name === null ? {} : { name }),
    session,
  });
  return { secretAccessKey, claims };
}

/** SECURITY: without a prototype, so that a condition on a tag called `constructor` finds only what was given. */
function buildTags(entries: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  const tags: Record<string, string> = Object.create(null);
  for (const [key, value] of entries) tags[key] = value;
  return Object.freeze(tags);
}

function unpack(bytes: Uint8Array, isDeflated: boolean): Packed {
  if (bytes.length === 0) return [[], [], [], null];
  const plain = isDeflated ? inflateRawSync(bytes, { maxOutputLength: maxInflatedBytes }) : bytes;
  return parseJson(plain) as Packed;
}

function parseJson(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8"));
}
