/** Denies, said by AWS or seen in the caller's policies. AWS: IAM user guide, "Policy evaluation logic". */
import type { CallerPolicy, Facts } from "../facts.ts";
import type { Evidence, Remedy, Text } from "../finding.ts";
import type { Judgement, Rule } from "../judge/rule.ts";
import type { Denial } from "../symptom/index.ts";
import { type CallerLack, type Denying, isLiftedByCode, whatCallerLacks } from "./caller.ts";
import { policyEvidence, policyNames, sessionRevoked, simulate } from "./denied.ts";
import { exceptCall } from "./except.ts";
import { isOfPermissionSet } from "./grant.ts";
import { outputOf, withStatements } from "./lines.ts";
import { type StatementJson, statementsOf } from "./statements.ts";
import { isOfRole } from "./trust.ts";
import { sessionWithCode, useDevice } from "./use-device.ts";
import { readingLines } from "./where-it-stands.ts";
import { same, symptomEvidence, word } from "./words.ts";

export const explicitDeny: Rule = {
  code: "explicit-deny",
  page: "explicit-deny",
  judge(facts) {
    const denial = facts.symptom?.denial;
    if (denial === undefined) return undefined;
    const lack = whatCallerLacks(facts);
    const deny = lack?.kind === "deny" ? lack : undefined;
    if (denial.isExplicit) return toldDeny(facts, denial, deny);
    // The sentence of AssumeRole gives no reason.
    return denial.policyType === undefined && deny !== undefined ? seenDeny(facts, denial, deny) : undefined;
  },
};

type Deny = Extract<CallerLack, { kind: "deny" }>;

function toldDeny(facts: Facts, denial: Denial, deny: Deny | undefined): Judgement | undefined {
  const revoked = sessionRevoked.judge(facts)?.certainty ?? "possible";
  if (revoked !== "possible") return undefined;
  const by = denial.policyType && policyNames[denial.policyType];
  const named = denial.policyArn === undefined ? "" : ` (${denial.policyArn})`;
  const seen = isOfType(deny?.by?.policy, denial) ? deny?.by : undefined;
  return {
    certainty: "certain",
    what: {
      en: `${by?.en ?? "a policy"}${named} denies ${denial.action} explicitly; no other policy can allow it`,
      ja: `${by?.ja ?? "ポリシー"}${named}が ${denial.action} を明示的に拒否しています。ほかのポリシーでは許可できません`,
    },
    evidence: [...symptomEvidence(facts), ...policyEvidence(denial), ...statementEvidence(seen)],
    remedies: remediesOf(facts, denial, seen),
  };
}

function isOfType(policy: CallerPolicy | undefined, { policyType, policyArn }: Denial): boolean {
  if (policyArn !== undefined && policyArn !== policy?.arn) return false;
  return policyType === undefined || policy?.kind === policyType;
}

function seenDeny(facts: Facts, denial: Denial, { by, simulated, isSure }: Deny): Judgement {
  return {
    certainty: isSure ? "certain" : "likely",
    what: whatDenies(denial, by, simulated !== undefined),
    evidence: [
      ...symptomEvidence(facts),
      ...statementEvidence(by),
      ...(simulated === undefined
        ? []
        : [
            {
              text: {
                en: `IAM's simulator says explicitDeny: ${simulated.join(", ")}`,
                ja: `IAM のシミュレーターの答えは explicitDeny です（${simulated.join(", ")}）`,
              },
            },
          ]),
    ],
    remedies: remediesOf(facts, denial, by),
  };
}

function whatDenies({ user, action }: Denial, by: Denying | undefined, isSimulated: boolean): Text {
  if (by !== undefined)
    return {
      en: `the policy ${titleOf(by.policy).en} denies ${action} to ${user}; no other policy can allow it, and AWS's sentence does not say so`,
      ja: `ポリシー ${titleOf(by.policy).ja} が ${user} の ${action} を明示的に拒否しています。ほかのポリシーでは許可できません。AWS のエラー文には示されません`,
    };
  if (isSimulated)
    return {
      en: `a policy of ${user} denies ${action}; no other policy can allow it, and AWS's sentence does not say so`,
      ja: `${user} のポリシーが ${action} を明示的に拒否しています。ほかのポリシーでは許可できません。AWS のエラー文には示されません`,
    };
  return {
    en: `a policy denies ${action} to ${user}: the role's trust policy names the caller itself, and nothing more is needed`,
    ja: `ポリシーが ${user} の ${action} を拒否しています。ロールの信頼ポリシーは呼び出し元を直接指定していて、ほかの許可は不要です`,
  };
}

