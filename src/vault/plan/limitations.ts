/** How far the result goes. AWS: IAM user guide, "Compare AWS STS credentials"; STS API reference, GetSessionToken. */
import type { Text } from "../../base/index.ts";
import {
  chainedRoleMaximumSeconds,
  roleMaximumSeconds,
  rootSessionMaximumSeconds,
  sessionTokenMaximumSeconds,
} from "./calls/durations.ts";
import { isRoot, natureOf } from "./calls/nature.ts";
import type { PlanInput } from "./input.ts";
import type { Limitation, Plan, SourceStep, Step } from "./plan.ts";

const texts: Readonly<Record<Limitation["code"], Text>> = {
  "iam-without-mfa": {
    en: "call IAM: it answers InvalidClientTokenId to a GetSessionToken session made without MFA",
    ja: "IAM の呼び出し。MFA なしの GetSessionToken セッションには InvalidClientTokenId が返ります",
  },
  "sts-except-assume-role": {
    en: "call STS, except AssumeRole and GetCallerIdentity",
    ja: "AssumeRole と GetCallerIdentity 以外の STS の呼び出し",
  },
  "sts-session-calls": {
    en: "call GetSessionToken or GetFederationToken: STS takes a long-lived key for these",
    ja: "GetSessionToken と GetFederationToken の呼び出し。STS は長期キーでの呼び出しだけを受け付けます",
  },
  "no-sign-in": {
    en: "sign in to the console: the federation endpoint takes sessions of roles and of GetFederationToken",
    ja: "コンソールへのサインイン。フェデレーションエンドポイントが受け付けるのは、ロールと GetFederationToken のセッションだけです",
  },
  "one-hour-chain": {
    en: "assume a role for more than 1 h: AWS limits role chaining",
    ja: "1 時間を超えるロールの引き受け。AWS はロールチェイニングを 1 時間に制限しています",
  },
  "no-credentials": {
    en: "sign any call: an SSO session without account and role gives a token only",
    ja: "呼び出しへの署名。アカウントとロールのない SSO セッションで得られるのはトークンだけです",
  },
};

const longest = {
  root: { en: "sessions of the root user end then", ja: "ルートユーザーのセッションの上限です" },
  user: { en: "STS gives no session of a user longer", ja: "ユーザーのセッションの上限です" },
  role: {
    en: "as far as the role's MaxSessionDuration allows",
    ja: "ロールの MaxSessionDuration がこれより短ければ、その期間までです",
  },
  chained: {
    en: "a role assumed with another session (role chaining)",
    ja: "別のセッションで引き受けるロールです（ロールチェイニング）",
  },
  sso: {
    en: "as far as the permission set's session duration allows",
    ja: "許可セットのセッション期間がこれより短ければ、その期間までです",
  },
} as const satisfies Readonly<Record<string, Text>>;

/** What the credentials that the last step makes cannot do. */
export function limitationsOf(input: PlanInput, last: Step): readonly Limitation[] {
  return codesOf(input, last).map((code) => ({ code, text: texts[code] }));
}

function codesOf(input: PlanInput, last: Step): readonly Limitation["code"][] {
  switch (natureOf(input, last)) {
    case "user-session": {
      const withoutMfa = last.kind === "session-token" && last.mfa === undefined;
      const always = ["sts-except-assume-role", "no-sign-in", "one-hour-chain"] as const;
      return withoutMfa ? ["iam-without-mfa", ...always] : always;
    }
    case "role-session":
    case "session":
      return ["sts-session-calls", "one-hour-chain"];
    case "none":
      return ["no-credentials"];
    default:
      return [];
  }
}

/** The longest that the service would ever give for the way the last step is reached. */
export function longestOf(input: PlanInput, steps: readonly [SourceStep, ...Step[]]): Plan["longestSeconds"] {
  const last = steps.at(-1);
  const [source] = steps;
  switch (last?.kind) {
    case "session-token":
      return isRoot(input, source, last.mfa?.serial)
        ? { seconds: rootSessionMaximumSeconds, reason: longest.root }
        : { seconds: sessionTokenMaximumSeconds, reason: longest.user };
    case "assume-role": {
      const before = steps.at(-2) ?? source;
      const nature = natureOf(input, before);
      return nature === "long-lived" || nature === "unknown"
        ? { seconds: roleMaximumSeconds, reason: longest.role }
        : { seconds: chainedRoleMaximumSeconds, reason: longest.chained };
    }
    case "web-identity":
      return { seconds: roleMaximumSeconds, reason: longest.role };
    case "sso":
      return { seconds: roleMaximumSeconds, reason: longest.sso };
    default:
      return undefined;
  }
}
