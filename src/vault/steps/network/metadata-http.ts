/** Small requests to endpoints of the machine's surroundings, which answer at once or are not there. */
import { Secret, TegataError } from "../../../base/index.ts";
import type { Credentials } from "../../credentials.ts";
import { parseObject, textOf } from "../../services/index.ts";

export interface MetadataRequest {
  readonly method?: "GET" | "PUT";
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

export interface MetadataAnswer {
  readonly status: number;
  readonly text: string;
}

const maxAnswerBytes = 64 * 1024;

/** undefined when nothing answers in time. SECURITY: no redirect is followed, it would carry the token elsewhere. */
export async function requestMetadata(
  send: typeof fetch,
  url: URL,
  { method = "GET", headers = {}, timeoutMs }: MetadataRequest,
): Promise<MetadataAnswer | undefined> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const answer = await send(url, { method, headers, signal, redirect: "error" });
    const text = await answer.text();
    return text.length > maxAnswerBytes ? undefined : { status: answer.status, text };
  } catch {
    return undefined;
  }
}

/**
 * The answer that containers and instances give alike.
 * @throws TegataError with `code` when it is none; the text is not repeated, it may hold secrets.
 */
export function parseMetadataCredentials(code: string, from: string, text: string): Credentials {
  const answer = parseObject(text);
  const accessKeyId = textOf(answer?.AccessKeyId);
  const secret = textOf(answer?.SecretAccessKey);
  const token = textOf(answer?.Token);
  const expiration = Date.parse(textOf(answer?.Expiration) ?? "");
  if (accessKeyId === undefined || secret === undefined || token === undefined || Number.isNaN(expiration)) {
    throw new TegataError(code, `${from} answered with something other than credentials`);
  }
  const accountId = textOf(answer?.AccountId);
  return {
    accessKeyId,
    secretAccessKey: new Secret(secret),
    sessionToken: new Secret(token),
    expiration,
    ...(accountId === undefined ? {} : { accountId }),
  };
}
