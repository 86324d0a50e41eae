/** Refusals by policy. AWS: IAM user guide, "Troubleshoot access denied error messages". */
import type { Facts } from "../facts.ts";
import type { Certainty, Evidence, Remedy, Text } from "../finding.ts";
import type { Judgement, Rule } from "../judge/rule.ts";
import type { Denial, PolicyType } from "../symptom/index.ts";
import { whatCallerLacks } from "./caller.ts";
import { allowByIdentity, iamPrincipalOf } from "./grant.ts";
import { deactivateKey, outputOf, sessionVariables } from "./lines.ts";
import { revocationOf } from "./revocation.ts";
import { isOfRole, whatTrustLacks } from "./trust.ts";
import { readingLines } from "./where-it-stands.ts";
import { symptomEvidence, unsetLines, word } from "./words.ts";

export const policyNames: Readonly<Record<PolicyType, Text>> = {
  identity: { en: "an identity-based policy", ja: "アイデンティティベースのポリシー" },
  resource: { en: "a resource-based policy", ja: "リソースベースのポリシー" },
  boundary: { en: "a permissions boundary", ja: "アクセス許可の境界" },
  session: { en: "a session policy", ja: "セッションポリシー" },
  trust: { en: "the role's trust policy", ja: "ロールの信頼ポリシー" },
  scp: { en: "a service control policy", ja: "サービスコントロールポリシー" },
  rcp: { en: "a resource control policy", ja: "リソースコントロールポリシー" },
  "vpc-endpoint": { en: "a VPC endpoint policy", ja: "VPC エンドポイントポリシー" },
};

/** A session that a policy cuts off by its issue time looks like any explicit deny: told apart by who is refused. */
export const sessionRevoked: Rule = {
  code: "session-revoked",
  page: "session-revoked",
  judge(facts) {
    const denial = facts.symptom?.denial;
    const { signer } = facts;
    if (denial?.isExplicit !== true || denial.policyType !== "identity") return undefined;
    if (signer === undefined || signer.kind === "user-key" || signer.kind === "root-key") return undefined;
    const certainty = revokedCertainty(facts, denial);
    if (certainty === undefined) return undefined;
    return {
      certainty,
      what: {
        en: "sessions issued before a certain time are revoked (a policy denies by aws:TokenIssueTime), and the kept one is older",
        ja: "ある時刻より前に発行されたセッションが取り消されています（aws:TokenIssueTime による拒否）。保持されているのはそれ以前のセッションです",
      },
      evidence: [...symptomEvidence(facts), ...policyEvidence(denial), ...revocationEvidence(facts)],
      remedies: [forgetSession(facts)],
    };
  },
};

function revokedCertainty(facts: Facts, { policyArn }: Denial): Certainty | undefined {
  if (/AWSRevokeOlderSessions/.test(policyArn ?? "")) return "certain";
  const { signer } = facts;
  const revocation = revocationOf(facts);
  if (revocation !== undefined) return revocation.hasOtherDeny ? "possible" : "likely";
  return signer?.from === "vault" || signer?.from === "cli-cache" ? "possible" : undefined;
}

function revocationEvidence(facts: Facts): readonly Evidence[] {
  const revocation = revocationOf(facts);
  if (revocation === undefined) return [];
  const { policyName, before } = revocation;
  return [
    {
      text: {
        en: `the inline policy "${policyName}" denies sessions issued before ${before}`,
        ja: `インラインポリシー「${policyName}」が、${before} より前に発行されたセッションを拒否しています`,
      },
    },
  ];
}

/** By where the session lies; a new one helps only when the time is past. */
function forgetSession(facts: Facts): Remedy {
  const { signer, environment, shell, profile } = facts;
  const revocation = revocationOf(facts);
  if (revocation?.isAhead === true)
    return {
      by: "administrator",
      text: {
        en: `set the time in "${revocation.policyName}" to one that is past: until ${revocation.before} new sessions are denied too`,
        ja: `「${revocation.policyName}」の時刻を過去に直します。${revocation.before} までは新しいセッションも拒否されます`,
      },
      commands: [],
    };
  if (signer?.from === "environment")
    return {
      by: "you",
      text: {
        en: "take the session out of the environment; a new one is not revoked",
        ja: "セッションを環境から外します。新しいものは対象外です",
      },
      commands: unsetLines(
        shell,
        sessionVariables.filter((name) => environment.variables[name] !== undefined),
      ),
    };
  const name = word(shell, profile.name);
  return {
    by: "you",
    text: {
      en: "forget the kept session; a new one is not revoked",
      ja: "保持されているセッションを破棄します。新しいものは対象外です",
    },
    commands: [
      signer?.from === "cli-cache" ? `tegata cache clear --aws-cli --yes ${name}` : `tegata clear ${name}`,
    ],
  };
}

