/** The calls to STS that follow the first credentials, by AWS Vault's rules for sessions. */

import { rootCannotAssume } from "../chain/refusals.ts";
import type { Chain, Notes, RoleLink } from "../chain/resolve-chain.ts";
import type { ProfileView } from "../chain/settings.ts";
import type { PlanInput } from "../input.ts";
import type { CallStep, MfaUse, PlannedValue, Reason } from "../plan.ts";
import {
  askedForRole,
  askedForSession,
  chainedRoleMaximumSeconds,
  fitOrSay,
  type Limit,
  requirePossible,
  roleLimit,
  rootLimit,
  sessionTokenLimit,
} from "./durations.ts";
import { isRoot, type Nature, natureOf } from "./nature.ts";
import { describeSpan } from "./span.ts";
import { parseTags, parseTransitiveKeys } from "./tags.ts";

/** @throws TegataError `DurationImpossible`, `RootCannotAssume`, `TagsUnreadable`. */
export function buildCalls(input: PlanInput, chain: Chain, notes: Notes): readonly CallStep[] {
  const session = buildSession(input, chain, notes);
  const calls: CallStep[] = session === undefined ? [] : [session];
  const given = new Set(session?.mfa === undefined ? [] : [session.mfa.serial]);
  for (const role of chain.roles) {
    const step = buildAssumeRole(input, chain, role, { before: calls.at(-1), given, notes });
    if (step.mfa !== undefined) given.add(step.mfa.serial);
    calls.push(step);
  }
  return calls;
}

/**
 * GetSessionToken, where it is of use. AWS Vault: only with a key of the keyring; on its own for a profile without a
 * role, or first in a chain whose next profile has the same MFA device, so that one code serves all its roles.
 */
function buildSession(
  input: PlanInput,
  chain: Chain,
  { warnings, skipped }: Notes,
): (CallStep & { kind: "session-token" }) | undefined {
  if (chain.source.kind !== "stored-key") return undefined;
  const { base, target } = chain;
  const chained = chain.roles.length > 0;
  const serial = base.read("mfa_serial") ?? (chained ? undefined : target.read("mfa_serial"));
  const root = isRoot(input, chain.source, serial?.value);
  const first = chain.roles[0];
  if (root && first !== undefined) throw rootCannotAssume(base.name, first.roleArn.reason);

  const against = reasonAgainstSession(input, chain, serial);
  if (against !== undefined) {
    const { en, ja } = against.text;
    skipped.push({
      ...against,
      text: { en: `GetSessionToken first: ${en}`, ja: `先に呼ぶ GetSessionToken。${ja}` },
    });
    return undefined;
  }
  const asked = requirePossible(askedForSession(input, base, chained), sessionTokenLimit, base.name);
  const fitted = root ? fitOrSay(asked, rootLimit, base.name, warnings) : asked;
  return {
    kind: "session-token",
    profile: base.name,
    reason: sessionReason(chain, serial),
    durationSeconds: fitted.seconds,
    mfa: serial && mfaUse(chain, base, serial),
  };
}

function sessionReason(chain: Chain, serial: PlannedValue | undefined): Reason {
  if (chain.roles.length > 0) {
    return {
      ...serial?.reason,
      text: {
        en: "one MFA code for all roles: the device of the key is that of the role",
        ja: "キーとロールの MFA デバイスが同じなので、1 つの MFA コードですべてのロールを引き受けます",
      },
    };
  }
  return serial === undefined
    ? {
        text: {
          en: "a session in the place of the long-lived key",
          ja: "長期キーの代わりにセッションを使います",
        },
      }
    : {
        ...serial.reason,
        text: {
          en: "a session with MFA in the place of the long-lived key",
          ja: "長期キーの代わりに MFA 付きのセッションを使います",
        },
      };
}

