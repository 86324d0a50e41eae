/** Sign-ins elsewhere that are over: SSO's, and a web identity's. AWS: SDKs and tools reference, "IAM Identity Center". */
import type { Facts } from "../facts.ts";
import type { Rule } from "../judge/rule.ts";
import {
  instant,
  isClientFailure,
  isRefusedWith,
  profileOption,
  settingEvidence,
  symptomEvidence,
  word,
} from "./words.ts";

export const ssoSessionOver: Rule = {
  code: "sso-session-over",
  page: "expired-token",
  judge(facts) {
    const { symptom, profile, caches, shell, nowMs } = facts;
    // The portal's own word for it.
    const isPortals = symptom?.operation === "GetRoleCredentials" && symptom.code === "UnauthorizedException";
    if (!isClientFailure(facts, "SsoExpired") && !isPortals) return undefined;
    const kept = caches.entries.filter(
      ({ cache, profiles }) => cache === "sso" && profiles.includes(profile.name),
    );
    return {
      certainty: "certain",
      what: {
        en: "the sign-in at IAM Identity Center (SSO) is over or was never made, and this client asks nobody to sign in",
        ja: "IAM Identity Center（SSO）のサインインが切れているか、まだ行われていません。このクライアントはサインインを求めません",
      },
      evidence: [
        ...symptomEvidence(facts),
        ...kept.flatMap(({ path, expirationMs }) =>
          path === undefined || expirationMs === undefined
            ? []
            : [
                {
                  text: {
                    en: `${expirationMs <= nowMs ? "it ended at" : "it lives until"} ${instant(expirationMs)}`,
                    ja: `有効期限: ${instant(expirationMs)}`,
                  },
                  place: { file: path, line: 1 },
                },
              ],
        ),
      ],
      remedies: [
        {
          by: "you-in-person",
          text: {
            en: "sign in with the browser (the AWS CLI v2)",
            ja: "ブラウザーでサインインします（AWS CLI v2）",
          },
          commands: [`aws sso login ${profileOption(shell, profile.name)}`],
        },
      ],
    };
  },
};

/** The service speaks of the token that was to be exchanged, not of a session of AWS's. */
export function isWebIdentityExpired(facts: Facts): boolean {
  const { symptom } = facts;
  if (!isRefusedWith(facts, "ExpiredToken")) return false;
  return (
    symptom?.operation === "AssumeRoleWithWebIdentity" ||
    /Token expired: current date\/time/.test(symptom?.sentence ?? "")
  );
}

export const webIdentityExpired: Rule = {
  code: "web-identity-token-expired",
  page: "expired-token",
  judge(facts) {
    if (!isWebIdentityExpired(facts)) return undefined;
    const file = facts.environment.variables.AWS_WEB_IDENTITY_TOKEN_FILE;
    return {
      certainty: "certain",
      what: {
        en: "the identity provider's token (web identity) is over, so that no session is made of it",
        ja: "ID プロバイダーのトークン（ウェブ ID）が期限切れのため、セッションを作れません",
      },
      evidence: [
        ...symptomEvidence(facts),
        ...(file === undefined
          ? []
          : settingEvidence("AWS_WEB_IDENTITY_TOKEN_FILE", {
              value: file,
              place: undefined,
              setting: "AWS_WEB_IDENTITY_TOKEN_FILE",
            })),
      ],
      remedies: [
        {
          by: "you-in-person",
          text: {
            en: "whatever writes the token has to write a new one: the cluster, the CI job, the provider's sign-in; this shows how old it is",
            ja: "トークンを書き込むもの（クラスター、CI ジョブ、プロバイダーのサインイン）に新しいものを書かせます。いつ書かれたかは次で分かります",
          },
          commands: file === undefined ? [] : [`ls -l ${word(facts.shell, file)}`],
        },
      ],
    };
  },
};