function titleOf({ arn, name }: CallerPolicy): Text {
  return arn === undefined ? { en: `"${name}"`, ja: `「${name}」` } : same(arn);
}

/** Shown up to here; what is pasted has it whole. */
const maxStatementCharacters = 400;

function statementEvidence(by: Denying | undefined): readonly Evidence[] {
  if (by === undefined) return [];
  const { policy, index, statement } = by;
  const json = JSON.stringify(statement).slice(0, maxStatementCharacters);
  const owner = `${policy.owner.kind} ${policy.owner.name}`;
  return [
    {
      text: {
        en: `statement ${index + 1} of ${titleOf(policy).en} (${owner}): ${json}`,
        ja: `${titleOf(policy).ja}（${owner}）のステートメント ${index + 1}: ${json}`,
      },
    },
  ];
}

function remediesOf(facts: Facts, denial: Denial, by: Denying | undefined): readonly Remedy[] {
  const find = findStatement(facts, denial);
  if (by === undefined) return [find];
  const byCode = isLiftedByCode(facts, by.statement) ? codeFor(facts, denial) : [];
  const lifted = lift(facts, denial, by) ?? narrowByHand(facts, by);
  return [...byCode, lifted, find];
}

/** What brings the code that the statement wants: with the AssumeRole, or in a session of the user's. */
function codeFor(facts: Facts, denial: Denial): readonly Remedy[] {
  if (isOfRole(denial)) return [useDevice(facts)];
  // A role's session has no code of its own.
  return denial.user.includes(":user/") ? [sessionWithCode(facts)] : [];
}

/** The simulator knows what the caller has in IAM, and nothing of the other types. AWS: IAM user guide, "IAM policy simulator". */
function findStatement(facts: Facts, denial: Denial): Remedy {
  const { policyType } = denial;
  if (policyType === "session")
    return {
      by: "you",
      text: {
        en: `make the session with a policy that does not deny ${denial.action}, or with none`,
        ja: `${denial.action} を拒否しないセッションポリシーを渡すか、渡さずにセッションを作ります`,
      },
      commands: [],
    };
  const isCallers = policyType === undefined || policyType === "identity" || policyType === "boundary";
  return {
    by: "administrator",
    text: {
      en: "find the statement and its condition; a deny for want of MFA is lifted by a session made with a code",
      ja: "該当のステートメントと条件を確認します。MFA がないことによる拒否なら、コード付きのセッションで解消します",
    },
    commands: isCallers ? simulate(facts, denial) : readingLines(facts, denial),
  };
}

/** What lets this call through and no other; whoever owns the policy decides whether it should. */
function lift(facts: Facts, denial: Denial, by: Denying): Remedy | undefined {
  const { policy, index, statement } = by;
  const narrowed = exceptCall(statement, denial);
  if (narrowed === undefined) return undefined;
  const left = statementsOf(policy.text).flatMap((each, at) => (at === index ? narrowed : [each]));
  // Of a permission set's role only managed policies are changed by others than the set.
  if (isOfPermissionSet(policy.owner) && (policy.arn === undefined || left.length === 0)) return undefined;
  const command = left.length === 0 ? takeAway(facts, policy) : rewrite(facts, policy, left);
  if (command === undefined) return undefined;
  const text =
    narrowed.length > 0 ? exceptText(denial, by) : left.length > 0 ? removeText(by) : takeAwayText(by);
  const isRewritten = policy.arn !== undefined && left.length > 0;
  const isForMore = policy.owner.kind !== "user" || isRewritten;
  return {
    by: "administrator",
    text: isForMore
      ? {
          en: `${text.en} (this counts for all to whom the policy applies${isRewritten ? "; a policy keeps 5 versions, and where it has them one is deleted first" : ""})`,
          ja: `${text.ja}（ポリシーが適用される全員に影響します${isRewritten ? "。保持されるバージョンは 5 つまでなので、上限に達していれば先に 1 つ削除します" : ""}）`,
        }
      : text,
    commands: [command],
  };
}

