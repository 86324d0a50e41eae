/** A role that lets another provider's token not in. AWS: IAM user guide, "Create a role for OpenID Connect federation". */
import { compilePolicy, explain, parsePrincipal } from "../../policy/index.ts";
import type { Facts } from "../facts.ts";
import type { Remedy, Text } from "../finding.ts";
import type { Rule } from "../judge/rule.ts";
import { webIdentityRefusal } from "../symptom/index.ts";
import { evidenceOf, type Provider, providerOf } from "./identity-provider.ts";
import { documentOf, withStatements } from "./lines.ts";
import { type StatementJson, statementsOf } from "./statements.ts";
import { word } from "./words.ts";

const action = "sts:AssumeRoleWithWebIdentity";

type Lack =
  /** No statement lets the provider's tokens in. */
  | { readonly kind: "provider" }
  /** One does, under a condition on this key that the token does not meet. */
  | { readonly kind: "claim"; readonly key: string }
  /** It lets in a token that says the same. */
  | { readonly kind: "nothing" }
  | { readonly kind: "other" };

/** undefined where the policy, or the token, could not be read. */
function whatTrustLacks(facts: Facts, provider: Provider | undefined): Lack | undefined {
  const role = facts.endpoint?.role;
  const text = role?.trustPolicy;
  if (provider === undefined || text === undefined || role?.arn !== facts.webIdentity?.roleArn?.value)
    return undefined;
  const statements = statementsOf(text);
  const plain = statements.every((each) => each.Effect === "Allow" && each.NotAction === undefined);
  if (!plain) return { kind: "other" };
  const naming = statements.filter((each) => isFor(each, provider));
  if (naming.length === 0) return { kind: "provider" };
  const checks = naming.map((each) => checkClaims(facts, provider, each));
  if (checks.includes("met")) return { kind: "nothing" };
  const [first] = checks;
  return first === undefined || checks.includes(undefined)
    ? { kind: "other" }
    : { kind: "claim", key: first };
}

function isFor({ Principal, Action }: StatementJson, { federated }: Provider): boolean {
  const { Federated } = (typeof Principal === "object" && Principal !== null ? Principal : {}) as {
    readonly Federated?: unknown;
  };
  const isNamed = [Principal, Federated].flat().some((each) => each === "*" || each === federated);
  return isNamed && [Action].flat().some((each) => isOurs(String(each).toLowerCase()));
}

function isOurs(pattern: string): boolean {
  const wanted = action.toLowerCase();
  return pattern.endsWith("*") ? wanted.startsWith(pattern.slice(0, -1)) : pattern === wanted;
}

/**
 * `met` where the token meets the statement's conditions, else the provider's key on which they fail; undefined where there
 * are conditions on other keys too, which may fail.
 */
function checkClaims(facts: Facts, { name }: Provider, { Condition }: StatementJson): string | undefined {
  const { claims, roleArn } = facts.webIdentity ?? {};
  const principal = parsePrincipal((roleArn?.value ?? "").replace(/:role\/.*/, ":user/token"));
  if (principal === undefined || claims?.audience === undefined || claims.subject === undefined)
    return undefined;
  const context = new Map([
    [`${name}:aud`.toLowerCase(), claims.audience],
    [`${name}:sub`.toLowerCase(), claims.subject],
  ]);
  const keys = Object.values(Condition ?? {}).flatMap((each: unknown) => Object.keys(each ?? {}));
  if (!keys.every((key) => context.has(key.toLowerCase()))) return undefined;
  const statement = { Effect: "Allow", Action: "*", Resource: "*", Condition: Condition ?? {} };
  const { decision, nearMisses } = explain({
    principal,
    action,
    resource: roleArn?.value ?? "*",
    context,
    layers: { identity: [compilePolicy(documentOf(statement), "identity")] },
  });
  if (decision.allowed) return "met";
  return nearMisses.find(({ failed }) => failed.key !== undefined)?.failed.key;
}

/** One sentence for an unknown role and for a trust policy that does not let the token in. */
export const webIdentityNotTrusted: Rule = {
  code: "web-identity-not-trusted",
  page: "not-authorized-to-perform-sts-assumerole",
  judge(facts) {
    if (webIdentityRefusal(facts.symptom) !== "trust") return undefined;
    const provider = providerOf(facts);
    const lack = whatTrustLacks(facts, provider);
    return {
      certainty: lack?.kind === "provider" || lack?.kind === "claim" ? "certain" : "likely",
      what: notLetIn(facts, lack),
      evidence: evidenceOf(facts),
      remedies: lack?.kind === "nothing" ? [tryAgain] : [trustToken(facts, provider, lack)],
    };
  },
};

