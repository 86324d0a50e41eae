/** Report 1's container: what a command's environment gives to a container, and what it cannot give. */
import type { Facts } from "../facts.ts";
import type { Rule } from "../judge/rule.ts";
import { isClientFailure } from "./profiles.ts";
import { same, symptomEvidence, word } from "./words.ts";

const needed = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] as const;
const loopback = /^https?:\/\/(?:127\.|localhost|\[::1\])/;

export const containerVariablesNotListed: Rule = {
  code: "container-variables-not-listed",
  page: "docker-compose",
  judge(facts) {
    const { container } = facts;
    if (container?.composeFile === undefined || !runsCompose(facts)) return undefined;
    const missing = needed.filter((name) => !container.passedVariables.includes(name));
    if (missing.length === 0) return undefined;
    return {
      certainty: isClientFailure(facts, "NoCredentials") ? "certain" : "likely",
      what: {
        en: `the compose file does not list ${missing.join(", ")}, and a container gets the variables only that are listed`,
        ja: `compose ファイルに ${missing.join(", ")} がありません。コンテナに渡るのは列挙された変数だけです`,
      },
      evidence: [
        ...symptomEvidence(facts),
        { text: same("environment:"), place: { file: container.composeFile, line: 1 } },
      ],
      remedies: [
        {
          by: "you",
          text: {
            en: `add to the service: environment: [${needed.join(", ")}, AWS_REGION]`,
            ja: `サービスに追加します: environment: [${needed.join(", ")}, AWS_REGION]`,
          },
          commands: [],
        },
      ],
    };
  },
};

export const containerLoopback: Rule = {
  code: "container-loopback-endpoint",
  page: "docker-compose",
  judge(facts) {
    const { variables } = facts.environment;
    const isInside = facts.container?.isInside === true || runsCompose(facts);
    const name = ["AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS"].find(
      (each) => loopback.test(variables[each] ?? ""),
    );
    // A service that refuses was reached, wherever it listens.
    if (!isInside || name === undefined || facts.symptom?.by !== "client") return undefined;
    return {
      certainty: "likely",
      what: {
        en: `${name} names 127.0.0.1, which inside a container is the container itself`,
        ja: `${name} の 127.0.0.1 は、コンテナの中ではコンテナ自身を指します`,
      },
      evidence: [
        ...symptomEvidence(facts),
        { text: same(`${name} = ${variables[name] ?? ""}`), setting: name },
      ],
      remedies: [
        {
          by: "you",
          text: {
            en: "let the container use the host's network, or hand the credentials over as variables",
            ja: "コンテナにホストのネットワークを使わせるか、認証情報を変数で渡します",
          },
          commands: [`tegata exec ${word(facts.shell, facts.profile.name)} -- docker compose up`],
        },
      ],
    };
  },
};

/** A session that was copied into a container's variables ends there, whatever is renewed outside. */
export const containerCannotRenew: Rule = {
  code: "container-cannot-renew",
  page: "docker-compose",
  judge(facts) {
    const isOver = facts.symptom?.code === "ExpiredToken" || facts.symptom?.code === "ExpiredTokenException";
    if (!isOver || !(facts.container?.isInside === true || runsCompose(facts))) return undefined;
    return {
      certainty: "likely",
      what: {
        en: "credentials that a container got as variables do not renew inside it",
        ja: "変数で渡された認証情報は、コンテナの中では更新されません",
      },
      evidence: symptomEvidence(facts),
      remedies: [
        {
          by: "you",
          text: {
            en: "start it again with new ones, or serve them: --server renews while the command lives",
            ja: "新しい認証情報で起動し直すか、--server で提供します。コマンドの実行中は更新されます",
          },
          commands: [`tegata exec --server ${word(facts.shell, facts.profile.name)} -- docker compose up`],
        },
      ],
    };
  },
};

function runsCompose({ command }: Facts): boolean {
  const program = command?.[0]?.split(/[\\/]/).at(-1) ?? "";
  return program.startsWith("docker") && (command?.some((part) => part.includes("compose")) ?? false);
}
