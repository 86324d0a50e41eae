/** A session to issue, with whatever a test wants different. */
import type { NewSession } from "../../../src/authority/sessions/session.ts";

export function sampleSession(now: number, changes: Partial<NewSession["session"]> = {}): NewSession {
  const issuedAt = Math.floor(now / 1000) * 1000;
  return {
    accountId: "123456789012",
    principalId: "AIDAEXAMPLEEXAMPLE123",
    session: {
      kind: "session",
      issuedAt,
      expiresAt: issuedAt + 3_600_000,
      callerWasTemporary: false,
      chainDepth: 0,
      tags: {},
      transitiveTagKeys: [],
      sessionPolicyArns: [],
      ...changes,
    },
  };
}
