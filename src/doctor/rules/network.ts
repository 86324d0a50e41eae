/** An endpoint that no request came to, or another one than was meant. */
import type { Shell } from "../../vault/deliver/index.ts";
import type { Facts, Reach } from "../facts.ts";
import type { Evidence, Remedy, Text } from "../finding.ts";
import type { Rule } from "../judge/rule.ts";
import { editLine } from "./lines.ts";
import {
  isClientFailure,
  isConfirmed,
  isRefusedWith,
  same,
  setLines,
  settingEvidence,
  symptomEvidence,
  unsetLines,
  word,
} from "./words.ts";

/** `no-connection`: there was none, and neither the text nor a look at the endpoint tells why. */
type Trouble = Exclude<Reach, "reached"> | "no-connection";

const words: Readonly<Record<Trouble, Text>> = {
  "name-not-resolved": { en: "its name cannot be resolved (DNS)", ja: "名前を解決できません（DNS）" },
  refused: { en: "nothing listens there", ja: "そこで待ち受けているものがありません" },
  "timed-out": { en: "nobody answers in time", ja: "時間内に応答がありません" },
  "no-route": {
    en: "there is no way to it from here: the network or a VPN is missing",
    ja: "ここから到達できる経路がありません（ネットワークか VPN が接続されていません）",
  },
  cut: {
    en: "the connection is cut before an answer: by a firewall, or by what listens there",
    ja: "応答の前に接続が切断されます（ファイアウォールか、待ち受けている側によるものです）",
  },
  tls: { en: "its certificate is not trusted", ja: "証明書が信頼されていません" },
  "tls-name": { en: "its certificate is for another name", ja: "証明書は別の名前のものです" },
  "no-tls": {
    en: "what listens there speaks no TLS: where https stands, http may be meant",
    ja: "待ち受けているものは TLS を話しません。https は http の誤りかもしれません",
  },
  "ca-bundle": {
    en: "the file of trusted certificate authorities (CA bundle) cannot be read",
    ja: "信頼する認証局のファイル（CA バンドル）を読めません",
  },
  proxy: { en: "the proxy does not let the request through", ja: "プロキシがリクエストを通しません" },
  "not-aws": {
    en: "something else answers there: a web page, a captive portal or another server",
    ja: "別のもの（Web ページ、キャプティブポータル、ほかのサーバー）が応答しています",
  },
  "no-connection": { en: "there was no connection", ja: "接続できませんでした" },
};

const symptomTroubles = [
  ["NameNotResolved", "name-not-resolved"],
  ["ConnectionRefused", "refused"],
  ["ConnectionTimedOut", "timed-out"],
  ["TlsFailure", "tls"],
  ["ProxyFailure", "proxy"],
  ["NotAwsAnswer", "not-aws"],
  ["NoConnection", "no-connection"],
] as const;

/** To look at where nobody names an endpoint. */
const awsUrl = "https://sts.amazonaws.com/";

export const endpointNotReached: Rule = {
  code: "endpoint-not-reached",
  page: "could-not-connect-to-the-endpoint-url",
  judge(facts) {
    const seen = reachSeen(facts);
    const told = toldIn(facts, seen);
    // Another failure than the network's says that the endpoint was reached then, or was not yet asked.
    if (told === undefined && (facts.hasError || seen === undefined)) return undefined;
    const isVague = told === undefined || told === "no-connection";
    const trouble = (isVague ? seen : told) ?? told;
    if (trouble === undefined) return undefined;
    const url = endpointOf(facts, trouble);
    const text = words[trouble];
    return {
      certainty: trouble === "no-connection" ? "likely" : "certain",
      what: {
        en: `${url === "" ? "the service" : `the endpoint ${url}`} was not reached: ${text.en}`,
        ja: `${url === "" ? "サービス" : `エンドポイント ${url} `}に届きませんでした。${text.ja}`,
      },
      evidence: [
        ...symptomEvidence(facts),
        ...settingEvidence(
          facts.endpoint?.by?.setting ?? "endpoint_url",
          facts.endpoint?.by ?? facts.profile.endpointUrl,
        ),
        ...(trouble === "ca-bundle" ? bundleVariables(facts).map(variableEvidence(facts)) : []),
        ...proxyEvidence(facts),
      ],
      remedies: remediesOf(trouble, url, facts),
    };
  },
};

