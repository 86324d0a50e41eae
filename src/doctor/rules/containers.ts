/** Report 1's container: what a command's environment gives to a container, and what it cannot give. */
import { innerCommand, programOf } from "../command.ts";
import type { Facts } from "../facts.ts";
import type { Remedy } from "../finding.ts";
import type { Rule } from "../judge/rule.ts";
import { editLine, runsCompose, throughVault } from "./lines.ts";
import { isClientFailure, isRefusedWith, same, symptomEvidence } from "./words.ts";

/** What a client in a container reads besides; the AWS CLI v1 and boto3 the second of the regions only. */
const surroundings = ["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL"] as const;
const needed = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] as const;
/** A server's instead of those. */
const served = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
const loopback = /^(?:https?:\/\/)?(?:127\.|localhost|\[::1\])/;

export const containerVariablesNotListed: Rule = {
  code: "container-variables-not-listed",
  page: "docker-compose",
  judge(facts) {
    const { container, shell } = facts;
    if (container?.composeFile === undefined || !runsCompose(facts)) return undefined;
    const { passedVariables } = container;
    const isRegion = isClientFailure(facts, "NoRegion");
    const wanted = isRegion ? (["AWS_DEFAULT_REGION"] as const) : needed;
    const missing = wanted.filter((name) => !passedVariables.includes(name));
    if (missing.length === 0 || (passedVariables.includes(served) && !isRegion)) return undefined;
    const isWithout =
      isRegion || isClientFailure(facts, "NoCredentials") || isClientFailure(facts, "PartialCredentials");
    // A service that refuses had credentials: those without their token, or none of these.
    if (facts.symptom?.by === "service" && missing.length === needed.length) return undefined;
    const place = { file: container.composeFile, line: 1 };
    return {
      certainty: container.hasEnvFile === true ? "possible" : isWithout ? "certain" : "likely",
      what: {
        en: `the compose file does not list ${missing.join(", ")}, and a container gets only the variables that are listed`,
        ja: `compose ファイルに ${missing.join(", ")} がありません。コンテナに渡るのは列挙された変数だけです`,
      },
      evidence: [
        ...symptomEvidence(facts),
        {
          text:
            passedVariables.length === 0
              ? { en: "it lists none of AWS's variables", ja: "AWS の変数は 1 つも列挙されていません" }
              : {
                  en: `it lists ${passedVariables.join(", ")}`,
                  ja: `列挙されている変数: ${passedVariables.join(", ")}`,
                },
          place,
        },
      ],
      remedies: [
        {
          by: "you-in-person",
          text: {
            en: `add to the service: environment: [${[...needed, ...surroundings].join(", ")}]`,
            ja: `サービスに追加します: environment: [${[...needed, ...surroundings].join(", ")}]`,
          },
          commands: [editLine(shell, place)],
        },
      ],
    };
  },
};

/** Failures of a connection; any other tells of something that stands before it, or behind. */
const unreached = [
  "NoConnection",
  "ConnectionRefused",
  "ConnectionTimedOut",
  "ContainerCredentials",
] as const;

export const containerLoopback: Rule = {
  code: "container-loopback-endpoint",
  page: "docker-compose",
  judge(facts) {
    const { container, symptom, profile } = facts;
    const { variables } = facts.environment;
    const isStarted = runsContainer(facts);
    if (!unreached.some((code) => isClientFailure(facts, code)) || container?.usesHostNetwork === true)
      return undefined;
    const url = symptom?.named?.url;
    if (url !== undefined && !loopback.test(url)) return undefined;
    if (isStarted && url !== undefined)
      return judgeLoopback(facts, `the endpoint ${url}`, `エンドポイント ${url}`, true);
    const name = [served, "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS"].find((each) =>
      loopback.test(variables[each] ?? ""),
    );
    // Inside one, what answers us there was not what is missing.
    const isInside = container?.isInside === true && facts.endpoint?.reach !== "reached";
    if (name !== undefined && (isStarted || isInside)) return judgeLoopback(facts, name, name, false);
    return isStarted && profile.endpointUrl !== undefined && loopback.test(profile.endpointUrl.value)
      ? judgeLoopback(facts, "endpoint_url", "endpoint_url", false)
      : undefined;
  },
};

/** Whether the command starts a container, or runs in one. */
function runsContainer(facts: Facts): boolean {
  return runsCompose(facts) || /^(?:docker|podman|nerdctl)/.test(programOf(innerCommand(facts.command)));
}