export const rootAssumesNoRole: Rule = {
  code: "root-assumes-no-role",
  page: "root-user",
  judge(facts) {
    const isShown = /Roles may not be assumed by root accounts/.test(facts.symptom?.sentence ?? "");
    if (!isShown) return undefined;
    return {
      certainty: "certain",
      what: {
        en: "the key is the root user's, and the root user assumes no roles",
        ja: "このキーはルートユーザーのもので、ルートユーザーはロールを引き受けられません",
      },
      evidence: symptomEvidence(facts),
      remedies: [
        {
          by: "administrator",
          text: {
            en: "use a user's key, and deactivate the root user's",
            ja: "IAM ユーザーのキーを使い、ルートユーザーのキーは無効にします",
          },
          commands: deactivateKey(facts),
        },
      ],
    };
  },
};

export const permissionMissing: Rule = {
  code: "permission-missing",
  page: "no-identity-based-policy-allows",
  judge(facts) {
    const denial = facts.symptom?.denial;
    if (denial === undefined || denial.isExplicit) return undefined;
    // The role's rule tells of it.
    if (denial.policyType === "trust" && isOfRole(denial)) return undefined;
    const by = policyNames[denial.policyType ?? "identity"];
    const what = {
      en: `${denial.user} has no permission: ${by.en} would have to allow ${denial.action}`,
      ja: `${denial.user} に権限がありません。${by.ja}で ${denial.action} を許可する必要があります`,
    };
    if (denial.policyType !== undefined)
      return {
        // AWS: KMS says "the resource does not exist in this Region, …, or" in the same breath.
        certainty: /does not exist in this Region/.test(facts.symptom?.sentence ?? "") ? "likely" : "certain",
        ...{ what, evidence: symptomEvidence(facts) },
        remedies: [allow(facts, denial)],
      };
    return unsaidPermission(facts, denial, what);
  },
};

/** AWS gives no reason: what can be read does, and what cannot is said. */
function unsaidPermission(facts: Facts, denial: Denial, what: Text): Judgement | undefined {
  const isAssumeRole = isOfRole(denial);
  if (!isAssumeRole && hasNoPolicies(denial.user)) return refusedElsewhere(facts, denial);
  const trust = isAssumeRole ? whatTrustLacks(facts)?.kind : "nothing";
  const caller = whatCallerLacks(facts)?.kind;
  if (caller === "deny" || (trust !== "nothing" && trust !== undefined)) return undefined;
  // Of three causes this is one: the rule of the role tells of all.
  if (trust === undefined && caller !== "permission") return undefined;
  if (isAssumeRole && caller === "nothing") return boundElsewhere(facts, denial);
  const isCertain = caller === "permission" && trust === "nothing";
  const mayBeDenied = isAssumeRole && caller === undefined;
  return {
    certainty: isCertain ? "certain" : "likely",
    what: mayBeDenied
      ? {
          en: `${what.en}; where one allows it already, another denies it`,
          ja: `${what.ja}。すでに許可されているなら、別のポリシーが拒否しています`,
        }
      : what,
    evidence: [
      ...symptomEvidence(facts),
      ...(isAssumeRole && trust === "nothing" ? [letsIn] : []),
      ...(caller === "permission"
        ? [
            {
              text: {
                en: "none of the caller's own policies allows it",
                ja: "呼び出し元自身のポリシーには許可がありません",
              },
            },
          ]
        : []),
    ],
    remedies: mayBeDenied ? [allow(facts, denial), ...findOut(facts, denial)] : [allow(facts, denial)],
  };
}

const letsIn: Evidence = {
  text: {
    en: "the role's trust policy lets the caller in",
    ja: "ロールの信頼ポリシーはこの呼び出し元を許可しています",
  },
};

/** The role and the caller allow it: what is left is seen by an administrator. */
function boundElsewhere(facts: Facts, denial: Denial): Judgement {
  return {
    certainty: "likely",
    what: {
      en: `the role and the policies of ${denial.user} allow it: what refuses stands elsewhere, in a session policy or one of the organisation`,
      ja: `ロールも ${denial.user} のポリシーも許可しています。拒否しているのは、セッションポリシーか組織のポリシーです`,
    },
    evidence: [...symptomEvidence(facts), letsIn],
    remedies: findOut(facts, denial),
  };
}

