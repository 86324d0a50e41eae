/**
 * rules: the ailments, a file for each family; the closed table. The nearer to the failure the earlier.
 * Pure. May import: base, vault's types, symptom. Start reading at `session-without-mfa.ts`.
 */
import type { Rule } from "../judge/rule.ts";
import { externalIdMissing, mfaRequired, roleNotTrusted } from "./assume-role.ts";
import { brokenCliCache, cliCacheShared } from "./cli-cache.ts";
import { clientTooOld } from "./clients.ts";
import { clockSkew } from "./clock.ts";
import { containerCannotRenew, containerLoopback, containerVariablesNotListed } from "./containers.ts";
import { permissionMissing, rootAssumesNoRole, sessionRevoked } from "./denied.ts";
import { lineReadDifferently } from "./dialect.ts";
import { durationBeyondLimit } from "./durations.ts";
import {
  expiredInCliCache,
  expiredInEnvironment,
  expiredInFile,
  expiredInVault,
  expiredSomewhere,
} from "./expired.ts";
import { explicitDeny } from "./explicit-deny.ts";
import { halfKey } from "./half-key.ts";
import { keysInClearText, readableByOthers, readDifferently, rootKeyInUse } from "./hygiene.ts";
import { identityTokenRefused } from "./identity-token.ts";
import { keyInactive, keyUnknown, tokenOfAnotherKey, wrongSecret } from "./keys.ts";
import { mfaCodeRefused, mfaDeviceNotTheUsers, mfaHalfGiven, mfaNotAsked, mfaSerialOfUser } from "./mfa.ts";
import { noCredentials, profileUnknown } from "./missing.ts";
import { endpointNotReached, endpointOverruled } from "./network.ts";
import { noRegion, processFailed, profileContradicts } from "./profiles.ts";
import { signedForAnotherRegion } from "./regions.ts";
import { sessionWithoutMfa } from "./session-without-mfa.ts";
import { sessionAtSignIn, sessionAtSts, sessionWithoutToken } from "./sessions.ts";
import { ssoSessionOver, webIdentityExpired } from "./sign-ins.ts";
import { roleWithoutSource, sourceWithoutCredentials } from "./sources.ts";
import { denialUnexplained, encodedDenial } from "./unsaid-denials.ts";
import { webIdentityNotTrusted } from "./web-identity.ts";
import { environmentShadowsProfile, profileVariablesDisagree, twoFilesTwoKeys } from "./which-credentials.ts";

export const rules: readonly Rule[] = [
  clockSkew,
  signedForAnotherRegion,
  sessionWithoutMfa,
  sessionAtSts,
  sessionAtSignIn,
  sessionWithoutToken,
  tokenOfAnotherKey,
  lineReadDifferently,
  brokenCliCache,
  expiredInEnvironment,
  expiredInFile,
  cliCacheShared,
  expiredInCliCache,
  expiredInVault,
  expiredSomewhere,
  ssoSessionOver,
  webIdentityExpired,
  webIdentityNotTrusted,
  identityTokenRefused,
  containerVariablesNotListed,
  containerLoopback,
  containerCannotRenew,
  roleWithoutSource,
  sourceWithoutCredentials,
  profileUnknown,
  profileContradicts,
  halfKey,
  noCredentials,
  processFailed,
  noRegion,
  mfaSerialOfUser,
  mfaDeviceNotTheUsers,
  mfaCodeRefused,
  mfaHalfGiven,
  mfaNotAsked,
  durationBeyondLimit,
  rootAssumesNoRole,
  mfaRequired,
  externalIdMissing,
  sessionRevoked,
  explicitDeny,
  roleNotTrusted,
  permissionMissing,
  encodedDenial,
  denialUnexplained,
  keyInactive,
  environmentShadowsProfile,
  profileVariablesDisagree,
  twoFilesTwoKeys,
  endpointOverruled,
  keyUnknown,
  wrongSecret,
  clientTooOld,
  endpointNotReached,
  keysInClearText,
  readableByOthers,
  rootKeyInUse,
  readDifferently,
];
