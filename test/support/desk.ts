/** The administrator's desk of a started server: people, roles and devices made quickly, by our signer over HTTP. */
import { decodeBase32 } from "../../src/base/index.ts";
import { totpCode, totpStep } from "../../src/crypto/index.ts";
import type { Key, RunningServer } from "./server.ts";
import { type Answer, elementOf, sendQuery } from "./signed.ts";

/** A policy's one statement, or several. */
export type Statements = object | readonly object[];

export interface Desk {
  readonly server: RunningServer;
  readonly accountId: string;
  /** The authority's time, milliseconds. */
  readonly now: () => number;
  /** Moves the authority's clock; use this and not the server's own, so that `now` stays right. */
  readonly advance: (seconds: number) => Promise<void>;
  /** A call that must succeed; default as the account's admin. */
  readonly ask: (
    service: "sts" | "iam",
    action: string,
    parameters?: Readonly<Record<string, string>>,
    key?: Key,
  ) => Promise<Answer>;
  /** A user with that inline policy and one access key. */
  readonly addUser: (userName: string, statements?: Statements) => Promise<Person>;
  readonly addKey: (userName: string) => Promise<Key>;
  /** The inline policy called `own`. */
  readonly setPolicy: (userName: string, statements: Statements) => Promise<void>;
  /** The role's ARN. Trust: statements without Action mean sts:AssumeRole. */
  readonly addRole: (roleName: string, trust: Statements, statements?: Statements) => Promise<string>;
  /** A virtual device that the user has enabled. */
  readonly addDevice: (userName: string) => Promise<Device>;
  /** A desk of a further account on the same server. */
  readonly addAccount: () => Promise<Desk>;
}

export interface Person extends Key {
  readonly userName: string;
  readonly arn: string;
}

export interface Device {
  readonly serial: string;
  readonly seed: Uint8Array;
  /** A code that was never given out; moves the clock where it must. */
  readonly nextCode: () => Promise<string>;
  /** Two consecutive codes that were never given out. */
  readonly nextPair: () => Promise<readonly [string, string]>;
}

interface Times {
  readonly now: () => number;
  readonly advance: (seconds: number) => Promise<void>;
}

export function openDesk(server: RunningServer): Desk {
  let movedMs = 0;
  const times: Times = {
    now: () => Date.now() + movedMs,
    advance: async (seconds) => {
      await server.advance(seconds);
      movedMs += seconds * 1000;
    },
  };
  return deskOf(server, times, server.accountId, server.admin);
}

function deskOf(server: RunningServer, times: Times, accountId: string, admin: Key): Desk {
  const ask: Desk["ask"] = async (service, action, parameters = {}, key = admin) => {
    const answer = await sendQuery({ endpoint: server.endpoint, key }, service, action, parameters);
    if (answer.status !== 200) throw new Error(`${action}: ${answer.text}`);
    return answer;
  };
  const addKey = async (UserName: string): Promise<Key> => {
    const made = await ask("iam", "CreateAccessKey", { UserName });
    return {
      accessKeyId: elementOf(made, "AccessKeyId") ?? "",
      secretAccessKey: elementOf(made, "SecretAccessKey") ?? "",
    };
  };
  const setPolicy = async (UserName: string, statements: Statements) => {
    await ask("iam", "PutUserPolicy", { UserName, PolicyName: "own", PolicyDocument: policyOf(statements) });
  };
  return {
    ...times,
    server,
    accountId,
    ask,
    addKey,
    setPolicy,
    addUser: async (userName, statements) => {
      await ask("iam", "CreateUser", { UserName: userName });
      if (statements !== undefined) await setPolicy(userName, statements);
      return { userName, arn: `arn:aws:iam::${accountId}:user/${userName}`, ...(await addKey(userName)) };
    },
    addRole: async (RoleName, trust, statements) => {
      const trusting = [trust].flat().map((statement) => ({ Action: "sts:AssumeRole", ...statement }));
      await ask("iam", "CreateRole", { RoleName, AssumeRolePolicyDocument: policyOf(trusting) });
      if (statements !== undefined)
        await ask("iam", "PutRolePolicy", {
          RoleName,
          PolicyName: "own",
          PolicyDocument: policyOf(statements),
        });
      return `arn:aws:iam::${accountId}:role/${RoleName}`;
    },
    addDevice: async (UserName) => {
      const made = await ask("iam", "CreateVirtualMFADevice", { VirtualMFADeviceName: UserName });
      const blob = elementOf(made, "Base32StringSeed") ?? "";
      const serial = elementOf(made, "SerialNumber") ?? "";
      const device = deviceOf(serial, Buffer.from(blob, "base64").toString("latin1"), times);
      const [AuthenticationCode1, AuthenticationCode2] = await device.nextPair();
      await ask("iam", "EnableMFADevice", {
        UserName,
        SerialNumber: serial,
        AuthenticationCode1,
        AuthenticationCode2,
      });
      return device;
    },
    addAccount: async () => {
      const made = await server.testCall("/_tegata/accounts", {});
      const shown = made.Admin as { readonly AccessKeyId: string; readonly SecretAccessKey: string };
      const key = { accessKeyId: shown.AccessKeyId, secretAccessKey: shown.SecretAccessKey };
      return deskOf(server, times, String(made.AccountId), key);
    },
  };
}

/** What an authenticator app is once it has read the seed. */
export function deviceOf(serial: string, base32Seed: string, { now, advance }: Times): Device {
  const seed = decodeBase32(base32Seed.trim());
  if (seed === undefined) throw new Error("the seed is not base32");
  let lastStep = -1;
  const nextStep = async (): Promise<number> => {
    while (totpStep(now()) <= lastStep) await advance(30);
    lastStep = totpStep(now());
    return lastStep;
  };
  return {
    serial,
    seed,
    nextCode: async () => totpCode(seed, await nextStep()),
    nextPair: async () => {
      const first = await nextStep();
      return [totpCode(seed, first), totpCode(seed, await nextStep())];
    },
  };
}

/** Statements → a policy document; Effect Allow and Resource `*` are what is left out (a trust policy has no Resource). */
export function policyOf(statements: Statements): string {
  const Statement = [statements].flat().map((statement: object) => ({
    Effect: "Allow",
    ...("Principal" in statement ? {} : { Resource: "*" }),
    ...statement,
  }));
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

export interface Session extends Key {
  readonly sessionToken: string;
}

/** The credentials in an answer of GetSessionToken, AssumeRole or GetFederationToken. */
export function sessionIn(answer: Answer): Session {
  return {
    accessKeyId: elementOf(answer, "AccessKeyId") ?? "",
    secretAccessKey: elementOf(answer, "SecretAccessKey") ?? "",
    sessionToken: elementOf(answer, "SessionToken") ?? "",
  };
}
