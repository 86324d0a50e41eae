/**
 * How long a session is asked for. AWS: STS API reference, DurationSeconds of AssumeRole, AssumeRoleWithWebIdentity and
 * GetSessionToken; IAM user guide, "Methods to assume a role" (role chaining). The defaults are AWS Vault's.
 */
import { exitCodes, same, TegataError, type Text } from "../../../base/index.ts";
import { parseSeconds } from "../../profiles/settings/values.ts";
import { type ProfileView, variableOf, where } from "../chain/settings.ts";
import { isTyped, type PlanInput } from "../input.ts";
import type { PlannedSeconds, PlannedValue, Reason } from "../plan.ts";
import { describeSpan, parseSpan, spanText, spellSpan } from "./span.ts";

export const minimumSessionSeconds = 900;
export const roleMaximumSeconds = 43_200;
/** Of a role assumed with credentials that are themselves a session. */
export const chainedRoleMaximumSeconds = 3_600;
export const sessionTokenMaximumSeconds = 129_600;
export const rootSessionMaximumSeconds = 3_600;

const defaultRoleSeconds = 3_600;
const defaultSessionTokenSeconds = 3_600;
const defaultChainedSessionTokenSeconds = 28_800;
const defaultReuseAboveSeconds = 300;

export interface Limit {
  readonly seconds: number;
  /** Who sets it, to follow "lives 1 h at most": `because …` without the word. */
  readonly why: Text;
}

export const roleLimit: Limit = {
  seconds: roleMaximumSeconds,
  why: { en: "STS gives no role session longer", ja: "ロールのセッションの上限です" },
};
export const sessionTokenLimit: Limit = {
  seconds: sessionTokenMaximumSeconds,
  why: { en: "STS gives no session of a user longer", ja: "ユーザーのセッションの上限です" },
};
export const rootLimit: Limit = {
  seconds: rootSessionMaximumSeconds,
  why: { en: "sessions of the root user end then", ja: "ルートユーザーのセッションの上限です" },
};

/** What is asked for a role of this profile: flag, AWS_ASSUME_ROLE_TTL, `duration_seconds`, 1 h. */
export function askedForRole(input: PlanInput, profile: ProfileView): PlannedSeconds {
  return (
    fromFlag(input) ??
    fromVariable(input, "AWS_ASSUME_ROLE_TTL") ??
    fromFile(profile) ?? {
      seconds: defaultRoleSeconds,
      reason: { text: { en: "the default of a role", ja: "ロールの既定値です" } },
    }
  );
}

/**
 * What is asked for GetSessionToken. On its own: flag, AWS_SESSION_TOKEN_TTL, `duration_seconds`, 1 h; as the source of
 * roles: flag, AWS_CHAINED_SESSION_TOKEN_TTL, 8 h.
 */
export function askedForSession(input: PlanInput, profile: ProfileView, chained: boolean): PlannedSeconds {
  const flag = fromFlag(input);
  if (flag !== undefined) return flag;
  if (chained) {
    return (
      fromVariable(input, "AWS_CHAINED_SESSION_TOKEN_TTL") ?? {
        seconds: defaultChainedSessionTokenSeconds,
        reason: {
          text: {
            en: "the default of a session that roles are assumed with",
            ja: "ロールを引き受けるためのセッションの既定値です",
          },
        },
      }
    );
  }
  return (
    fromVariable(input, "AWS_SESSION_TOKEN_TTL") ??
    fromFile(profile) ?? {
      seconds: defaultSessionTokenSeconds,
      reason: { text: { en: "the default of GetSessionToken", ja: "GetSessionToken の既定値です" } },
    }
  );
}

/** AWS Vault's AWS_MIN_TTL, 5 min. */
export function reuseAbove(input: PlanInput): PlannedSeconds {
  return (
    fromVariable(input, "AWS_MIN_TTL") ?? {
      seconds: defaultReuseAboveSeconds,
      reason: { text: { en: "the default", ja: "既定値です" } },
    }
  );
}

/**
 * Holds what was asked against what the service can ever give.
 * @throws TegataError `DurationImpossible`, which says what can be had.
 */
