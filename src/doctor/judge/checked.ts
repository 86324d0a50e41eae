/** What was looked at, so that "nothing found" says how much it is worth. */
import type { Facts } from "../facts.ts";
import type { Text } from "../finding.ts";

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
            en: `the plan: ${plan.steps.map(({ kind }) => kind).join(" → ")}`,
            ja: `計画: ${plan.steps.map(({ kind }) => kind).join(" → ")}`,
          },
        ]),
    ...(signer === undefined
      ? []
      : [
          {
            en: `the credentials that sign: ${signer.kind}, from ${signer.from}`,
            ja: `署名する認証情報: ${signer.kind}（${signer.from}）`,
          },
        ]),
    ...(endpoint === undefined
      ? [{ en: "the endpoint was not asked", ja: "エンドポイントには問い合わせていません" }]
      : [
          {
            en: `the endpoint ${endpoint.url}: ${endpoint.reach}${clock(endpoint.clockOffsetMs)}`,
            ja: `エンドポイント ${endpoint.url}: ${endpoint.reach}${clock(endpoint.clockOffsetMs)}`,
          },
        ]),
    ...(client?.version === undefined ? [] : [same(`${client.program} ${client.version}`)]),
  ];
}

function clock(offsetMs: number | undefined): string {
  return offsetMs === undefined ? "" : `, ${offsetMs >= 0 ? "+" : ""}${Math.round(offsetMs / 1000)} s`;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

function same(text: string): Text {
  return { en: text, ja: text };
}
