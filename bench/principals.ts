/** 100 users with keys, 1,000 sessions of theirs, and a role that all of them may assume. */
import { readFileSync } from "node:fs";
import type { SigningCredentials } from "../src/sigv4/index.ts";
import { call, readCredentials } from "./client.ts";

export interface Principals {
  readonly users: readonly SigningCredentials[];
  readonly sessions: readonly SigningCredentials[];
  readonly roleArn: string;
}

export async function makePrincipals(
  endpoint: string,
  account: string,
  admin: SigningCredentials,
  counts: { readonly users: number; readonly sessions: number },
): Promise<Principals> {
  const iam = (parameters: Record<string, string>) => call(endpoint, "iam", admin, parameters);
  const roleArn = `arn:aws:iam::${account}:role/bench`;
  const allow = (statement: object) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
  await iam({
    Action: "CreateRole",
    RoleName: "bench",
    AssumeRolePolicyDocument: allow({
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "sts:AssumeRole",
    }),
  });
  await iam({ Action: "CreateGroup", GroupName: "bench" });
  const document = allow({ Action: "sts:AssumeRole", Resource: roleArn });
  await iam({ Action: "PutGroupPolicy", GroupName: "bench", PolicyName: "assume", PolicyDocument: document });

  const users: SigningCredentials[] = [];
  for (let at = 0; at < counts.users; at += 1) {
    const UserName = `bench-${at}`;
    await iam({ Action: "CreateUser", UserName });
    await iam({ Action: "AddUserToGroup", GroupName: "bench", UserName });
    users.push(readCredentials(await iam({ Action: "CreateAccessKey", UserName })));
  }
  const sessions: SigningCredentials[] = [];
  for (let at = 0; at < counts.sessions; at += 1) {
    const user = users[at % users.length] ?? admin;
    sessions.push(readCredentials(await call(endpoint, "sts", user, { Action: "GetSessionToken" })));
  }
  return { users, sessions, roleArn };
}

/** The first profile of an AWS credentials file. */
export function readCredentialsFile(file: string): SigningCredentials {
  const text = readFileSync(file, "utf8");
  const setting = (name: string) => new RegExp(`^${name}\\s*=\\s*(\\S+)`, "m").exec(text)?.[1] ?? "";
  return { accessKeyId: setting("aws_access_key_id"), secretAccessKey: setting("aws_secret_access_key") };
}
