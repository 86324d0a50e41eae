/** Clients that do not know what was asked of them. AWS: SDKs and tools reference, "Service-specific endpoints". */
import type { Facts } from "../facts.ts";
import type { Rule } from "../judge/rule.ts";
import { same, symptomEvidence } from "./words.ts";

/** The first versions of the AWS CLI that read AWS_ENDPOINT_URL and `endpoint_url`. */
const endpointUrlSince: Readonly<Record<string, string>> = { "1": "1.29.0", "2": "2.13.0" };

export const clientTooOld: Rule = {
  code: "client-too-old",
  page: "client-too-old",
  judge(facts) {
    const { client, environment, platform, profile } = facts;
    if (client?.program !== "aws" || client.version === undefined || facts.symptom === undefined)
      return undefined;
    const since = endpointUrlSince[client.version.split(".")[0] ?? ""];
    const setting = environment.variables.AWS_ENDPOINT_URL === undefined ? profile.endpointUrl : undefined;
    const usesUrl = environment.variables.AWS_ENDPOINT_URL !== undefined || setting !== undefined;
    if (!usesUrl || since === undefined || !isOlder(client.version, since)) return undefined;
    return {
      certainty: "certain",
      what: {
        en: `the AWS CLI ${client.version} does not know AWS_ENDPOINT_URL and endpoint_url, which came with ${since}: its requests go to AWS`,
        ja: `AWS CLI ${client.version} は AWS_ENDPOINT_URL と endpoint_url に対応していません（${since} 以降が必要）。リクエストは AWS に送られています`,
      },
      evidence: [...symptomEvidence(facts), { text: same(`aws --version: ${client.version}`) }],
      remedies: [
        {
          by: "you",
          text: { en: "use a newer one", ja: "新しいバージョンを使います" },
          commands: newerClient(client.version, platform),
        },
      ],
    };
  },
};

/** AWS: AWS CLI user guide, "Installing or updating"; version 1 comes by pip. */
function newerClient(version: string, platform: Facts["platform"]): readonly string[] {
  return version.startsWith("1.") ? ["python3 -m pip install --user --upgrade awscli"] : version2[platform];
}

const version2: Readonly<Record<Facts["platform"], readonly string[]>> = {
  linux: [
    'curl -fsSLo awscliv2.zip "https://awscli.amazonaws.com/awscli-exe-linux-$(uname -m).zip"',
    "unzip -q awscliv2.zip",
    "sudo ./aws/install --update",
  ],
  darwin: [
    "curl -fsSLo AWSCLIV2.pkg https://awscli.amazonaws.com/AWSCLIV2.pkg",
    "sudo installer -pkg AWSCLIV2.pkg -target /",
  ],
  win32: ["msiexec.exe /i https://awscli.amazonaws.com/AWSCLIV2.msi"],
};

function isOlder(version: string, than: string): boolean {
  const [left, right] = [version, than].map((text) =>
    text.split(".").map((part) => Number.parseInt(part, 10)),
  );
  for (let index = 0; index < 3; index += 1) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