function reasonAgainstSession(
  input: PlanInput,
  chain: Chain,
  serial: PlannedValue | undefined,
): Reason | undefined {
  const noSession = input.options?.noSession;
  if (noSession?.value) {
    const { setting } = noSession;
    return { text: { en: `${setting} asks for none`, ja: `${setting} が指定されています` }, setting };
  }
  const first = chain.roles[0];
  if (first === undefined) return undefined;
  if (first.profile === chain.base) {
    return {
      ...first.roleArn.reason,
      text: {
        en: `"${chain.base.name}" has the key and the role in one profile`,
        ja: `「${chain.base.name}」ではキーとロールが 1 つのプロファイルにあります`,
      },
    };
  }
  if (serial === undefined) return withoutSerial(chain.base);
  const other = first.profile.read("mfa_serial");
  if (other === undefined) return withoutSerial(first.profile);
  if (other.value !== serial.value) {
    return {
      ...other.reason,
      text: {
        en: `mfa_serial of "${first.profile.name}" is not that of "${chain.base.name}"`,
        ja: `「${first.profile.name}」と「${chain.base.name}」の mfa_serial が違います`,
      },
    };
  }
  const asked = askedForRole(input, first.profile);
  if (chain.roles.length === 1 && asked.seconds > chainedRoleMaximumSeconds) {
    return {
      ...asked.reason,
      text: {
        en: "more than 1 h of a role needs the long-lived key itself",
        ja: "ロールを 1 時間より長く使うには、長期キーで引き受ける必要があります",
      },
    };
  }
  return undefined;
}

function withoutSerial({ name }: ProfileView): Reason {
  return {
    text: {
      en: `profile "${name}" has no mfa_serial`,
      ja: `プロファイル「${name}」に mfa_serial がありません`,
    },
  };
}

interface Before {
  readonly before: CallStep | undefined;
  readonly given: ReadonlySet<string>;
  readonly notes: Notes;
}

function buildAssumeRole(
  input: PlanInput,
  chain: Chain,
  { profile, roleArn }: RoleLink,
  { before, given, notes }: Before,
): CallStep {
  const nature = natureOf(input, before ?? chain.source);
  const serial = profile.read("mfa_serial");
  const needsCode = serial !== undefined && !given.has(serial.value);
  if (needsCode && nature === "role-session") notes.warnings.push(codeFromRole(profile, serial));
  return {
    kind: "assume-role",
    profile: profile.name,
    reason: roleArn.reason,
    roleArn: roleArn.value,
    roleSessionName: profile.read("role_session_name")?.value,
    durationSeconds: roleSeconds(input, profile, nature, notes.warnings),
    externalId: profile.read("external_id")?.value,
    mfa: needsCode ? mfaUse(chain, profile, serial) : undefined,
    sourceIdentity: profile.read("source_identity")?.value,
    tags: parseTags(profile.read("session_tags")),
    transitiveTagKeys: parseTransitiveKeys(profile.read("transitive_session_tags")),
  };
}

const chainLimit: Limit = {
  seconds: chainedRoleMaximumSeconds,
  why: {
    en: "AWS gives a role assumed with another session (role chaining) no longer",
    ja: "別のセッションで引き受けるロール（ロールチェイニング）の上限です",
  },
};

function roleSeconds(input: PlanInput, profile: ProfileView, nature: Nature, warnings: Reason[]): number {
  const asked = requirePossible(askedForRole(input, profile), roleLimit, profile.name);
  if (nature === "long-lived") return asked.seconds;
  if (nature !== "unknown") return fitOrSay(asked, chainLimit, profile.name, warnings).seconds;
  if (asked.seconds > chainLimit.seconds) {
    warnings.push({
      ...asked.reason,
      text: {
        en: `STS refuses the duration of "${profile.name}" if credential_process gives a session: ${chainLimit.why.en}`,
        ja: `credential_process がセッションを返すと、STS は「${profile.name}」の期間を拒否します。ロールチェイニングでは最長 ${describeSpan(chainLimit.seconds, "ja")}です`,
      },
    });
  }
  return asked.seconds;
}

function codeFromRole(profile: ProfileView, serial: PlannedValue): Reason {
  return {
    ...serial.reason,
    text: {
      en: `the role of "${profile.name}" is assumed with the session of a role, and STS takes MFA codes from users only: give mfa_serial to the profile nearest the key`,
      ja: `「${profile.name}」のロールは別のロールのセッションで引き受けますが、STS が MFA コードを受け付けるのはユーザーだけです。キーに最も近いプロファイルに mfa_serial を書いてください`,
    },
  };
}

/** AWS Vault: `mfa_process` is inherited from the source profiles. */
function mfaUse(chain: Chain, profile: ProfileView, serial: PlannedValue): MfaUse {
  const further = chain.roles.map((role) => role.profile).reverse();
  const own = further.includes(profile) ? further.slice(further.indexOf(profile)) : [profile];
  const process = [...own, chain.base].map((view) => view.read("mfa_process")).find((found) => found);
  return { serial: serial.value, process: process?.value };
}
