/** What was looked at, so that "nothing found" says how much it is worth. */
import { same } from "../../base/index.ts";
import { nameOfStep } from "../../vault/plan/index.ts";
import type { Facts, Reach, SignerFacts } from "../facts.ts";
import type { Text } from "../finding.ts";
import { kindWords, span } from "../rules/words.ts";

/** In the order in which credentials are looked for. Pure. */
export function listChecked(facts: Facts): readonly Text[] {
  const { profile, environment, files, caches, endpoint, client, plan, planProblem, signer } = facts;
  const keys = environment.keyId === undefined ? { en: "no keys", ja: "キーなし" } : same(environment.keyId);
  const served = ["AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"]
    .filter((name) => environment.variables[name] !== undefined)
    .map((name) => `, ${name} = ${environment.variables[name]}`)
    .join("");
  return [
    {
      en: `the profile "${profile.name}"${profile.exists ? "" : ", which no file has"}`,
      ja: `プロファイル「${profile.name}」${profile.exists ? "" : "（どのファイルにもありません）"}`,
    },
    { en: `the environment: ${keys.en}${served}`, ja: `環境変数: ${keys.ja}${served}` },
    {
      en: `the shared files: ${count(files.keys.length, "key", "keys")}, ${count(files.warnings.length, "odd line", "odd lines")}`,
      ja: `共有ファイル: キー ${files.keys.length} 個、注意が必要な行 ${files.warnings.length} 行`,
    },
    {
      en: `the caches of the AWS CLI, of SSO and of the vault: ${count(caches.entries.length, "entry", "entries")}`,
      ja: `AWS CLI・SSO・vault のキャッシュ: ${caches.entries.length} 件`,
    },
    ...(plan === undefined
      ? [
          planProblem === undefined
            ? { en: "no plan: the keyring is locked", ja: "計画なし: キーリングがロックされています" }
            : same(planProblem.message),
        ]
      : [
          {
            en: `the plan: ${plan.steps.map(({ kind }) => nameOfStep(kind).en).join(" → ")}`,
            ja: `計画: ${plan.steps.map(({ kind }) => nameOfStep(kind).ja).join(" → ")}`,
          },
        ]),
    ...(signer === undefined
      ? []
      : [
          {
            en: `the credentials that sign: ${kindWords[signer.kind].en}, ${fromWords[signer.from].en}`,
            ja: `署名する認証情報: ${kindWords[signer.kind].ja}（${fromWords[signer.from].ja}）`,
          },
        ]),
    ...(endpoint === undefined
      ? [{ en: "the endpoint was not asked", ja: "エンドポイントには問い合わせていません" }]
      : [
          {
            en: `the endpoint ${endpoint.url}: ${reachWords[endpoint.reach].en}${clockWords(endpoint.clockOffsetMs).en}`,
            ja: `エンドポイント ${endpoint.url}: ${reachWords[endpoint.reach].ja}${clockWords(endpoint.clockOffsetMs).ja}`,
          },
        ]),
    ...(client?.version === undefined ? [] : [same(`${client.program} ${client.version}`)]),
  ];
}

const fromWords: Readonly<Record<SignerFacts["from"], Text>> = {
  environment: { en: "from the environment", ja: "環境変数" },
  file: { en: "from a file", ja: "ファイル" },
  vault: { en: "from the vault", ja: "vault" },
  "cli-cache": { en: "from the AWS CLI's cache", ja: "AWS CLI のキャッシュ" },
  container: { en: "from the container", ja: "コンテナ" },
  unknown: { en: "from where is not known", ja: "取得元は不明" },
};

const reachWords: Readonly<Record<Reach, Text>> = {
  reached: { en: "reached", ja: "接続できました" },
  "name-not-resolved": { en: "its name is not resolved", ja: "名前を解決できません" },
  refused: { en: "the connection is refused", ja: "接続が拒否されました" },
  "timed-out": { en: "no answer in time", ja: "時間内に応答がありません" },
  "no-route": { en: "there is no way to it", ja: "到達できる経路がありません" },
  cut: { en: "the connection is cut", ja: "接続が切断されます" },
  "tls-name": { en: "its certificate is for another name", ja: "証明書は別の名前のものです" },
  "no-tls": { en: "it speaks no TLS", ja: "TLS ではありません" },
  "ca-bundle": { en: "the CA bundle cannot be read", ja: "CA バンドルを読めません" },
  tls: { en: "its certificate is not trusted", ja: "証明書を信頼できません" },
  proxy: { en: "the proxy does not let it through", ja: "プロキシを通れません" },
  "not-aws": { en: "something else than AWS answers", ja: "AWS 以外が応答しています" },
};

/** A Date header has whole seconds, and came some time ago. */
const agreesWithinMs = 3_000;

function clockWords(offsetMs: number | undefined): Text {
  if (offsetMs === undefined) return same("");
  if (Math.abs(offsetMs) <= agreesWithinMs)
    return { en: "; its clock agrees", ja: "。時計のずれはありません" };
  const apart = Math.abs(offsetMs) < 60_000 ? seconds(offsetMs) : span(offsetMs);
  return offsetMs > 0
    ? { en: `; its clock is ${apart.en} ahead of this one`, ja: `。相手の時計が ${apart.ja}進んでいます` }
    : { en: `; its clock is ${apart.en} behind this one`, ja: `。相手の時計が ${apart.ja}遅れています` };
}

function seconds(milliseconds: number): Text {
  const number = Math.round(Math.abs(milliseconds) / 1000);
  return { en: `${number} s`, ja: `${number} 秒` };
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