/** The root user, providers, services and the anonymous; a federated user has those of the user that made its session. */
function hasNoPolicies(user: string): boolean {
  return iamPrincipalOf(user) === undefined && !user.includes(":federated-user/");
}

/** AWS: IAM user guide, "AWS account root user": no identity-based policy and no boundary counts for it. */
function refusedElsewhere(facts: Facts, denial: Denial): Judgement {
  return {
    certainty: "likely",
    what: {
      en: `${denial.user} has no policies of its own: what refuses ${denial.action} is a policy of the resource or of the organisation`,
      ja: `${denial.user} は自身のポリシーを持ちません。${denial.action} を拒否しているのは、リソースか組織のポリシーです`,
    },
    evidence: symptomEvidence(facts),
    remedies: [allowByIdentity(facts, denial)],
  };
}

/** Which of the causes it is; nothing where the simulator knows no such caller. */
export function findOut(facts: Facts, denial: Denial): readonly Remedy[] {
  const commands = simulate(facts, denial);
  if (commands.length === 0) return [];
  const remedy: Remedy = {
    by: "administrator",
    text: {
      en: "ask IAM's simulator what the caller's policies say: nothing (implicitDeny), or a deny (explicitDeny), and in which policy",
      ja: "呼び出し元のポリシーに許可がない（implicitDeny）のか、拒否がある（explicitDeny）のか、それはどのポリシーかを IAM のシミュレーターで確認します",
    },
    commands,
  };
  return [remedy];
}

/** A grant is no help against what bounds it. */
function allow(facts: Facts, denial: Denial): Remedy {
  const { policyType = "identity", action, user } = denial;
  const by = policyNames[policyType];
  switch (policyType) {
    case "identity":
      return allowByIdentity(facts, denial);
    case "session":
      return {
        by: "you",
        text: {
          en: `make the session with a policy that names ${action}, or with none`,
          ja: `${action} を含むセッションポリシーを渡すか、渡さずにセッションを作ります`,
        },
        commands: [],
      };
    case "boundary":
      return {
        by: "administrator",
        text: {
          en: `let the permissions boundary allow ${action}; this tells which policy it is`,
          ja: `アクセス許可の境界で ${action} を許可します。どのポリシーかは次で分かります`,
        },
        commands: boundaryOf(facts, user),
      };
    default:
      return {
        by: "administrator",
        text: {
          en: `let ${by.en} allow ${action}`,
          ja: `${by.ja}で ${action} を許可します`,
        },
        commands: readingLines(facts, denial),
      };
  }
}

function boundaryOf({ shell }: Facts, user: string): readonly string[] {
  const principal = iamPrincipalOf(user);
  if (principal === undefined) return [];
  const { kind, name } = principal;
  const query = `${kind === "user" ? "User" : "Role"}.PermissionsBoundary.PermissionsBoundaryArn`;
  return [`aws iam get-${kind} --${kind}-name ${word(shell, name)} --query ${query} --output text`];
}

export function policyEvidence({ policyArn, policyType }: Denial): readonly Evidence[] {
  if (policyType === undefined) return [];
  const name = policyNames[policyType];
  return [
    {
      text: {
        en: `AWS names ${name.en}${policyArn === undefined ? "" : `: ${policyArn}`}`,
        ja: `AWS が示すのは${name.ja}${policyArn === undefined ? "" : `（${policyArn}）`}です`,
      },
    },
  ];
}

/** IAM names the policy and the statement; it knows none of who has no policies of its own. */
export function simulate(facts: Facts, { user, action, resource }: Denial): readonly string[] {
  const principal = iamPrincipalOf(user);
  if (principal === undefined) return [];
  const { shell } = facts;
  const on = resource === undefined ? "" : ` --resource-arns ${word(shell, resource)}`;
  const source = user.includes(":assumed-role/") ? roleArnFor(facts, principal.name) : word(shell, user);
  return [
    `aws iam simulate-principal-policy --policy-source-arn ${source} --action-names ${word(shell, action)}${on}`,
  ];
}

/** A session's ARN does not tell its role's path. AWS: IAM user guide, "IAM identifiers". */
function roleArnFor({ shell }: Facts, name: string): string {
  return outputOf(
    shell,
    `aws iam get-role --role-name ${word(shell, name)} --query Role.Arn --output text`,
    "ROLE_ARN",
  );
}