export function requirePossible(asked: PlannedSeconds, limit: Limit, profile: string): PlannedSeconds {
  if (asked.seconds < minimumSessionSeconds) {
    throw impossible(asked, profile, "it lives at least", {
      seconds: minimumSessionSeconds,
      why: { en: "STS gives none shorter", ja: "STS のセッションの下限です" },
    });
  }
  if (asked.seconds > limit.seconds) throw impossible(asked, profile, "it lives at most", limit);
  return asked;
}

/**
 * Holds what was asked against a limit that comes from the way the profiles stand together. Typed for this run it is
 * refused; from a file or a variable, which speak for other runs too, it is cut and said.
 */
export function fitOrSay(
  asked: PlannedSeconds,
  limit: Limit,
  profile: string,
  warnings: Reason[],
): PlannedSeconds {
  if (asked.seconds <= limit.seconds) return asked;
  if (isTyped(asked.reason)) throw impossible(asked, profile, "it lives at most", limit);
  const [given, wanted, by] = [spanText(limit.seconds), spanText(asked.seconds), subject(asked.reason)];
  warnings.push({
    ...asked.reason,
    text: {
      en: `the session of "${profile}" will live ${given.en}, not the ${wanted.en} that ${by.en} asks for: ${limit.why.en}`,
      ja: `「${profile}」のセッションの有効期間は、${by.ja} の ${wanted.ja}ではなく ${given.ja}になります。${limit.why.ja}`,
    },
  });
  return { seconds: limit.seconds, reason: { ...asked.reason, text: limit.why } };
}

function impossible(asked: PlannedSeconds, profile: string, verb: string, limit: Limit): TegataError {
  const choice = isTyped(asked.reason) ? ", and `--server` renews it for as long as the command runs" : "";
  return new TegataError(
    "DurationImpossible",
    `the session of "${profile}" cannot live ${describeSpan(asked.seconds)}${where(asked.reason)}: ${verb} ${describeSpan(limit.seconds)}, ${limit.why.en}${limit.seconds > minimumSessionSeconds ? choice : ""}`,
    {
      hint: correction(asked.reason, limit.seconds),
      exitCode: isTyped(asked.reason) ? exitCodes.misuse : exitCodes.failed,
    },
  );
}

function correction(reason: Reason, seconds: number): string {
  if (reason.place !== undefined) return `duration_seconds = ${seconds}`;
  if (isTyped(reason)) return `${reason.setting} ${spellSpan(seconds)}`;
  return `${reason.setting}=${spellSpan(seconds)}`;
}

function subject({ text, place, setting }: Reason): Text {
  if (place !== undefined) return same("duration_seconds");
  return setting === undefined ? text : same(setting);
}

function fromFlag(input: PlanInput): PlannedSeconds | undefined {
  const asked = input.options?.durationSeconds;
  if (asked === undefined) return undefined;
  return {
    seconds: asked.value,
    reason: {
      text: { en: `${asked.setting} asks for it`, ja: `${asked.setting} の値です` },
      setting: asked.setting,
    },
  };
}

function fromVariable(input: PlanInput, name: string): PlannedSeconds | undefined {
  const found = variableOf(input, name);
  return found === undefined ? undefined : secondsOf(found, parseSpan, "a span such as 1h30m");
}

function fromFile(profile: ProfileView): PlannedSeconds | undefined {
  const found = profile.read("duration_seconds");
  return found === undefined ? undefined : secondsOf(found, parseSeconds, "a whole number of seconds");
}

function secondsOf(
  found: PlannedValue,
  parse: (text: string) => number | undefined,
  form: string,
): PlannedSeconds {
  const seconds = parse(found.value);
  if (seconds !== undefined) return { seconds, reason: found.reason };
  const name = found.reason.setting ?? "duration_seconds";
  const example = found.reason.setting === undefined ? `${name} = 3600` : `${name}=1h`;
  throw new TegataError(
    "DurationUnreadable",
    `${name} "${found.value}"${where(found.reason.place)} is not ${form}`,
    {
      hint: example,
    },
  );
}
