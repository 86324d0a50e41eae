/** Other credentials than the ones that were meant. AWS: SDKs and tools reference, "Configuration precedence". */
import type { Facts } from "../facts.ts";
import type { Evidence, Text } from "../finding.ts";
import type { Rule } from "../judge/rule.ts";
import { editLine, leaveEnvironment, sessionVariables } from "./lines.ts";
import { hidesKey, sessionWithoutMfa } from "./session-without-mfa.ts";
import { isRefusedWith, same, symptomEvidence, unsetLines } from "./words.ts";

export const environmentShadowsProfile: Rule = {
  code: "environment-shadows-profile",
  page: "environment-shadows-profile",
  judge(facts) {
    const { environment, profile } = facts;
    if (!environment.hasSecret || environment.keyId === undefined) return undefined;
    if (environment.vaultProfile !== undefined) return undefined;
    // The environment stands before AWS_PROFILE and before `default`; --profile itself leaves the keys out.
    if (!profile.exists || facts.symptom?.by !== "service") return undefined;
    const isNamed = profile.setting !== undefined;
    if (!isNamed && !hasCredentials(facts)) return undefined;
    const isOfProfile = facts.files.keys.some(
      (key) => key.profile === profile.name && key.keyId === environment.keyId,
    );
    if (isOfProfile || isOwnSource(facts)) return undefined;
    // The session itself is what is refused, and the remedy told with it is the same line.
    if (hidesKey(facts) && sessionWithoutMfa.judge(facts) !== undefined) return undefined;
    const names = sessionVariables.filter((name) => environment.variables[name] !== undefined);
    const leave = leaveEnvironment(
      facts,
      {
        en: "take the keys out of the environment; the profile is used then",
        ja: "キーを環境から外します。以後はプロファイルが使われます",
      },
      names,
    );
    return {
      certainty:
        isNamed && facts.signer?.from === "environment"
          ? "certain"
          : isSessionRefused(facts)
            ? "likely"
            : "possible",
      what: {
        en: `keys in the environment are used before profile "${profile.name}": what signs is ${environment.keyId}`,
        ja: `環境変数のキーがプロファイル「${profile.name}」より優先されます。署名しているのは ${environment.keyId} です`,
      },
      evidence: [
        ...symptomEvidence(facts),
        { text: same(`AWS_ACCESS_KEY_ID = ${environment.keyId}`), setting: "AWS_ACCESS_KEY_ID" },
        ...(isSessionRefused(facts) ? [{ text: sessionRefused, setting: "AWS_SESSION_TOKEN" }] : []),
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
          text: leave.text,
          commands: [
            ...leave.commands,
            ...environment.persisted.map((name) => `reg delete HKCU\\Environment /v ${name} /f`),
          ],
        },
      ],
    };
  },
};

/** The profile's own key is asked with and taken, so that what IAM refused was the session in the shell. */
function isSessionRefused(facts: Facts): boolean {
  return (
    facts.environment.hasToken &&
    facts.signer?.from === "file" &&
    facts.endpoint?.identity !== undefined &&
    facts.symptom?.service === "iam" &&
    isRefusedWith(facts, "InvalidClientTokenId")
  );
}

const sessionRefused: Text = {
  en: "the profile's own key is taken, so what was refused is the session in the environment: IAM takes no GetSessionToken session made without MFA",
  ja: "プロファイル自身のキーは受け付けられるので、拒否されたのは環境変数のセッションです。IAM は MFA なしの GetSessionToken セッションを受け付けません",
};

/** credential_source = Environment: the role is assumed with them, as the profile says. */
function isOwnSource({ plan }: Facts): boolean {
  return plan?.steps[0].kind === "environment" && plan.steps.length > 1;
}

/** Whether `default` could give any: nobody who names no profile is told that it was meant otherwise. */
function hasCredentials({ profile, files }: Facts): boolean {
  return (
    files.keys.some((key) => key.profile === profile.name) ||
    profile.roleArn !== undefined ||
    profile.credentialProcess !== undefined
  );
}

export const profileVariablesDisagree: Rule = {
  code: "profile-variables-disagree",
  page: "profile-variables-disagree",
  judge(facts) {
    const { profile, environment, shell } = facts;
    if (profile.difference === undefined || facts.symptom === undefined) return undefined;
    const { AWS_PROFILE, AWS_DEFAULT_PROFILE } = environment.variables;
    // What failed goes by the variable that this client looks at first; the other one is then the other profile.
    const failing = facts.client?.version?.startsWith("2.") ? "AWS_PROFILE" : "AWS_DEFAULT_PROFILE";
    const kept = failing === "AWS_PROFILE" ? "AWS_DEFAULT_PROFILE" : "AWS_PROFILE";
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
        { text: profile.difference },
      ],
      remedies: [
        {
          by: "you",
          text: { en: `keep one: ${kept}`, ja: `${kept} だけを残します` },
          commands: unsetLines(shell, [failing]),
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
      certainty: facts.signer?.keyId !== key.keyId ? "possible" : isKeyRefused(facts) ? "certain" : "likely",
      what: {
        en: `two files name different keys for "${profile.name}", and the credentials file counts`,
        ja: `2 つのファイルが「${profile.name}」に別々のキーを指定していて、credentials ファイルのほうが使われます`,
      },
      evidence: [
        ...symptomEvidence(facts),
        { text: same(`aws_access_key_id = ${key.keyId}`), place: key.place },
        { text: same(`aws_access_key_id = ${key.overrules.keyId}`), place: key.overrules.place },
      ],
      remedies: [
        {
          by: "you-in-person",
          text: {
            en: "if the other key is the right one, take out the one that is used",
            ja: "もう一方が正しければ、使われているほうを取り除きます",
          },
          commands: [editLine(shell, key.place)],
        },
      ],
    };
  },
};

export function isKeyRefused(facts: Facts): boolean {
  return isRefusedWith(facts, "InvalidClientTokenId") || isRefusedWith(facts, "SignatureDoesNotMatch");
}
