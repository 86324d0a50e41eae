/**
 * One call with the AWS SDK for JavaScript. As a program it reads the step from standard input, finds credentials as the
 * SDK does by itself, and prints what the AWS CLI would: the answer as JSON, or the refusal's sentence and exit code 1.
 */
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Key } from "./server.ts";

export interface SdkStep {
  readonly endpoint: string;
  readonly service: "sts" | "iam" | "s3";
  readonly operation: string;
  readonly input?: Readonly<Record<string, unknown>>;
  /** Left out: the SDK's own chain. */
  readonly key?: Key;
}

export const stepScript = fileURLToPath(import.meta.url);

const packages = {
  sts: () => import("@aws-sdk/client-sts"),
  iam: () => import("@aws-sdk/client-iam"),
  s3: () => import("@aws-sdk/client-s3"),
} as const;

interface SdkClient {
  send(command: unknown): Promise<unknown>;
  destroy(): void;
}
type Constructor<T> = new (input: unknown) => T;

/** Rejects with the CLI's sentence. */
export async function sendWithSdk({
  endpoint,
  service,
  operation,
  input = {},
  key,
}: SdkStep): Promise<object> {
  const names = (await packages[service]()) as unknown as Record<string, Constructor<never>>;
  const Client = names[`${service.toUpperCase()}Client`] ?? names.S3Client;
  const Command = names[`${operation}Command`];
  if (Client === undefined || Command === undefined) throw new TypeError(`no ${service} ${operation}`);
  const client: SdkClient = new Client({
    endpoint,
    region: "us-east-1",
    forcePathStyle: true,
    maxAttempts: 1,
    ...(key && { credentials: key }),
  });
  try {
    return (await client.send(new Command(input))) as object;
  } catch (error) {
    const { Code, name, message } = error as { Code?: string; name: string; message: string };
    const code = Code ?? name;
    throw new Error(`An error occurred (${code}) when calling the ${operation} operation: ${message}`, {
      cause: error,
    });
  } finally {
    client.destroy();
  }
}

if (process.argv[1] === stepScript)
  try {
    process.stdout.write(JSON.stringify(await sendWithSdk(JSON.parse(await text(process.stdin)))));
  } catch (error) {
    process.stderr.write(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