function exceptText({ action, resource = "*" }: Denial, { index }: Denying): Text {
  const on = resource === "*" ? { en: "", ja: "" } : { en: ` on ${resource}`, ja: `${resource} への ` };
  return {
    en: `a deny stands there on purpose: if it is not meant for this call, except ${action}${on.en} from statement ${index + 1}; all else stays denied`,
    ja: `拒否は意図されたものです。この呼び出しに対するものでなければ、ステートメント ${index + 1} から ${on.ja}${action} だけを除外します。ほかの拒否はそのままです`,
  };
}

function removeText({ index }: Denying): Text {
  return {
    en: `a deny stands there on purpose: if it is not meant for this call, remove statement ${index + 1}, which denies nothing else; the policy's other statements are kept`,
    ja: `拒否は意図されたものです。この呼び出しに対するものでなければ、ステートメント ${index + 1} を削除します。ほかに拒否しているものはなく、ポリシーのほかのステートメントはそのままです`,
  };
}

function takeAwayText({ policy }: Denying): Text {
  const { kind, name } = policy.owner;
  return policy.arn === undefined
    ? {
        en: "a deny stands there on purpose: if it is not meant for this call, delete the policy, which does nothing else",
        ja: "拒否は意図されたものです。この呼び出しに対するものでなければ、ポリシーを削除します。ポリシーの内容はこの拒否だけです",
      }
    : {
        en: `a deny stands there on purpose: if it is not meant for this call, detach the policy, which does nothing else, from the ${kind} ${name}`,
        ja: `拒否は意図されたものです。この呼び出しに対するものでなければ、ポリシーを ${kind} ${name} からデタッチします。ポリシーの内容はこの拒否だけです`,
      };
}

/** The policy is nothing but the deny. */
function takeAway({ shell }: Facts, { kind, arn, name, owner }: CallerPolicy): string | undefined {
  if (kind === "boundary") return undefined;
  const whose = `--${owner.kind}-name ${word(shell, owner.name)}`;
  return arn === undefined
    ? `aws iam delete-${owner.kind}-policy ${whose} --policy-name ${word(shell, name)}`
    : `aws iam detach-${owner.kind}-policy ${whose} --policy-arn ${word(shell, arn)}`;
}

function rewrite(
  { shell }: Facts,
  { arn, name, owner, text }: CallerPolicy,
  left: readonly StatementJson[],
): string | undefined {
  // Nobody else changes AWS's own.
  if (arn?.includes(":iam::aws:") === true) return undefined;
  const document = word(shell, withStatements(text, left));
  return arn === undefined
    ? `aws iam put-${owner.kind}-policy --${owner.kind}-name ${word(shell, owner.name)} --policy-name ${word(shell, name)} --policy-document ${document}`
    : `aws iam create-policy-version --set-as-default --policy-arn ${word(shell, arn)} --policy-document ${document}`;
}

/** Where no command excepts this call alone, none that writes is told. */
function narrowByHand({ shell }: Facts, { policy, index }: Denying): Remedy {
  return {
    by: "administrator",
    text: {
      en: `a deny stands there on purpose, and no command excepts this call alone: if it is not meant for it, narrow statement ${index + 1} of ${titleOf(policy).en} by hand; this reads the policy`,
      ja: `拒否は意図されたもので、この呼び出しだけを除外するコマンドはありません。この呼び出しに対するものでなければ、${titleOf(policy).ja} のステートメント ${index + 1} を手作業で絞り込みます。次のコマンドでポリシーを確認します`,
    },
    commands: [readingOf(shell, policy)],
  };
}

function readingOf(shell: Facts["shell"], { arn, name, owner }: CallerPolicy): string {
  if (arn === undefined)
    return `aws iam get-${owner.kind}-policy --${owner.kind}-name ${word(shell, owner.name)} --policy-name ${word(shell, name)} --query PolicyDocument`;
  const of = `--policy-arn ${word(shell, arn)}`;
  const version = `aws iam get-policy ${of} --query Policy.DefaultVersionId --output text`;
  return `aws iam get-policy-version ${of} --version-id ${outputOf(shell, version, "VERSION")} --query PolicyVersion.Document`;
}
