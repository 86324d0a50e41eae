/** Other credentials than the ones that were meant. AWS: SDKs and tools reference, "Configuration precedence". */
import type { Evidence } from "../finding.ts";
import type { Rule } from "../judge/rule.ts";
import { same, symptomEvidence, unsetLines, word } from "./words.ts";

const keyVariables = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

export const environmentShadowsProfile: Rule = {
  code: "environment-shadows-profile",
  page: "environment-shadows-profile",
  judge(facts) {
    const { environment, profile, shell } = facts;
    if (!environment.hasSecret || environment.keyId === undefined) return undefined;
    if (environment.vaultProfile !== undefined) return undefined;
    // A named profile that the environment stands before: for AWS_PROFILE; --profile itself leaves the keys out.
    if (!profile.exists || profile.setting === undefined || facts.symptom === undefined) return undefined;
    const isOfProfile = facts.files.keys.some(
      (key) => key.profile === profile.name && key.keyId === environment.keyId,
    );
    if (isOfProfile) return undefined;
    const names = keyVariables.filter((name) => environment.variables[name] !== undefined);
    return {
      certainty: facts.signer?.from === "environment" ? "certain" : "possible",
      what: {
        en: `keys in the environment stand before profile "${profile.name}": what signs is ${environment.keyId}`,
        ja: `環境変数のキーがプロファイル「${profile.name}」より優先されます。署名しているのは ${environment.keyId} です`,
      },
      evidence: [
        ...symptomEvidence(facts),
        { text: same(`AWS_ACCESS_KEY_ID = ${environment.keyId}`), setting: "AWS_ACCESS_KEY_ID" },
        ...environment.exportedAt.map(
          ({ variable, file, line }): Evidence => ({
            text: {
              en: `${variable} is exported by a start-up file`,
              ja: `${variable} は起動ファイルで設定されています`,
            },
            place: { file, line },
          }),
        ),
        ...(profile.place === undefined ? [] : [{ text: same(`[${profile.name}]`), place: profile.place }]),
      ],
      remedies: [
        {
          by: "you",
          text: {
            en: "take the keys out of the environment; the profile then counts",
            ja: "キーを環境から外します。以後はプロファイルが使われます",
          },
          commands: [
            ...unsetLines(shell, names),
            ...environment.persisted.map((name) => `reg delete HKCU\\Environment /v ${name} /f`),
          ],
        },
      ],
    };
  },
};

export const profileVariablesDisagree: Rule = {
  code: "profile-variables-disagree",
  page: "profile-variables-disagree",
  judge(facts) {
    const { profile, environment, shell } = facts;
    if (profile.difference === undefined || facts.symptom === undefined) return undefined;
    const { AWS_PROFILE, AWS_DEFAULT_PROFILE } = environment.variables;
    return {
      certainty: "likely",
      what: {
        en: `AWS_PROFILE and AWS_DEFAULT_PROFILE name two profiles, and AWS's clients do not agree on which one counts`,
        ja: "AWS_PROFILE と AWS_DEFAULT_PROFILE が別のプロファイルを指していて、どちらを使うかはクライアントによって違います",
      },
      evidence: [
        ...symptomEvidence(facts),
        { text: same(`AWS_PROFILE = ${AWS_PROFILE ?? ""}`), setting: "AWS_PROFILE" },
        { text: same(`AWS_DEFAULT_PROFILE = ${AWS_DEFAULT_PROFILE ?? ""}`), setting: "AWS_DEFAULT_PROFILE" },
        { text: { en: profile.difference, ja: profile.difference } },
      ],
      remedies: [
        {
          by: "you",
          text: { en: `keep one: AWS_PROFILE`, ja: "AWS_PROFILE だけを残します" },
          commands: unsetLines(shell, ["AWS_DEFAULT_PROFILE"]),
        },
      ],
    };
  },
};

export const twoFilesTwoKeys: Rule = {
  code: "two-files-two-keys",
  page: "two-files-two-keys",
  judge(facts) {
    const { profile, files, shell } = facts;
    const key = files.keys.find(
      ({ profile: name, overrules }) => name === profile.name && overrules !== undefined,
    );
    if (key?.overrules === undefined || facts.symptom === undefined) return undefined;
    return {
      certainty: facts.signer?.keyId === key.keyId ? "likely" : "possible",
      what: {
        en: `two files name different keys for "${profile.name}", and the credentials file counts`,
        ja: `2つのファイルが「${profile.name}」に別々のキーを指定していて、credentials ファイルのほうが使われます`,
      },
      evidence: [
        ...symptomEvidence(facts),
        { text: same(`aws_access_key_id = ${key.keyId}`), place: key.place },
        { text: same(`aws_access_key_id = ${key.overrules.keyId}`), place: key.overrules.place },
      ],
      remedies: [
        {
          by: "you",
          text: {
            en: "see which of the two is the right one, and take the other one out",
            ja: "どちらが正しいか確かめ、もう一方を取り除きます",
          },
          commands: [`tegata whoami ${word(shell, profile.name)}`],
        },
      ],
    };
  },
};
