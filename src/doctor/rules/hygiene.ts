/** What is no reason for a failure, and should not stay so. */
import { authorityProfiles } from "../../base/index.ts";
import { describePlace } from "../../vault/profiles/index.ts";
import type { Rule } from "../judge/rule.ts";
import { refusedLines } from "./dialect.ts";
import { deactivateKey } from "./lines.ts";
import { same, word } from "./words.ts";

export const keysInClearText: Rule = {
  code: "keys-in-clear-text",
  page: "keys-in-clear-text",
  concern: "hygiene",
  judge(facts) {
    const keys = facts.files.keys.filter(
      // A session's key that lacks its token is none: AWS: IAM identifiers, ASIA.
      ({ isTemporary, keyId, profile }) =>
        !isTemporary && !keyId.startsWith("ASIA") && !authorityProfiles.includes(profile),
    );
    const [first] = keys;
    if (first === undefined) return undefined;
    const names = [...new Set(keys.map(({ profile }) => word(facts.shell, profile)))];
    return {
      certainty: "certain",
      what: {
        en: `${keys.length === 1 ? "a long-lived key stands" : `${keys.length} long-lived keys stand`} in a file in clear text`,
        ja: `長期キーが${keys.length === 1 ? "" : ` ${keys.length} 個`}、平文でファイルに書かれています`,
      },
      evidence: keys.map(({ keyId, profile, place }) => ({ text: same(`[${profile}] ${keyId}`), place })),
      remedies: [
        {
          by: "you",
          text: {
            en: `move ${keys.length === 1 ? "it" : "them"} into the vault; programs then get credentials by tegata exec, or by a line in the profile: credential_process = tegata export --format json ${first.profile}`,
            ja: `vault に移します。以後プログラムは tegata exec か、プロファイルの credential_process = tegata export --format json ${first.profile} の行で認証情報を受け取ります`,
          },
          commands: [`tegata import --from credentials-file --scrub ${names.join(" ")}`],
        },
      ],
    };
  },
};

export const readableByOthers: Rule = {
  code: "files-readable-by-others",
  page: "files-readable-by-others",
  concern: "hygiene",
  judge(facts) {
    const files = facts.files.readableByOthers;
    if (files.length === 0) return undefined;
    return {
      certainty: "certain",
      what: {
        en: "other users of this machine may read files with secrets",
        ja: "秘密を含むファイルを、このマシンのほかのユーザーが読めます",
      },
      evidence: files.map(({ path, mode }) => ({
        text: same(`mode 0${mode.toString(8)}`),
        place: { file: path, line: 1 },
      })),
      remedies: [
        {
          by: "you",
          text: { en: "let nobody but yourself read them", ja: "自分だけが読めるようにします" },
          commands: [`chmod 600 ${files.map(({ path }) => word(facts.shell, path)).join(" ")}`],
        },
      ],
    };
  },
};

export const rootKeyInUse: Rule = {
  code: "root-key",
  page: "root-user",
  concern: "hygiene",
  judge(facts) {
    const arn = facts.endpoint?.identity?.arn;
    if (facts.signer?.kind !== "root-key" && !/:root$/.test(arn ?? "")) return undefined;
    return {
      certainty: "certain",
      what: {
        en: "the key is the root user's, which no policy of the account limits",
        ja: "このキーはルートユーザーのもので、アカウントのどのポリシーでも制限できません",
      },
      evidence: arn === undefined ? [] : [{ text: same(arn) }],
      remedies: [
        {
          by: "administrator",
          text: { en: "deactivate it, and use a user or a role", ja: "無効化し、ユーザーかロールを使います" },
          commands: deactivateKey(facts),
        },
      ],
    };
  },
};

export const readDifferently: Rule = {
  code: "read-differently",
  page: "profile-syntax",
  concern: "hygiene",
  judge(facts) {
    const told = refusedLines(facts);
    const warnings = facts.files.warnings.filter((warning) => !told.includes(warning));
    if (warnings.length === 0) return undefined;
    return {
      certainty: "certain",
      what: {
        en: "lines of the shared files that AWS's clients ignore, or read in different ways",
        ja: "共有ファイルに、AWS のクライアントが無視するか、クライアントによって読み方が異なる行があります",
      },
      evidence: warnings.map(({ message, place }) => ({ text: same(message), place })),
      remedies: [
        {
          by: "you",
          text: {
            en: `see the first of them: ${warnings[0] === undefined ? "" : describePlace(warnings[0].place)}`,
            ja: `最初の行を確認します: ${warnings[0] === undefined ? "" : describePlace(warnings[0].place)}`,
          },
          commands: [],
        },
      ],
    };
  },
};
