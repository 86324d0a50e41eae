/** An endpoint that no request came to. */
import type { Facts, Reach } from "../facts.ts";
import type { Text } from "../finding.ts";
import type { Rule } from "../judge/rule.ts";
import { isClientFailure } from "./profiles.ts";
import { same, settingEvidence, symptomEvidence, unsetLines } from "./words.ts";

type Trouble = Exclude<Reach, "reached">;

const words: Readonly<Record<Trouble, Text>> = {
  "name-not-resolved": { en: "its name cannot be resolved (DNS)", ja: "名前を解決できません（DNS）" },
  refused: { en: "nothing listens there", ja: "そこで待ち受けているものがありません" },
  "timed-out": { en: "nobody answers in time", ja: "時間内に応答がありません" },
  tls: { en: "its certificate is not trusted", ja: "証明書が信頼されていません" },
  proxy: { en: "the proxy does not let the request through", ja: "プロキシが要求を通しません" },
  "not-aws": {
    en: "something else answers there: a web page, a captive portal or another server",
    ja: "別のもの（Web ページ、キャプティブポータル、ほかのサーバー）が応答しています",
  },
};

const symptomTroubles: readonly (readonly [string, Trouble])[] = [
  ["NameNotResolved", "name-not-resolved"],
  ["ConnectionRefused", "refused"],
  ["ConnectionTimedOut", "timed-out"],
  ["TlsFailure", "tls"],
  ["ProxyFailure", "proxy"],
  ["NotAwsAnswer", "not-aws"],
  ["NoConnection", "refused"],
];

export const endpointNotReached: Rule = {
  code: "endpoint-not-reached",
  page: "could-not-connect-to-the-endpoint-url",
  judge(facts) {
    const told = symptomTroubles.find(([code]) => isClientFailure(facts, code))?.[1];
    const seen = facts.endpoint?.reach;
    const isSeen = seen !== undefined && seen !== "reached";
    // Another failure than the network's says that the endpoint was reached then, or was not yet asked.
    if (told === undefined && (facts.hasError || !isSeen)) return undefined;
    const trouble = isSeen ? seen : told;
    if (trouble === undefined) return undefined;
    const url = facts.symptom?.named?.url ?? facts.endpoint?.url ?? "";
    const text = words[trouble];
    return {
      certainty: "certain",
      what: {
        en: `the endpoint ${url} was not reached: ${text.en}`,
        ja: `エンドポイント ${url} に届きませんでした。${text.ja}`,
      },
      evidence: [
        ...symptomEvidence(facts),
        ...settingEvidence(
          facts.endpoint?.by?.setting ?? "endpoint_url",
          facts.endpoint?.by ?? facts.profile.endpointUrl,
        ),
        ...proxyEvidence(facts),
      ],
      remedies: [remedyOf(trouble, url, facts)],
    };
  },
};

function remedyOf(trouble: Trouble, url: string, { shell, environment }: Facts) {
  const variable = ["AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL_IAM", "AWS_ENDPOINT_URL"].find(
    (name) => environment.variables[name] !== undefined,
  );
  if (trouble === "tls")
    return {
      by: "you" as const,
      text: {
        en: "trust the authority that signed it, if it is yours",
        ja: "自分の認証局であれば、信頼するように設定します",
      },
      commands: [
        shell === "fish" ? "set -gx AWS_CA_BUNDLE /path/to/ca.pem" : "export AWS_CA_BUNDLE=/path/to/ca.pem",
      ],
    };
  if (trouble === "proxy")
    return {
      by: "you" as const,
      text: { en: "leave the proxy out for this host", ja: "このホストをプロキシの対象外にします" },
      commands: [`export NO_PROXY=${hostOf(url)}`],
    };
  if (variable !== undefined)
    return {
      by: "you" as const,
      text: {
        en: `${variable} sends requests there: take it away, or start what should listen`,
        ja: `${variable} が宛先を決めています。外すか、待ち受けるはずのものを起動します`,
      },
      commands: unsetLines(shell, [variable]),
    };
  return {
    by: "you" as const,
    text: { en: "see what answers there", ja: "何が応答するか確かめます" },
    commands: [`curl -sv ${url === "" ? "ENDPOINT" : url}`],
  };
}

function proxyEvidence({ environment }: Facts) {
  return ["HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"].flatMap((name) => {
    const value = environment.variables[name];
    return value === undefined ? [] : [{ text: same(`${name} = ${value}`), setting: name }];
  });
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : url;
}
