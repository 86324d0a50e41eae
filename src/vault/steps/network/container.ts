/** AWS: SDKs and tools reference, "Container credential provider". */
import { readFile } from "node:fs/promises";
import { TegataError } from "../../../base/index.ts";
import type { Credentials } from "../../credentials.ts";
import type { Environment } from "../../machine.ts";
import type { SourceStep } from "../../plan/plan.ts";
import { at } from "../../services/index.ts";
import { parseMetadataCredentials, requestMetadata } from "./metadata-http.ts";

type ContainerStep = SourceStep & { kind: "container" };

const timeoutMs = 2_000;
const attempts = 3;
const agent = "http://169.254.170.2";

/** Where plain HTTP may go besides loopback: the agents of ECS and EKS. */
const plainHosts = new Set(["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]", "localhost", "[::1]"]);

/**
 * Which URL the variables mean.
 * SECURITY: plain HTTP goes to this machine only, and a relative URI cannot name another host, or whoever sets a variable
 * could have the token sent anywhere.
 * @throws TegataError `ContainerUriInvalid`.
 */
export function containerUrl(step: ContainerStep, env: Environment): URL {
  const relative = env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI;
  if (relative) {
    const url = relative.startsWith("/") ? parseUrl(`${agent}${relative}`) : undefined;
    if (url?.origin === agent) return url;
    throw invalid(step, `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI "${relative}" is no path`);
  }
  const full = env.AWS_CONTAINER_CREDENTIALS_FULL_URI;
  if (!full) {
    throw invalid(
      step,
      "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set",
    );
  }
  const url = parseUrl(full);
  if (url?.protocol === "https:") return url;
  const isLoopback = /^127\.\d+\.\d+\.\d+$/.test(url?.hostname ?? "");
  if (url?.protocol === "http:" && (isLoopback || plainHosts.has(url.hostname))) return url;
  throw invalid(
    step,
    `AWS_CONTAINER_CREDENTIALS_FULL_URI "${url?.origin ?? full}" is neither https nor an address of this machine`,
  );
}

/** @throws TegataError `ContainerUriInvalid`, `ContainerTokenInvalid`, `ContainerFailed`. */
export async function readContainer(
  step: ContainerStep,
  env: Environment,
  send: typeof fetch,
): Promise<Credentials> {
  const url = containerUrl(step, env);
  const token = await readToken(step, env);
  const headers = token === undefined ? {} : { authorization: token };
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const answer = await requestMetadata(send, url, { headers, timeoutMs });
    if (answer?.status === 200) {
      return parseMetadataCredentials("ContainerFailed", `the container endpoint ${url.host}`, answer.text);
    }
    if (answer !== undefined && answer.status < 500) {
      throw failed(step, url, `refused with status ${answer.status}`);
    }
  }
  throw failed(step, url, `did not answer within ${timeoutMs / 1000} s, ${attempts} times`);
}

/** The file is read each time: what writes it may renew it. */
async function readToken(step: ContainerStep, env: Environment): Promise<string | undefined> {
  const file = env.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE;
  const token = file ? await readTokenFile(file) : env.AWS_CONTAINER_AUTHORIZATION_TOKEN;
  if (!token) return undefined;
  if (!/[\r\n]/.test(token)) return token;
  throw new TegataError(
    "ContainerTokenInvalid",
    `the container's authorization token for profile "${step.profile}" has a line break within`,
    { hint: "printf %s TOKEN > FILE" },
  );
}

async function readTokenFile(file: string): Promise<string> {
  try {
    return (await readFile(file, "utf8")).replace(/\r?\n$/, "");
  } catch (cause) {
    throw new TegataError(
      "ContainerTokenInvalid",
      `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE "${file}" cannot be read`,
      { hint: `ls -l '${file}'`, cause },
    );
  }
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function invalid(step: ContainerStep, words: string): TegataError {
  return new TegataError(
    "ContainerUriInvalid",
    `profile "${step.profile}"${at(step.reason)} takes container credentials: ${words}`,
    { hint: "env | grep AWS_CONTAINER" },
  );
}

function failed(step: ContainerStep, url: URL, words: string): TegataError {
  return new TegataError(
    "ContainerFailed",
    `the container endpoint ${url.host} for profile "${step.profile}"${at(step.reason)} ${words}`,
    { hint: "env | grep AWS_CONTAINER" },
  );
}
