/** Sessions that are over, by where they lie: nobody renews what was copied. */
import type { CacheEntry, Facts, FileKey } from "../facts.ts";
import type { Certainty, Evidence, Remedy, Text } from "../finding.ts";
import type { Judgement, Rule } from "../judge/rule.ts";
import {
  editLine,
  holderOf,
  isThroughVault,
  leaveEnvironment,
  sessionVariables,
  throughVault,
} from "./lines.ts";
import { vaultAsProcess } from "./profiles.ts";
import { isWebIdentityExpired } from "./sign-ins.ts";
import { instant, isRefusedWith, span, symptomEvidence, unsetLines, word } from "./words.ts";

/** What `exec` and others set beside a session. */
const besideSession = ["AWS_CREDENTIAL_EXPIRATION", "AWS_VAULT"] as const;

/** A session of AWS's; an identity provider's token is told of by itself. */
function isSessionRefused(facts: Facts): boolean {
  return isRefusedWith(facts, "ExpiredToken") && !isWebIdentityExpired(facts);
}

export const expiredInEnvironment: Rule = {
  code: "expired-in-environment",
  page: "expired-token",
  judge(facts) {
    const { environment, nowMs } = facts;
    if (!environment.hasSecret) return undefined;
    if (!environment.hasToken) return leftOverExpiration(facts);
    const refused = isSessionRefused(facts);
    const { expiration } = environment;
    const isOver = expiration !== undefined && expiration.atMs <= nowMs;
    if (!refused && !(isOver && facts.symptom === undefined)) return undefined;
    if (expiration !== undefined && !isOver) return undefined;
    const leave = leaveDeadSession(facts);
    return {
      certainty: isOver || facts.signer?.from === "environment" ? "certain" : "likely",
      what: {
        en: "the session in the environment is over, and nothing renews what stands in variables",
        ja: "環境変数にあるセッションは期限切れです。環境変数の認証情報は自動では更新されません",
      },
      evidence: [
        ...symptomEvidence(facts),
        { text: over(expiration?.atMs, nowMs, expiration?.by), setting: "AWS_SESSION_TOKEN" },
        ...environment.exportedAt.map(
          ({ variable, file, line }): Evidence => ({
            text: {
              en: `${variable} is exported by a start-up file, so a new shell has it again`,
              ja: `${variable} は起動ファイルで設定されているため、新しいシェルでも設定されます`,
            },
            place: { file, line },
          }),
        ),
        ...environment.persisted.map(
          (name): Evidence => ({
            text: {
              en: `setx keeps ${name} for every new window, and \`set ${name}=\` does not undo that`,
              ja: `setx により ${name} は新しいウィンドウにも残ります。「set ${name}=」では消えません`,
            },
            setting: name,
          }),
        ),
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

/** botocore takes the variable for the end of whatever key stands beside it, a long-lived one too. */
function leftOverExpiration(facts: Facts): Judgement | undefined {
  const { environment, nowMs, shell } = facts;
  const { expiration } = environment;
  const name = "AWS_CREDENTIAL_EXPIRATION";
  if (expiration?.by !== name || expiration.atMs > nowMs) return undefined;
  if (!/refreshed credentials are still expired/.test(facts.symptom?.sentence ?? "")) return undefined;
  return {
    certainty: "certain",
    what: {
      en: `${name} was left behind by a session, and the client takes it for the end of the long-lived key`,
      ja: `以前のセッションの ${name} が残っていて、クライアントはこれを長期キーの有効期限とみなします`,
    },
    evidence: [...symptomEvidence(facts), { text: over(expiration.atMs, nowMs, undefined), setting: name }],
    remedies: [
      {
        by: "you",
        text: { en: "take it away", ja: "外します" },
        commands: unsetLines(shell, [name]),
      },
    ],
  };
}

function leaveDeadSession(facts: Facts): Pick<Remedy, "text" | "commands"> {
  const { shell, environment } = facts;
  const text = {
    en: "take the dead session out of the environment; profiles are used again then",
    ja: "期限切れのセッションを環境から外します。以後はプロファイルが使われます",
  };
  const beside = besideSession.filter((name) => environment.variables[name] !== undefined);
  const names = [...sessionVariables, ...beside];
  if (environment.vaultProfile === undefined) return leaveEnvironment(facts, text, names);
  // Within `tegata exec` these were all that there was.
  const left: Facts = { ...facts, environment: { ...environment, variables: {} } };
  return { text, commands: [...unsetLines(shell, names), throughVault(left, environment.vaultProfile)] };
}

export const expiredInFile: Rule = {
  code: "expired-in-file",
  page: "expired-token",
  judge(facts) {
    if (!isSessionRefused(facts)) return undefined;
    const holder = holderOf(facts);
    const key = facts.files.keys.find(({ profile, isTemporary }) => isTemporary && profile === holder);
    if (key === undefined || facts.signer?.from === "environment") return undefined;
    return {
      certainty: facts.signer?.from === "file" ? "certain" : "likely",
      what: {
        en: `profile "${key.profile}" has a session written into a file, and it is over`,
        ja: `プロファイル「${key.profile}」にはファイルに書き込まれたセッションがあり、期限切れです`,
      },
      evidence: [
        ...symptomEvidence(facts),
        { text: over(key.expirationMs, facts.nowMs, undefined), place: key.place },
      ],
      remedies: leaveFile(facts, key),
    };
  },
};

/**
 * Nobody renews what stands in a file; the vault does, also for clients that start it by themselves. What reads from the
 * terminal comes last: lines that are pasted behind it would be its input.
 */
function leaveFile(facts: Facts, { profile, place }: FileKey): readonly Remedy[] {
  const { shell } = facts;
  const store: Remedy = {
    by: "you-in-person",
    text: {
      en: "first keep the long-lived key in the vault, which makes sessions and renews them",
      ja: "まず長期キーを vault に入れます。セッションの作成と更新は vault が行います",
    },
    commands: [`tegata add ${word(shell, profile)}`],
  };
  const isStored =
    facts.profile.storedKeys?.includes(profile) ??
    (profile === facts.profile.name && facts.profile.hasStoredKey === true);
  return [
    ...(isStored ? [] : [store]),
    {
      by: "you-in-person",
      text: isStored
        ? {
            en: "take the dead session's lines out of the file, and let the vault give the credentials",
            ja: "期限切れのセッションの行をファイルから消し、認証情報は vault から取得します",
          }
        : {
            en: "then take the dead session's lines out of the file, and let the vault give the credentials",
            ja: "次に、期限切れのセッションの行をファイルから消し、認証情報は vault から取得します",
          },
      commands: [...(isThroughVault(facts) ? [] : [vaultAsProcess(facts, profile)]), editLine(shell, place)],
    },
  ];
}

export const expiredInCliCache: Rule = {
  code: "expired-in-cli-cache",
  page: "expired-token",
  judge(facts) {
    if (!isRefusedWith(facts, "ExpiredToken") && !isRefusedWith(facts, "InvalidClientTokenId"))
      return undefined;
    const entry = facts.caches.entries.find(
      ({ cache, profiles, keyId }) =>
        cache === "aws-cli" &&
        profiles.includes(facts.profile.name) &&
        (facts.signer?.keyId === undefined || keyId === undefined || keyId === facts.signer.keyId),
    );
    if (entry === undefined || facts.signer?.from !== "cli-cache") return undefined;
    return {
      certainty: "certain",
      what: {
        en: "the AWS CLI keeps a session of this profile in its cache that the service no longer takes",
        ja: "AWS CLI のキャッシュにある、このプロファイルのセッションはもう受け付けられません",
      },
      evidence: [...symptomEvidence(facts), cacheEvidence(entry, facts.nowMs)],
      remedies: [
        {
          by: "you",
          text: { en: "clear it; the AWS CLI makes a new one", ja: "消去すると、AWS CLI が新しく作ります" },
          commands: [`tegata cache clear --aws-cli --yes ${word(facts.shell, facts.profile.name)}`],
        },
      ],
    };
  },
};

export const expiredInVault: Rule = {
  code: "expired-in-vault",
  page: "expired-token",
  judge(facts) {
    const isDead = isRefusedWith(facts, "ExpiredToken") || isRefusedWith(facts, "InvalidClientTokenId");
    if (!isDead || facts.signer?.from !== "vault") return undefined;
    // IAM takes none of these, however young.
    if (
      facts.signer.kind === "user-session" &&
      facts.signer.hasMfa === false &&
      facts.symptom?.service === "iam"
    )
      return undefined;
    const entry = facts.caches.entries.find(
      ({ cache, profiles }) => cache === "vault" && profiles.includes(facts.profile.name),
    );
    if (entry === undefined) return undefined;
    return {
      certainty: keptCertainty(facts, entry),
      what: {
        en: "the vault keeps a session of this profile that the service no longer takes",
        ja: "vault が保持しているこのプロファイルのセッションは、もう受け付けられません",
      },
      evidence: [...symptomEvidence(facts), cacheEvidence(entry, facts.nowMs)],
      remedies: [
        {
          by: "you",
          text: {
            en: "forget it; the next command makes a new one",
            ja: "破棄すると、次のコマンドで作り直されます",
          },
          commands: [`tegata clear ${word(facts.shell, facts.profile.name)}`],
        },
      ],
    };
  },
};

/** One that lives on is not over; otherwise the key that it was made with counts, so that it is the session that does not. */
function keptCertainty(facts: Facts, { expirationMs }: CacheEntry): Certainty {
  // Without the vault, AWS's clients take the file's.
  if (facts.command === undefined && facts.files.keys.some(({ profile }) => profile === facts.profile.name))
    return "possible";
  const livesOn = expirationMs !== undefined && expirationMs > facts.nowMs;
  // Handed over without asking the service, whose clock counts.
  const isUnchecked = facts.command?.includes("--no-check") === true;
  if (livesOn && !isUnchecked && isRefusedWith(facts, "ExpiredToken")) return "possible";
  return facts.endpoint?.identity === undefined ? "likely" : "certain";
}

/** Where the session lies is not known: what is certain is what the service says. */
export const expiredSomewhere: Rule = {
  code: "expired-session",
  page: "expired-token",
  judge(facts) {
    if (!isSessionRefused(facts)) return undefined;
    const others = [expiredInEnvironment, expiredInFile, expiredInCliCache, expiredInVault];
    if (others.some((rule) => rule.judge(facts) !== undefined)) return undefined;
    return {
      certainty: "likely",
      what: {
        en: "the session that signed is over; where it was taken from is not seen from here",
        ja: "署名に使われたセッションは期限切れです。どこから取られたかは、ここからは分かりません",
      },
      evidence: symptomEvidence(facts),
      remedies: [
        {
          by: "you",
          text: {
            en: "see which credentials are used, and which others they hide",
            ja: "どの認証情報が使われ、何を隠しているか確かめます",
          },
          commands: [
            facts.profile.exists ? `tegata whoami ${word(facts.shell, facts.profile.name)}` : "tegata whoami",
          ],
        },
      ],
    };
  },
};

function cacheEvidence({ path, expirationMs, roleArn }: CacheEntry, nowMs: number): Evidence {
  const role = roleArn === undefined ? "" : `${roleArn}: `;
  const end = over(expirationMs, nowMs, undefined);
  return {
    text: { en: `${role}${end.en}`, ja: `${role}${end.ja}` },
    ...(path !== undefined && { place: { file: path, line: 1 } }),
  };
}

function over(atMs: number | undefined, nowMs: number, by: string | undefined): Text {
  if (atMs === undefined)
    return {
      en: "when it ended cannot be known from here",
      ja: "いつ期限が切れたかは、ここからは分かりません",
    };
  const ago = span(nowMs - atMs);
  const source = by === undefined ? { en: "", ja: "" } : { en: ` (${by})`, ja: `（${by}）` };
  if (atMs > nowMs)
    return {
      en: `it lives until ${instant(atMs)}${source.en}`,
      ja: `有効期限は ${instant(atMs)} です${source.ja}`,
    };
  return {
    en: `it ended at ${instant(atMs)}, ${ago.en} ago${source.en}`,
    ja: `${instant(atMs)} に期限が切れました（${ago.ja}前）${source.ja}`,
  };
}
