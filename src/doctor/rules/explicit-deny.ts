/** Denies, said by AWS or seen in the caller's policies. AWS: IAM user guide, "Policy evaluation logic". */
import type { CallerPolicy, Facts } from "../facts.ts";
import type { Evidence, Remedy, Text } from "../finding.ts";
import type { Judgement, Rule } from "../judge/rule.ts";
import type { Denial } from "../symptom/index.ts";
import { useDevice } from "./assume-role.ts";
import {
  asksForMfa,
  type CallerLack,
  type Denying,
  type StatementJson,
  statementsOf,
  whatCallerLacks,
} from "./caller.ts";
import { policyEvidence, policyNames, sessionRevoked, simulate } from "./denied.ts";
import { symptomEvidence, word } from "./words.ts";

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
      en: `the policy ${titleOf(by.policy)} denies ${action} to ${user}; no other policy can allow it, and AWS's sentence does not say so`,
      ja: `ポリシー ${titleOf(by.policy)} が ${user} の ${action} を明示的に拒否しています。ほかのポリシーでは許可できません。AWS のエラー文には示されません`,
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

function titleOf({ arn, name }: CallerPolicy): string {
  return arn ?? `"${name}"`;
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
        en: `statement ${index + 1} of ${titleOf(policy)} (${owner}): ${json}`,
        ja: `${titleOf(policy)}（${owner}）のステートメント ${index + 1}: ${json}`,
      },
    },
  ];
}

function remediesOf(facts: Facts, denial: Denial, by: Denying | undefined): readonly Remedy[] {
  const find: Remedy = {
    by: "administrator",
    text: {
      en: "find the statement and its condition; a deny without MFA is lifted by a session with a code",
      ja: "該当のステートメントと条件を確認します。MFA がないことによる拒否なら、コード付きのセッションで解消します",
    },
    commands: [simulate(facts, denial)],
  };
  if (by === undefined) return [find];
  const isLiftedByCode = denial.action === "sts:AssumeRole" && asksForMfa(by.statement);
  const lifted = lift(facts, denial, by);
  return [...(isLiftedByCode ? [useDevice(facts)] : []), ...(lifted === undefined ? [] : [lifted]), find];
}

/** The least that lets this call through; whoever owns the policy decides whether it should. */
function lift(facts: Facts, denial: Denial, by: Denying): Remedy | undefined {
  const command = commandThatLifts(facts, denial, by);
  if (command === undefined) return undefined;
  return {
    by: "administrator",
    text: {
      en: "a deny stands there on purpose: if it is not meant for this, except it; the rest of the policy is kept",
      ja: "拒否は意図されたものです。この呼び出しに対するものでなければ、除外します。ポリシーのほかの部分はそのままです",
    },
    commands: [command],
  };
}

function commandThatLifts({ shell }: Facts, denial: Denial, by: Denying): string | undefined {
  const { policy, index, statement } = by;
  const { arn, kind, owner } = policy;
  const narrowed = exceptResource(statement, denial.resource);
  const left = statementsOf(policy.text).flatMap((each, at) => (at === index ? (narrowed ?? []) : [each]));
  const document = word(shell, JSON.stringify({ ...objectOf(policy.text), Statement: left }));
  const whose = `--${owner.kind}-name ${word(shell, owner.name)}`;
  const isOfAws = arn?.includes(":iam::aws:") === true;
  if (kind === "boundary" && (isOfAws || left.length === 0)) return undefined;
  if (arn === undefined) {
    const named = `${whose} --policy-name ${word(shell, policy.name)}`;
    return left.length === 0
      ? `aws iam delete-${owner.kind}-policy ${named}`
      : `aws iam put-${owner.kind}-policy ${named} --policy-document ${document}`;
  }
  return isOfAws || left.length === 0
    ? `aws iam detach-${owner.kind}-policy ${whose} --policy-arn ${word(shell, arn)}`
    : `aws iam create-policy-version --set-as-default --policy-arn ${word(shell, arn)} --policy-document ${document}`;
}

/** The statement without this resource; undefined where nothing is left of it, or where a pattern would have to be split. */
function exceptResource(statement: StatementJson, resource: string | undefined): StatementJson | undefined {
  if (resource === undefined || resource === "*") return undefined;
  const { Resource, NotResource, ...rest } = statement;
  if (NotResource !== undefined) return { ...rest, NotResource: [NotResource, resource].flat() };
  const resources = [Resource].flat();
  if (resources.includes("*")) return { ...rest, NotResource: resource };
  const others = resources.filter((each) => each !== resource);
  return others.length > 0 && others.length < resources.length ? { ...rest, Resource: others } : undefined;
}

function objectOf(text: string): object {
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null ? value : {};
}
