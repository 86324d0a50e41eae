/**
 * AWS: SDKs and tools reference, "IMDS credential provider". Version 2 only: each session begins with a PUT, which no
 * forwarding proxy or web page can be brought to send.
 */
import { TegataError } from "../../../base/index.ts";
import type { Credentials } from "../../credentials.ts";
import type { Environment } from "../../machine.ts";
import type { SourceStep } from "../../plan/plan.ts";
import { at, parseObject } from "../../services/index.ts";
import { type MetadataAnswer, parseMetadataCredentials, requestMetadata } from "./metadata-http.ts";

type InstanceStep = SourceStep & { kind: "instance" };

const defaultTimeoutSeconds = 1;
const defaultAttempts = 1;
const maxAttempts = 10;
const tokenSeconds = 21_600;
const credentialsPath = "/latest/meta-data/iam/security-credentials/";

/** @throws TegataError `InstanceDisabled`, `InstanceEndpointInvalid`, `InstanceFailed`. */
export async function readInstance(
  step: InstanceStep,
  env: Environment,
  send: typeof fetch,
): Promise<Credentials> {
  if (env.AWS_EC2_METADATA_DISABLED?.toLowerCase() === "true") {
    throw new TegataError(
      "InstanceDisabled",
      `profile "${step.profile}"${at(step.reason)} takes the instance's credentials, and AWS_EC2_METADATA_DISABLED forbids it`,
      { hint: "unset AWS_EC2_METADATA_DISABLED" },
    );
  }
  const ask = asker(step, env, send);
  const token = await ask("PUT", "/latest/api/token", {
    "x-aws-ec2-metadata-token-ttl-seconds": String(tokenSeconds),
  });
  const headers = { "x-aws-ec2-metadata-token": token };
  const [role = ""] = (await ask("GET", credentialsPath, headers)).trim().split("\n");
  if (!/^[\w+=,.@-]+$/.test(role)) throw failed(step, "it has no role");
  const answer = await ask("GET", `${credentialsPath}${role}`, headers);
  const code = parseObject(answer)?.Code;
  if (code !== undefined && code !== "Success") throw failed(step, `it answered ${String(code)}`);
  return parseMetadataCredentials("InstanceFailed", "the instance's metadata", answer);
}

/** AWS: `AWS_EC2_METADATA_SERVICE_ENDPOINT` before `_MODE`. */
export function metadataEndpoint(env: Environment): URL {
  const named = env.AWS_EC2_METADATA_SERVICE_ENDPOINT;
  if (!named) {
    const isIpv6 = env.AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE?.toLowerCase() === "ipv6";
    return new URL(isIpv6 ? "http://[fd00:ec2::254]" : "http://169.254.169.254");
  }
  const url = URL.canParse(named) ? new URL(named) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new TegataError(
    "InstanceEndpointInvalid",
    `AWS_EC2_METADATA_SERVICE_ENDPOINT "${named}" is no http or https URL`,
    { hint: "unset AWS_EC2_METADATA_SERVICE_ENDPOINT" },
  );
}

type Ask = (
  method: "GET" | "PUT",
  path: string,
  headers: Readonly<Record<string, string>>,
) => Promise<string>;

function asker(step: InstanceStep, env: Environment, send: typeof fetch): Ask {
  const endpoint = metadataEndpoint(env);
  const timeoutMs = 1000 * positive(env.AWS_METADATA_SERVICE_TIMEOUT, defaultTimeoutSeconds);
  const attempts = Math.min(maxAttempts, positive(env.AWS_METADATA_SERVICE_NUM_ATTEMPTS, defaultAttempts));
  return async (method, path, headers) => {
    let answer: MetadataAnswer | undefined;
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      answer = await requestMetadata(send, new URL(path, endpoint), { method, headers, timeoutMs });
      if (answer?.status === 200) return answer.text;
      if (answer !== undefined && answer.status < 500) break;
    }
    throw failed(
      step,
      answer === undefined
        ? `${endpoint.host} did not answer within ${timeoutMs / 1000} s`
        : `${endpoint.host} answered ${method} ${path} with status ${answer.status}`,
    );
  };
}

function positive(text: string | undefined, otherwise: number): number {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : otherwise;
}

function failed(step: InstanceStep, words: string): TegataError {
  return new TegataError(
    "InstanceFailed",
    `the metadata service gave profile "${step.profile}"${at(step.reason)} no credentials: ${words}`,
    { hint: "unset AWS_EC2_METADATA_SERVICE_ENDPOINT   # and run it on an EC2 instance that has a role" },
  );
}
