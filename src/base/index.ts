/**
 * base: what every room may use. ARNs, unique ids, the clock, bytes, secrets, failures, texts, a bounded map.
 * No I/O, no Node, no DOM: it runs in a browser. Imports nothing. Start reading at `failure.ts`.
 */
export { type AccountId, type Arn, buildArn, isAccountId, parseArn } from "./arn.ts";
export { adminProfile, authorityProfiles, rootProfile } from "./authority-profiles.ts";
export { decodeBase32, decodeBase64, encodeBase32, encodeBase64, encodeHex, encodeUtf8 } from "./bytes.ts";
export { type Clock, formatInstant, MovableClock, systemClock } from "./clock.ts";
export { exitCodes, type Fault, ServiceError, type ServiceErrorFacts, TegataError } from "./failure.ts";
export { LruMap } from "./lru.ts";
export { printable } from "./printable.ts";
export { Secret } from "./secret.ts";
export { inShell } from "./shell-word.ts";
export { type InLanguage, joinJapanese, type Language, languages, same, type Text, textIn } from "./text.ts";
export {
  accessKeyIdRandomBytes,
  buildAccessKeyId,
  buildUniqueId,
  longLivedKeyPrefix,
  temporaryKeyPrefix,
  type UniqueIdKind,
  uniqueIdPrefixes,
  uniqueIdRandomBytes,
} from "./unique-id.ts";