/** All that is wrong with TLS has one code: the client's sentence or a look at the endpoint may say more. */
function toldIn(facts: Facts, seen: Trouble | undefined): Trouble | undefined {
  const told = symptomTroubles.find(([code]) => isClientFailure(facts, code))?.[1];
  if (told !== "tls") return told;
  const said = tlsTroubles.find(([text]) => text.test(facts.symptom?.sentence ?? ""))?.[1];
  return said ?? tlsTroubles.find(([, trouble]) => trouble === seen)?.[1] ?? told;
}

/** OpenSSL's words, Python's, requests' and Node's. */
const tlsTroubles = [
  [/CA certificate bundle, invalid path|SSL validation failed for \S+ \[Errno \d+\]/, "ca-bundle"],
  [
    /WRONG_VERSION_NUMBER|wrong version number|gave HTTP response to HTTPS|record layer failure|PACKET_LENGTH_TOO_LONG/i,
    "no-tls",
  ],
  [/hostname mismatch|IP address mismatch|doesn't match|certificate is valid for|altname/i, "tls-name"],
] as const;

/** What a look at the endpoint showed; nothing where the failure is about another one. */
function reachSeen({ endpoint, symptom }: Facts): Exclude<Reach, "reached"> | undefined {
  if (endpoint === undefined || endpoint.reach === "reached") return undefined;
  const told = symptom?.named?.url;
  return told === undefined || originOf(told) === originOf(endpoint.url) ? endpoint.reach : undefined;
}

/** A client that fails at a proxy names the proxy, not where it was going. */
function endpointOf({ endpoint, profile, symptom }: Facts, trouble: Trouble): string {
  const meant = endpoint?.url ?? profile.endpointUrl?.value;
  return (trouble === "proxy" ? meant : (symptom?.named?.url ?? meant)) ?? "";
}

function remediesOf(trouble: Trouble, url: string, facts: Facts): readonly Remedy[] {
  const { shell, environment, profile } = facts;
  switch (trouble) {
    case "tls":
      return [
        {
          by: "you-in-person",
          text: {
            en: "trust the certificate authority that signed it, if it is your own: fill in the path of its certificate",
            ja: "自分の認証局であれば、その証明書のパスを指定して信頼するようにします",
          },
          commands: setLines(shell, "AWS_CA_BUNDLE", "/path/to/ca.pem"),
        },
      ];
    case "proxy":
      return proxyRemedies(url, facts);
    case "ca-bundle":
      return bundleRemedies(facts);
    default: {
      // What a proxy answers is the proxy's page.
      if (trouble === "not-aws" && proxyEvidence(facts).length > 0) return proxyRemedies(url, facts);
      const variable = Object.entries(environment.variables).find(
        ([name, value]) => /^AWS_ENDPOINT_URL\w*$/.test(name) && originOf(value ?? "") === originOf(url),
      )?.[0];
      if (variable !== undefined)
        return [
          {
            by: "you",
            text: {
              en: `${variable} sends requests there: take it away, or start what should listen`,
              ja: `${variable} が宛先を決めています。外すか、待ち受けるはずのものを起動します`,
            },
            commands: unsetLines(shell, [variable]),
          },
        ];
      const line = profile.endpointUrl?.place;
      if (line === undefined) return [look(url, shell, network)];
      return [
        {
          by: "you-in-person",
          text: {
            en: "start what should answer there, or mend the line",
            ja: "そこで応答するはずのものを起動するか、該当の行を直します",
          },
          commands: [editLine(shell, line)],
        },
        look(url, shell, { en: "see what answers there", ja: "何が応答するか確かめます" }),
      ];
    }
  }
}

/** Those that the client's sentence names, else the one that the AWS CLI looks at first. */
function bundleVariables({ environment, symptom }: Facts): readonly string[] {
  const all = ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"].filter((name) => environment.variables[name]);
  const named = all.filter((name) => symptom?.sentence.includes(environment.variables[name] ?? ""));
  return named.length > 0 ? named : all.slice(0, 1);
}

/** AWS: SDKs and tools reference, "General configuration": `ca_bundle`, and the variable before it. */
function bundleRemedies(facts: Facts): readonly Remedy[] {
  const { shell, profile } = facts;
  const set = bundleVariables(facts);
  if (set.length > 0)
    return [
      {
        by: "you",
        text: {
          en: `take ${set.join(", ")} away, or name a file that is there`,
          ja: `${set.join("、")} を外すか、存在するファイルを指定します`,
        },
        commands: unsetLines(shell, set),
      },
    ];
  return [
    {
      by: "you-in-person",
      text: {
        en: "mend the line ca_bundle of the profile",
        ja: "プロファイルの ca_bundle の行を直します",
      },
      commands: profile.place === undefined ? [] : [editLine(shell, profile.place)],
    },
  ];
}

const proxyVariables = ["HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"] as const;

/** Past the proxy where the endpoint is one's own; AWS itself may be reached by nothing but a proxy that works. */
function proxyRemedies(url: string, { shell, environment, symptom }: Facts): readonly Remedy[] {
  const { variables } = environment;
  const told = symptom?.named?.url;
  const failing = proxyVariables.filter(
    (name) =>
      variables[name] !== undefined && (told === undefined || originOf(variables[name]) === originOf(told)),
  );
  const unset: Remedy = {
    by: "you",
    text: {
      en: `use no proxy: take ${failing.join(", ")} away`,
      ja: `プロキシを使わないようにします（${failing.join("、")} を外します）`,
    },
    commands: unsetLines(shell, failing),
  };
  const list = variables.no_proxy === undefined ? "NO_PROXY" : "no_proxy";
  const host = hostOf(url);
  const past: Remedy = {
    by: "you",
    text: { en: "leave the proxy out for this host", ja: "このホストをプロキシの対象外にします" },
    commands: setLines(shell, list, variables[list] === undefined ? host : `${variables[list]},${host}`),
  };
  if (failing.length === 0) return host === "" ? [look(url, shell, network)] : [past];
  return host === "" || host.endsWith(".amazonaws.com") ? [unset] : [past, unset];
}

const network: Text = {
  en: "connect this machine to the network, or sign in to it, and see what answers",
  ja: "このマシンをネットワークにつなぐか、ネットワークにサインインし、何が応答するか確かめます",
};

function look(url: string, shell: Shell, text: Text): Remedy {
  return {
    by: "you-in-person",
    text,
    commands: [`curl -sv ${word(shell, url === "" ? awsUrl : url)}`],
  };
}

function proxyEvidence(facts: Facts): readonly Evidence[] {
  const set = proxyVariables.filter((name) => facts.environment.variables[name] !== undefined);
  return set.map(variableEvidence(facts));
}

function variableEvidence({ environment }: Facts): (name: string) => Evidence {
  return (name) => ({ text: same(`${name} = ${environment.variables[name]}`), setting: name });
}

/** AWS: SDKs and tools reference, "Service-specific endpoints": a variable stands before the files. */
export const endpointOverruled: Rule = {
  code: "endpoint-overruled",
  page: "invalid-client-token-id",
  judge(facts) {
    const { profile, shell } = facts;
    const own = profile.overruledEndpointUrl;
    const variable = profile.endpointUrl?.setting;
    if (own === undefined || variable === undefined || profile.endpointUrl === undefined) return undefined;
    if (originOf(own.value) === originOf(profile.endpointUrl.value)) return undefined;
    if (!isRefusedWith(facts, "InvalidClientTokenId")) return undefined;
    return {
      certainty: isConfirmed(facts, "InvalidClientTokenId") ? "certain" : "likely",
      what: {
        en: `${variable} sends requests to ${profile.endpointUrl.value}, but profile "${profile.name}" belongs to ${own.value}: its key is not known there`,
        ja: `${variable} によりリクエストは ${profile.endpointUrl.value} に送られますが、プロファイル「${profile.name}」は ${own.value} のものです。キーはそこでは認識されません`,
      },
      evidence: [
        ...symptomEvidence(facts),
        ...settingEvidence(variable, profile.endpointUrl),
        ...settingEvidence("endpoint_url", own),
      ],
      remedies: [
        {
          by: "you",
          text: {
            en: "take the variable away; the profile's endpoint is used then",
            ja: "変数を外します。以後はプロファイルのエンドポイントが使われます",
          },
          commands: unsetLines(shell, [variable]),
        },
      ],
    };
  },
};

/** Clients name a host without its scheme, too. */
function originOf(url: string): string {
  const text = /^[a-z]+:\/\//i.test(url) ? url : `http://${url}`;
  return URL.canParse(text) ? new URL(text).host : url;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : url;
}