function judgeLoopback(facts: Facts, en: string, ja: string, isTold: boolean) {
  const { environment, container, shell, symptom, profile } = facts;
  const isServed =
    isClientFailure(facts, "ContainerCredentials") || environment.variables[served] !== undefined;
  const shown = [served, "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS"].filter((name) =>
    loopback.test(environment.variables[name] ?? ""),
  );
  const byVariables: Remedy = {
    by: "you",
    text: { en: "hand the credentials over as variables", ja: "認証情報を変数で渡します" },
    commands: [throughVault(facts, profile.name)],
  };
  const byNetwork: Remedy = {
    by: "you-in-person",
    text: {
      en: "let the container use the host's network: network_mode: host in the compose file, --network host at run",
      ja: "コンテナにホストのネットワークを使わせます（compose ファイルでは network_mode: host、run では --network host）",
    },
    commands:
      container?.composeFile === undefined ? [] : [editLine(shell, { file: container.composeFile, line: 1 })],
  };
  return {
    certainty: isTold
      ? ("certain" as const)
      : runsContainer(facts)
        ? ("likely" as const)
        : ("possible" as const),
    what: {
      en: `${en} is at 127.0.0.1, which inside a container is the container itself`,
      ja: `${ja} は 127.0.0.1 を指しますが、コンテナの中ではコンテナ自身のことです`,
    },
    evidence: [
      ...symptomEvidence(facts),
      ...shown.map((name) => ({
        text: same(`${name} = ${environment.variables[name] ?? ""}`),
        setting: name,
      })),
      ...(symptom === undefined || container?.composeFile === undefined
        ? []
        : [
            {
              text: { en: "no network_mode: host", ja: "network_mode: host の指定なし" },
              place: { file: container.composeFile, line: 1 },
            },
          ]),
    ],
    remedies: isServed && !isTold ? [byVariables, byNetwork] : [byNetwork],
  };
}

/** A session that was copied into a container's variables ends there, whatever is renewed outside. */
export const containerCannotRenew: Rule = {
  code: "container-cannot-renew",
  page: "docker-compose",
  judge(facts) {
    const isCompose = runsCompose(facts);
    if (!isRefusedWith(facts, "ExpiredToken") || (!isCompose && !hasVariablesOnly(facts))) return undefined;
    const { hasToken, expiration } = facts.environment;
    // What this shell has itself is told of by itself.
    const isOurs = hasToken && (expiration === undefined || expiration.atMs <= facts.nowMs);
    return {
      certainty: isCompose && !isOurs ? "certain" : "likely",
      what: {
        en: "credentials that a container got as variables do not renew inside it",
        ja: "変数で渡された認証情報は、コンテナの中では更新されません",
      },
      evidence: symptomEvidence(facts),
      remedies: isCompose ? renewals(facts) : [fromOutside],
    };
  },
};

/** Inside a container that has a session in variables and nothing else that gives one: it got there from outside. */
function hasVariablesOnly({ container, environment, profile, files }: Facts): boolean {
  if (container?.isInside !== true || !environment.hasToken) return false;
  const isMadeHere = environment.vaultProfile !== undefined || environment.exportedAt.length > 0;
  return !isMadeHere && !profile.exists && profile.hasStoredKey !== true && files.keys.length === 0;
}

/** No line that is pasted inside starts it anew. */
const fromOutside: Remedy = {
  by: "you-in-person",
  text: {
    en: "make the container anew from outside, with new credentials; a restart keeps the old ones",
    ja: "コンテナの外から、新しい認証情報で作り直します。再起動だけでは古いままです",
  },
  commands: [],
};

function renewals(facts: Facts): readonly Remedy[] {
  const { name } = facts.profile;
  return [
    {
      by: "you",
      text: {
        en: "make it anew with new credentials; a restart keeps the old ones",
        ja: "新しい認証情報で作り直します。再起動だけでは古いままです",
      },
      commands: [throughVault(remade(facts), name)],
    },
    {
      by: "you",
      text: {
        en: "or serve them: --server renews while the command lives (the container needs network_mode: host)",
        ja: "または --server で提供します。コマンドの実行中は更新されます（コンテナには network_mode: host が必要です）",
      },
      commands: [throughVault(remade(facts), name, "--server")],
    },
  ];
}

/** Docker: `up` makes containers anew when their variables changed; `restart`, `start` and `exec` do not. */
function remade(facts: Facts): Facts {
  const makes = innerCommand(facts.command)?.some((part) => part === "up" || part === "run") ?? false;
  return makes ? facts : { ...facts, command: ["docker", "compose", "up", "-d", "--force-recreate"] };
}
