/** Calls the operator's service of a running authority, signed with the admin's key. Nothing opens the store behind it. */
import { join } from "node:path";
import { adminProfile, TegataError } from "../base/index.ts";
import { readCredentialsFile } from "../server/credentials-file.ts";
import { signRequest } from "../sigv4/index.ts";
import { defaultRegion } from "./settings.ts";

export interface OperatorSettings {
  readonly endpoint: string;
  readonly data: string;
  readonly credentialsFile?: string;
}

const timeoutMs = 30_000;

/** Answers the operation's JSON. Throws TegataError with the authority's own sentence when it refuses. */
export async function callOperator(
  settings: OperatorSettings,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const url = endpointOf(settings.endpoint);
  const body = JSON.stringify(input);
  const signed = signRequest(
    {
      method: "POST",
      target: "/",
      headers: [
        ["host", url.host],
        ["content-type", "application/x-amz-json-1.1"],
        ["x-amz-target", `Tegata.${operation}`],
      ],
      body,
    },
    { credentials: credentialsOf(settings), region: defaultRegion, service: "tegata", time: Date.now() },
  );
  const headers = new Headers(
    signed.headers.filter(([name]) => name !== "host").map(([name, value]) => [name, value]),
  );
  const answer = await fetch(url, {
    method: "POST",
    headers,
    body,
    // SECURITY: what is signed for this endpoint goes nowhere else.
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw new TegataError("EndpointNotReached", `no authority answers at ${settings.endpoint}`, {
      hint: "start it (npm start), or name another with --endpoint",
      cause: error,
    });
  });
  const value = await jsonOf(answer);
  if (value === undefined)
    throw new TegataError(
      "EndpointNotTegata",
      `what answers at ${settings.endpoint} is not a Tegata authority`,
      {
        hint: "name another with --endpoint",
      },
    );
  if (answer.ok) return value;
  throw new TegataError(String(value.__type), `${String(value.__type)}: ${String(value.message)}`);
}

/** Undefined when the answer is not a JSON object. */
async function jsonOf(answer: Response): Promise<Readonly<Record<string, unknown>> | undefined> {
  const value: unknown = await answer.json().catch(() => undefined);
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
}

function endpointOf(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new TegataError("Endpoint", `an endpoint looks like http://127.0.0.1:4600, not "${text}"`, {
      exitCode: 2,
    });
  return url;
}

/** The environment's key where there is one, as any AWS client would; else the admin's. */
function credentialsOf(settings: OperatorSettings) {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN,
  } = process.env;
  if (settings.credentialsFile === undefined && accessKeyId && secretAccessKey)
    return { accessKeyId, secretAccessKey, sessionToken: AWS_SESSION_TOKEN || undefined };
  const file = settings.credentialsFile ?? join(settings.data, "credentials");
  const key = readCredentialsFile(file, adminProfile);
  if (key === undefined)
    throw new TegataError("NoCredentials", `there is no key of profile "${adminProfile}" in "${file}"`, {
      hint: "start the authority first (npm start), or name its file with --credentials-file",
    });
  return { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey.reveal() };
}
