/** Requests that were signed for another Region or service than they came to. AWS: IAM user guide, "Troubleshoot Signature Version 4". */
import type { Facts } from "../facts.ts";
import type { Rule } from "../judge/rule.ts";
import { isRefusedWith, profileOption, settingEvidence, symptomEvidence } from "./words.ts";

const scopeSentence = /Credential should be scoped (?:to|with) |Date in Credential scope does not match/;
const otherRegion = /scoped to a valid region|the region '[^']*' is wrong/;
const expected = /expecting '([a-z0-9-]{1,40})'/;

/** Whether the signature's scope was refused, before anybody looked at the secret. */
export function isScopeRefused({ symptom }: Facts): boolean {
  return scopeSentence.test(symptom?.sentence ?? "");
}

export const signedForAnotherRegion: Rule = {
  code: "signed-for-another-region",
  page: "signature-does-not-match",
  judge(facts) {
    const { symptom, profile, shell } = facts;
    const sentence = symptom?.by === "service" ? symptom.sentence : "";
    const isDisabled = isRefusedWith(facts, "RegionDisabledException");
    if (!otherRegion.test(sentence) && !isDisabled) return undefined;
    const region = expected.exec(sentence)?.[1];
    const what = isDisabled
      ? {
          en: "the account has not switched this Region on, so that STS gives no credentials there",
          ja: "このアカウントではこのリージョンが有効になっていないため、STS は認証情報を発行しません",
        }
      : {
          en: `the request was signed for another Region than the one it came to${region === undefined ? "" : `, ${region}`}; key and secret are not what is wrong`,
          ja: `署名のリージョンが、リクエストの届いたリージョン${region === undefined ? "" : `（${region}）`}と異なります。キーとシークレットの問題ではありません`,
        };
    return {
      certainty: "certain",
      what,
      evidence: [
        ...symptomEvidence(facts),
        ...settingEvidence("region", profile.region),
        ...settingEvidence("endpoint_url", profile.endpointUrl),
      ],
      remedies: [
        {
          by: region === undefined ? "you-in-person" : "you",
          text: {
            en:
              region === undefined ? "name the endpoint's Region: REGION" : "name the Region that it expects",
            ja:
              region === undefined
                ? "エンドポイントのリージョン（REGION）を指定します"
                : "求められているリージョンを指定します",
          },
          commands: [`aws configure set region ${region ?? "REGION"} ${profileOption(shell, profile.name)}`],
        },
      ],
    };
  },
};
