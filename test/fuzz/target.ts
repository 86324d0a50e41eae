/** One authority to send requests to, with credentials of every kind that pass authentication throughout. */
import { Secret } from "../../src/base/index.ts";
import { type Authority, createAuthority } from "../../src/index.ts";
import type { WireResponse } from "../../src/wire/index.ts";
import type { FuzzAnswer } from "./check.ts";
import { type RawRequest, sign, toWireRequest } from "./request.ts";
import type { FuzzCredentials, World } from "./world.ts";

export interface Target {
  readonly authority: Authority;
  readonly world: World;
  send(request: RawRequest): Promise<FuzzAnswer>;
  close(): Promise<void>;
}

const accountId = "123456789012";
const host = "127.0.0.1:4600";
const admin: FuzzCredentials = {
  kind: "admin",
  accessKeyId: "AKIAIOSFODNN7FUZZADM",
  secretAccessKey: "fuzz/admin/secret/that/guards/nothing+++",
};
const root: FuzzCredentials = {
  kind: "root",
  accessKeyId: "AKIAIOSFODNN7FUZZROT",
  secretAccessKey: "fuzz/root/secret/that/guards/nothing++++",
};

/** `onBug` hears of every error that the authority answered with InternalFailure. */
export async function openTarget(onBug: (error: unknown) => void): Promise<Target> {
  const authority = await createAuthority({
    store: ":memory:",
    accountId,
    adminKey: keyOf(admin),
    rootKey: keyOf(root),
    log: { refused: () => undefined, failed: ({ error }) => onBug(error) },
  });
  const send = async (request: RawRequest) => readAnswer(await authority.handle(toWireRequest(request)));
  const credentials: [FuzzCredentials, ...FuzzCredentials[]] = [admin, root, ...(await mintSessions(send))];
  return { authority, world: { accountId, host, credentials }, send, close: () => authority.close() };
}

function keyOf({ accessKeyId, secretAccessKey }: FuzzCredentials) {
  return { accessKeyId, secretAccessKey: new Secret(secretAccessKey) };
}

async function mintSessions(send: (request: RawRequest) => Promise<FuzzAnswer>): Promise<FuzzCredentials[]> {
  const trust = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"${accountId}"},"Action":"sts:AssumeRole"}}`;
  const everything = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';
  const roleName = "fuzz-role";
  const call = async (service: "iam" | "sts", parameters: Record<string, string>) => {
    const version = service === "iam" ? "2010-05-08" : "2011-06-15";
    const body = Buffer.from(new URLSearchParams({ ...parameters, Version: version }).toString());
    const request = { method: "POST", target: "/", headers: formHeaders, body };
    const answer = await send(
      sign(request, { credentials: admin, service, region: "us-east-1", presigned: false }),
    );
    if (answer.status !== 200) throw new Error(`${parameters.Action}: ${answer.body}`);
    return answer.body;
  };
  await call("iam", {
    Action: "CreateRole",
    RoleName: roleName,
    AssumeRolePolicyDocument: trust,
    MaxSessionDuration: "43200",
  });
  await call("iam", {
    Action: "PutRolePolicy",
    RoleName: roleName,
    PolicyName: "everything",
    PolicyDocument: everything,
  });
  const roleArn = `arn:aws:iam::${accountId}:role/${roleName}`;
  return [
    readCredentials("session", await call("sts", { Action: "GetSessionToken" })),
    readCredentials(
      "role",
      await call("sts", {
        Action: "AssumeRole",
        RoleArn: roleArn,
        RoleSessionName: "fuzz",
        DurationSeconds: "43200",
      }),
    ),
    readCredentials(
      "federation",
      await call("sts", { Action: "GetFederationToken", Name: "fuzz", Policy: everything }),
    ),
  ];
}

const formHeaders = [
  ["host", host],
  ["content-type", "application/x-www-form-urlencoded"],
] as const;

function readCredentials(kind: FuzzCredentials["kind"], xml: string): FuzzCredentials {
  const read = (name: string): string => {
    const text = new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1];
    if (text === undefined) throw new Error(`no ${name} in ${kind} credentials`);
    return text;
  };
  return {
    kind,
    accessKeyId: read("AccessKeyId"),
    secretAccessKey: read("SecretAccessKey"),
    sessionToken: read("SessionToken"),
  };
}

async function readAnswer({ status, headers, body }: WireResponse): Promise<FuzzAnswer> {
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return { status, headers: lower, body: await readText(body) };
}

async function readText(body: WireResponse["body"]): Promise<string> {
  if (typeof body === "string") return body;
  if (body instanceof Uint8Array) return Buffer.from(body).toString("utf8");
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