function notLetIn({ webIdentity }: Facts, lack: Lack | undefined): Text {
  const role = { en: webIdentity?.roleArn?.value ?? "the role", ja: webIdentity?.roleArn?.value ?? "ロール" };
  switch (lack?.kind) {
    case "provider":
      return {
        en: `the trust policy of ${role.en} lets no token of ${webIdentity?.claims?.issuer} in`,
        ja: `${role.ja} の信頼ポリシーは ${webIdentity?.claims?.issuer} のトークンを許可していません`,
      };
    case "claim":
      return {
        en: `the trust policy of ${role.en} lets tokens of this provider in, and not this one: its condition on ${lack.key} is not met`,
        ja: `${role.ja} の信頼ポリシーはこのプロバイダーのトークンを許可していますが、このトークンは ${lack.key} の条件を満たしていません`,
      };
    case "nothing":
      return {
        en: `the trust policy of ${role.en} lets a token in that says what this one says: the refused one said something else, or the policy was changed since`,
        ja: `${role.ja} の信頼ポリシーはこのトークンの内容を許可しています。拒否されたのは別の内容のトークンか、ポリシーがその後に変更されました`,
      };
    case "other":
      return {
        en: `the trust policy of ${role.en} has a deny or a condition that keeps this token out`,
        ja: `${role.ja} の信頼ポリシーにある明示的な拒否か条件のため、このトークンは許可されません`,
      };
    default:
      return {
        en: `the token (web identity) is not let in as ${role.en}: there is no such role, or its trust policy does not let in this token's provider (iss), audience (aud) or subject (sub); AWS does not say which`,
        ja: `このトークン（ウェブ ID）では ${role.ja} を引き受けられません。ロールがないか、信頼ポリシーがトークンのプロバイダー（iss）、対象者（aud）、主体（sub）のどれかを許可していません。AWS はどれであるかを示しません`,
      };
  }
}

const tryAgain: Remedy = {
  by: "you",
  text: {
    en: "try again; what IAM was told takes some seconds to be known everywhere",
    ja: "もう一度試します。IAM の変更が行き渡るまで数秒かかります",
  },
  commands: [],
};

/** What keeps the token out on purpose is shown; a policy that nobody has read is not replaced. */
function trustToken(facts: Facts, provider: Provider | undefined, lack: Lack | undefined): Remedy {
  const roleName = facts.webIdentity?.roleArn?.value.split("/").at(-1) ?? "ROLE";
  const name = word(facts.shell, roleName);
  const trustPolicy = facts.endpoint?.role?.trustPolicy;
  const added = provider && statementFor(facts, provider);
  if (
    trustPolicy !== undefined &&
    added !== undefined &&
    (lack?.kind === "provider" || lack?.kind === "claim")
  ) {
    const document = withStatements(trustPolicy, [...statementsOf(trustPolicy), added]);
    return {
      by: "administrator",
      text: {
        en: "if it is to come in, let the role trust this token too: this provider, audience and subject; the statements that it has are kept",
        ja: "許可してよければ、このトークンのプロバイダー、対象者、主体だけをロールの信頼ポリシーに加えます。既存のステートメントはそのままです",
      },
      commands: [
        `aws iam update-assume-role-policy --role-name ${name} --policy-document ${word(facts.shell, document)}`,
      ],
    };
  }
  const shown = lack?.kind === "other" || added === undefined ? undefined : JSON.stringify(added);
  return {
    by: "administrator",
    text: {
      en: `see whether the role exists and what its trust policy asks for${shown === undefined ? "; what lets a token in names its provider, aud and sub without wildcards" : `; what lets this token in, beside what stands there: ${shown}`}`,
      ja: `ロールがあるか、信頼ポリシーが何を求めているかを確認します。${shown === undefined ? "許可するときは、プロバイダー、aud、sub をワイルドカードなしで指定します" : `このトークンを許可するには、既存の内容を残して次を加えます: ${shown}`}`,
    },
    commands: [`aws iam get-role --role-name ${name} --query Role.AssumeRolePolicyDocument`],
  };
}

/** SECURITY: for this token alone. What AWS would read as a variable is not written into a policy. */
function statementFor({ webIdentity }: Facts, { name, federated }: Provider): object | undefined {
  const { audience, subject } = webIdentity?.claims ?? {};
  if (audience === undefined || subject === undefined || /\$\{/.test(audience + subject)) return undefined;
  return {
    Effect: "Allow",
    Principal: { Federated: federated },
    Action: action,
    Condition: { StringEquals: { [`${name}:aud`]: audience, [`${name}:sub`]: subject } },
  };
}
