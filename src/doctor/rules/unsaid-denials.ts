/** Refusals by policy that name neither caller nor policy. */
import type { Rule } from "../judge/rule.ts";
import { maxSentenceCharacters } from "../symptom/index.ts";
import { isRefusedWith, same, symptomEvidence, word } from "./words.ts";

/** EC2's refusal tells nobody but who may decode it. AWS: STS API reference, DecodeAuthorizationMessage. */
export const encodedDenial: Rule = {
  code: "denial-encoded",
  page: "no-identity-based-policy-allows",
  judge(facts) {
    const { symptom } = facts;
    const message = /Encoded authorization failure message: ([\w-]+)/.exec(symptom?.sentence ?? "")?.[1];
    if (!isRefusedWith(facts, "AccessDenied") || message === undefined || symptom?.denial !== undefined)
      return undefined;
    const isWhole = (symptom?.sentence.length ?? 0) < maxSentenceCharacters;
    return {
      certainty: "certain",
      what: {
        en: "a policy does not allow the call, or denies it; which one, the service has written into an encoded message",
        ja: "ポリシーがこの呼び出しを許可していないか、拒否しています。どのポリシーかは、エンコードされたメッセージの中にあります",
      },
      evidence: [
        { text: same(`${symptom?.code}: ${symptom?.sentence.slice(0, symptom.sentence.indexOf(message))}…`) },
      ],
      remedies: [
        {
          by: "administrator",
          text: {
            en: `somebody who may call sts:DecodeAuthorizationMessage decodes it${isWhole ? "" : " (MESSAGE is what stands behind the colon)"}`,
            ja: `sts:DecodeAuthorizationMessage を呼べる人がデコードします${isWhole ? "" : "（MESSAGE はコロンの後の文字列です）"}`,
          },
          commands: [
            `aws sts decode-authorization-message --query DecodedMessage --output text --encoded-message ${isWhole ? message : "MESSAGE"}`,
          ],
        },
      ],
    };
  },
};

/** S3 says no more, and others neither. AWS: Amazon S3 user guide, "Troubleshoot access denied (403 Forbidden) errors". */
export const denialUnexplained: Rule = {
  code: "denial-unexplained",
  page: "no-identity-based-policy-allows",
  judge(facts) {
    const { symptom, shell, profile } = facts;
    if (!isRefusedWith(facts, "AccessDenied") || !/^Access Denied\.?$/i.test(symptom?.sentence ?? ""))
      return undefined;
    return {
      certainty: "likely",
      what: {
        en: "the credentials were accepted, and a policy does not allow the call, or denies it: the caller's, the resource's or the organisation's; the service does not say which",
        ja: "認証情報は受け付けられましたが、ポリシーがこの呼び出しを許可していないか、拒否しています。呼び出し元、リソース、組織のどのポリシーかは示されません",
      },
      evidence: symptomEvidence(facts),
      remedies: [
        {
          by: "you",
          text: {
            en: "see first whether it is the caller that was meant",
            ja: "まず、意図した呼び出し元であるか確かめます",
          },
          commands: [`tegata whoami ${word(shell, profile.name)}`],
        },
      ],
    };
  },
};
