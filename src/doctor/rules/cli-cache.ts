/** What the AWS CLI keeps of sessions: files that are cut off, and one for several profiles. */
import type { Rule } from "../judge/rule.ts";
import { isKeyRefused } from "./which-credentials.ts";
import { profileOption, same, symptomEvidence } from "./words.ts";

export const brokenCliCache: Rule = {
  code: "cli-cache-broken",
  page: "cli-cache-broken",
  judge(facts) {
    const named = facts.symptom?.named?.file;
    const all = facts.caches.entries.filter(
      ({ cache, isBroken, path }) =>
        cache === "aws-cli" && isBroken && (named === undefined || path?.includes(named) === true),
    );
    const own = all.filter(({ profiles }) => profiles.includes(facts.profile.name));
    const broken = named === undefined && own.length > 0 ? own : all;
    const [first] = broken;
    const isShown = facts.symptom?.by === "client" && facts.symptom.code === "CacheCorrupt";
    if (first === undefined || !isShown) return undefined;
    return {
      certainty: named === undefined && own.length === 0 ? "likely" : "certain",
      what:
        named === undefined
          ? {
              en: "a file of the AWS CLI's cache holds no credentials, and the AWS CLI prints nothing but what it misses there",
              ja: "AWS CLI のキャッシュファイルに認証情報がなく、AWS CLI は足りない項目の名前だけを表示しています",
            }
          : {
              en: "a file of the AWS CLI's cache is empty or cut off, and the AWS CLI prints nothing but its name",
              ja: "AWS CLI のキャッシュファイルが空か壊れていて、AWS CLI はその名前だけを表示しています",
            },
      evidence: [
        ...symptomEvidence(facts),
        ...broken.flatMap(({ path }) =>
          path === undefined
            ? []
            : [
                {
                  text: { en: "not what the AWS CLI writes", ja: "AWS CLI が書く形式ではありません" },
                  place: { file: path, line: 1 },
                },
              ],
        ),
      ],
      remedies: [
        {
          by: "you",
          text: { en: "clear it; the AWS CLI makes a new one", ja: "消去すると、AWS CLI が新しく作ります" },
          commands: ["tegata cache clear --aws-cli --yes"],
        },
      ],
    };
  },
};

/** AWS CLI: what its cache calls a session names the role and not who assumed it, nor where. */
export const cliCacheShared: Rule = {
  code: "cli-cache-shared",
  page: "cli-cache-broken",
  judge(facts) {
    const { profile, shell, symptom, signer } = facts;
    if (symptom?.by !== "service") return undefined;
    // Who ran the command is not known where only its error is: then the vault may have been asked instead.
    const isUsed = signer?.from === "cli-cache";
    if (!isUsed && !isKeyRefused(facts)) return undefined;
    const entry = facts.caches.entries.find(
      ({ cache, profiles, isBroken }) =>
        cache === "aws-cli" && !isBroken && profiles.includes(profile.name) && profiles.length > 1,
    );
    if (entry === undefined) return undefined;
    const others = entry.profiles.filter((name) => name !== profile.name).join(", ");
    return {
      certainty: isUsed && isKeyRefused(facts) ? "certain" : "possible",
      what: {
        en: `the AWS CLI keeps one session for "${profile.name}" and for ${others}: the same role, whoever assumes it and at whatever endpoint`,
        ja: `AWS CLI は「${profile.name}」と ${others} のセッションを 1 つのファイルに保存しています。ロールが同じなら、引き受ける人やエンドポイントが違っても区別されません`,
      },
      evidence: [
        ...symptomEvidence(facts),
        ...(entry.path === undefined
          ? []
          : [{ text: same(entry.profiles.join(", ")), place: { file: entry.path, line: 1 } }]),
      ],
      remedies: [
        {
          by: "you",
          text: {
            en: "give this profile's sessions a name of their own, which tells them apart",
            ja: "このプロファイルのセッションに別の名前を付け、区別されるようにします",
          },
          commands: [
            `aws configure set role_session_name ${sessionName(profile.name)} ${profileOption(shell, profile.name)}`,
          ],
        },
      ],
    };
  },
};

/** AWS: RoleSessionName is 2 to 64 characters of `[\w+=,.@-]`. */
function sessionName(profile: string): string {
  return `tegata-${profile.replaceAll(/[^A-Za-z0-9_+=,.@-]/g, "-")}`.slice(0, 64);
}
