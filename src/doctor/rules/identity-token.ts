/** Another provider's token that STS does not take at all. AWS: STS API reference, AssumeRoleWithWebIdentity, "Errors". */
import type { Facts } from "../facts.ts";
import type { Judgement, Rule } from "../judge/rule.ts";
import { type WebIdentityRefusal, webIdentityRefusal } from "../symptom/index.ts";
import { claimsOf, evidenceOf, issuerOf, providerOf } from "./identity-provider.ts";
import { word } from "./words.ts";

export const identityTokenRefused: Rule = {
  code: "identity-token-refused",
  page: "not-authorized-to-perform-sts-assumerole",
  judge(facts) {
    const refusal = webIdentityRefusal(facts.symptom);
    if (refusal === undefined || refusal === "trust") return undefined;
    return { certainty: "certain", ...refusals[refusal](facts), evidence: evidenceOf(facts) };
  },
};

const refusals: Readonly<
  Record<Exclude<WebIdentityRefusal, "trust">, (facts: Facts) => Pick<Judgement, "what" | "remedies">>
> = {
  provider: (facts) => ({
    what: {
      en: `the account of the role has no OpenID Connect provider for ${issuerOf(facts) ?? "the token's issuer"}; the URL counts to its last slash, and the provider of another account does not count`,
      ja: `ロールのアカウントに ${issuerOf(facts) ?? "トークンの発行元"} の OpenID Connect プロバイダーがありません。URL は末尾のスラッシュまで一致する必要があり、別のアカウントのプロバイダーは使えません`,
    },
    remedies: [
      {
        by: "administrator",
        text: {
          en: "see which providers the role's account has, and create it there if it is to be trusted",
          ja: "ロールのアカウントにあるプロバイダーを確認し、信頼してよければ作成します",
        },
        commands: ["aws iam list-open-id-connect-providers", createProvider(facts)],
      },
    ],
  }),
  audience: (facts) => ({
    what: {
      en: "the token is for another audience (aud) than the client IDs of the OpenID Connect provider in the role's account",
      ja: "トークンの対象者（aud）が、ロールのアカウントにある OpenID Connect プロバイダーのクライアント ID にありません",
    },
    remedies: [
      {
        by: "you-in-person",
        text: {
          en: "have the token made for an audience that the provider has, where its maker can be told (a CI's `audience`, a service account's)",
          ja: "トークンの発行元で対象者を指定できる場合（CI の `audience`、サービスアカウントなど）、プロバイダーにあるものにします",
        },
        commands: [],
      },
      {
        by: "administrator",
        text: {
          en: "or see its client IDs, and add this one",
          ja: "または、クライアント ID を確認し、この対象者を加えます",
        },
        commands: addAudience(facts),
      },
    ],
  }),
  keys: (facts) => ({
    what: {
      en: "STS did not get the provider's keys, with which it verifies the token: the provider did not answer it in time, or not from the internet",
      ja: "STS がトークンの検証に使うプロバイダーの鍵を取得できませんでした。プロバイダーが時間内に応答しないか、インターネットから到達できません",
    },
    remedies: [
      {
        by: "you",
        text: {
          en: "try again; if it stays, this has to answer from anywhere, and so has the jwks_uri that it names",
          ja: "もう一度試します。続く場合は、次の URL と、そこにある jwks_uri がどこからでも応答する必要があります",
        },
        commands: [
          `curl -sS ${word(facts.shell, `${(issuerOf(facts) ?? "https://ISSUER").replace(/\/$/, "")}/.well-known/openid-configuration`)}`,
        ],
      },
    ],
  }),
  thumbprint: (facts) => ({
    what: {
      en: "the certificate of the provider's server is not the one whose thumbprint the OpenID Connect provider in IAM has",
      ja: "プロバイダーのサーバー証明書が、IAM の OpenID Connect プロバイダーに登録されたサムプリントと一致しません",
    },
    remedies: [
      {
        by: "administrator",
        text: {
          en: "compare it, and register the one of today's certificate authority",
          ja: "比較し、現在の認証局のサムプリントを登録します",
        },
        commands: [
          showProvider(facts, "ThumbprintList"),
          `aws iam update-open-id-connect-provider-thumbprint --open-id-connect-provider-arn ${arnWord(facts)} --thumbprint-list THUMBPRINT`,
        ],
      },
    ],
  }),
  token: () => ({
    what: {
      en: "STS does not take the identity provider's token, for what the sentence says of it",
      ja: "STS は ID プロバイダーのトークンを受け付けません。理由はエラーの文のとおりです",
    },
    remedies: [
      {
        by: "you-in-person",
        text: {
          en: "whatever makes the token has to make another: an ID token of OpenID Connect, signed, with iss, aud and sub",
          ja: "トークンを作るものに作り直させます。iss、aud、sub を含む、署名された OpenID Connect の ID トークンが必要です",
        },
        commands: [],
      },
    ],
  }),
};

function createProvider(facts: Facts): string {
  const url = word(facts.shell, issuerOf(facts) ?? "https://ISSUER");
  return `aws iam create-open-id-connect-provider --url ${url} ${audienceOption(facts, "--client-id-list")}`;
}

function addAudience(facts: Facts): readonly string[] {
  return [
    showProvider(facts, "ClientIDList"),
    `aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${arnWord(facts)} ${audienceOption(facts, "--client-id")}`,
  ];
}

/** A value that begins with a dash would be taken for another option. */
function audienceOption(facts: Facts, option: string): string {
  const { shell } = facts;
  const audience = claimsOf(facts)?.audience ?? "AUDIENCE";
  return audience.startsWith("-")
    ? word(shell, `${option}=${audience}`)
    : `${option} ${word(shell, audience)}`;
}

function showProvider(facts: Facts, member: string): string {
  return `aws iam get-open-id-connect-provider --open-id-connect-provider-arn ${arnWord(facts)} --query ${member}`;
}

function arnWord(facts: Facts): string {
  return word(facts.shell, providerOf(facts)?.federated ?? "PROVIDER_ARN");
}
