/** Accounts, users and roles on a memory store, and STS called as the wire would: acceptance, validation, decision, handler. */
import assert from "node:assert/strict";
import { acceptanceRefusal, accepts } from "../../../src/authority/acceptance.ts";
import { resolveCaller } from "../../../src/authority/authenticate/resolve-caller.ts";
import { type AuthoriseParts, decide, demand } from "../../../src/authority/authorise/index.ts";
import type { Call, Services } from "../../../src/authority/call.ts";
import { credentialKindOf, type SignedCaller } from "../../../src/authority/caller.ts";
import { unusedDevice } from "../../../src/authority/iam/mfa/virtual-mfa-devices.ts";
import { demandTrustPolicy } from "../../../src/authority/iam/roles/trust-policy.ts";
import { createServices } from "../../../src/authority/index.ts";
import type { AnyOperation } from "../../../src/authority/operation.ts";
import { type IdentityPrincipal, Principals } from "../../../src/authority/principals/index.ts";
import { runOperation } from "../../../src/authority/run-operation.ts";
import { insertMfaDevice } from "../../../src/authority/store/credentials/mfa-devices.ts";
import { openStore, secretLabel, type Writer } from "../../../src/authority/store/index.ts";
import { putInlinePolicy } from "../../../src/authority/store/policies/inline-policies.ts";
import { insertAccount } from "../../../src/authority/store/principals/accounts.ts";
import { insertRole } from "../../../src/authority/store/principals/roles.ts";
import { deleteUser, insertUser } from "../../../src/authority/store/principals/users.ts";
import { stsOperations } from "../../../src/authority/sts/index.ts";
import { MovableClock, ServiceError } from "../../../src/base/index.ts";
import { totpCode, totpStep } from "../../../src/crypto/index.ts";
import { findOperation, type StsOperations, validateInput } from "../../../src/wire/index.ts";
import type { Credentials } from "../../../src/wire/models/sts-types.generated.ts";

export const accountId = "123456789012";
export const otherAccountId = "210987654321";
export const startTime = Date.parse("2026-11-21T03:00:00.700Z");

/** Who calls: an account's root, a user's long-lived key, or temporary credentials. */
export type Who =
  | { readonly root: string }
  | { readonly user: string; readonly accountId?: string }
  | Credentials;

type StsName = keyof StsOperations;
type Input<N extends StsName> = StsOperations[N]["input"];

export interface RoleWords {
  readonly accountId?: string;
  readonly path?: string;
  readonly trust: unknown;
  readonly policy?: unknown;
  readonly maxSessionDuration?: number;
  readonly tags?: readonly { readonly Key: string; readonly Value: string }[];
}

export class World {
  readonly services: Services;
  readonly clock: MovableClock;
  readonly principals: Principals;
  readonly seed = new Uint8Array(20).fill(7);

  private constructor(services: Services, clock: MovableClock) {
    this.services = services;
    this.clock = clock;
    this.principals = new Principals(services.store);
  }

  static async open(test: { after(close: () => Promise<void>): void }): Promise<World> {
    const clock = new MovableClock({ now: () => startTime });
    const store = await openStore({ location: ":memory:" });
    test.after(() => store.close());
    for (const id of [accountId, otherAccountId])
      await store.write(id, (tx) =>
        insertAccount(tx, { accountId: id, name: id, isManagement: id === accountId, createdAt: startTime }),
      );
    const services = await createServices(store, clock);
    return new World(services, clock);
  }

  async user(name: string, policy?: unknown, account = accountId): Promise<void> {
    const id = `AIDA${name.toUpperCase().padEnd(17, "X")}`;
    await this.services.store.write(account, async (tx) => {
      await insertUser(tx, {
        user_id: id,
        account_id: account,
        name,
        name_key: name.toLowerCase(),
        path: "/",
        created_at: startTime,
        boundary_arn: null,
        tags: "[]",
        password_last_used_at: null,
      });
      if (policy !== undefined) await this.#embed(tx, account, "user", id, policy);
    });
  }

  async deleteUser(name: string): Promise<void> {
    const { userId } = await this.#userNamed(name, accountId);
    await this.services.store.write(accountId, (tx) => deleteUser(tx, userId));
  }

  /** Answers the role's ARN. */
  async role(name: string, words: RoleWords): Promise<string> {
    const account = words.accountId ?? accountId;
    const path = words.path ?? "/";
    const id = `AROA${name.toUpperCase().padEnd(17, "X")}`;
    await this.services.store.write(account, async (tx) => {
      await insertRole(tx, {
        role_id: id,
        account_id: account,
        name,
        name_key: name.toLowerCase(),
        path,
        created_at: startTime,
        description: null,
        max_session_duration: words.maxSessionDuration ?? 3600,
        trust_policy: await demandTrustPolicy(tx, JSON.stringify(words.trust)),
        boundary_arn: null,
        tags: JSON.stringify(words.tags ?? []),
        last_used_at: null,
        last_used_region: null,
      });
      if (words.policy !== undefined) await this.#embed(tx, account, "role", id, words.policy);
    });
    return `arn:aws:iam::${account}:role${path}${name}`;
  }

  /** Enables a virtual device; answers its serial. `owner`: a user's name or "root". */
  async mfaDevice(owner: string): Promise<string> {
    const serial = `arn:aws:iam::${accountId}:mfa/${owner}`;
    const ownerId = owner === "root" ? owner : (await this.#userNamed(owner, accountId)).userId;
    await this.services.store.write(accountId, (tx) =>
      insertMfaDevice(tx, {
        account_id: accountId,
        serial,
        kind: "virtual",
        name: owner,
        name_key: owner.toLowerCase(),
        path: "/",
        seed_sealed: this.services.store.masterKey.seal(
          this.seed,
          secretLabel("mfa_device", accountId, serial),
        ),
        ...unusedDevice,
        owner_id: ownerId,
        enabled_at: startTime,
        created_at: startTime,
        tags: "[]",
      }),
    );
    return serial;
  }

  /** The device's present code. */
  code(): string {
    return totpCode(this.seed, totpStep(this.clock.now()));
  }

  /** What `who` gets; throws the refusal. */
  async sts<N extends StsName>(who: Who, name: N, input: Input<N>): Promise<StsOperations[N]["output"]> {
    const { caller, principal } = await this.#resolve(who);
    const kind = credentialKindOf(caller);
    if (!accepts("sts", name, kind)) throw acceptanceRefusal("sts", name, kind);
    const api = findOperation("sts", name);
    const operation = stsOperations.find((one) => one.name === name);
    assert(api !== undefined && operation !== undefined, `no operation ${name}`);
    validateInput(api, input as Readonly<Record<string, unknown>>);
    const call = this.call(caller, principal);
    return (await runOperation(operation as AnyOperation, `sts:${name}`, input, call)) as never;
  }

  /** The refusal as code and sentence. */
  async refusal<N extends StsName>(
    who: Who,
    name: N,
    input: Input<N>,
  ): Promise<readonly [code: string, sentence: string | undefined]> {
    try {
      await this.sts(who, name, input);
    } catch (error) {
      if (error instanceof ServiceError) return [error.code, error.sentence];
      throw error;
    }
    return assert.fail(`${name} was not refused`);
  }

  /** The credentials of a call that gives some. */
  async credentials(who: Who, name: "AssumeRole", input: Input<"AssumeRole">): Promise<Credentials>;
  async credentials(who: Who, name: "GetSessionToken", input: Input<"GetSessionToken">): Promise<Credentials>;
  async credentials(
    who: Who,
    name: "GetFederationToken",
    input: Input<"GetFederationToken">,
  ): Promise<Credentials>;
  async credentials(who: Who, name: "AssumeRole" | "GetSessionToken" | "GetFederationToken", input: never) {
    const output = await this.sts(who, name, input);
    assert(output.Credentials);
    return output.Credentials;
  }

  /** What the sealed token of some credentials says. */
  session(credentials: Credentials) {
    const opened = this.services.sessions.open(credentials.SessionToken, credentials.AccessKeyId);
    assert(opened);
    return opened.claims.session;
  }

  async caller(who: Who): Promise<SignedCaller> {
    return (await this.#resolve(who)).caller;
  }

  call(caller: SignedCaller, principal?: IdentityPrincipal): Call {
    const request = {
      sourceIp: "127.0.0.1",
      userAgent: undefined,
      referer: undefined,
      secure: false,
      region: "us-east-1",
    };
    const now = this.clock.now();
    const parts: AuthoriseParts = {
      principals: this.principals,
      caller,
      ...(principal && { principal }),
      request,
      now,
    };
    return {
      services: this.services,
      requestId: "00000000-0000-0000-0000-000000000000",
      now,
      caller,
      accountId: caller.accountId,
      request,
      demand: (action, resource, context) => demand(parts, { action, resource, ...(context && { context }) }),
      decide: (question) => decide(parts, question),
    };
  }

  async #resolve(who: Who): Promise<{ caller: SignedCaller; principal?: IdentityPrincipal }> {
    if ("root" in who) return { caller: { kind: "root", accountId: who.root, accessKeyId: "AKIAROOT" } };
    if ("user" in who) {
      const account = who.accountId ?? accountId;
      const principal = await this.#userNamed(who.user, account);
      const { userId, userName, path } = principal;
      const caller = {
        kind: "user",
        accountId: account,
        accessKeyId: "AKIAUSER",
        userId,
        userName,
        path,
      } as const;
      return { caller, principal };
    }
    const opened = this.services.sessions.open(who.SessionToken, who.AccessKeyId);
    assert(opened, "the token opens");
    const { accessKeyId, secretKey, tokenHash } = opened;
    const resolved = await resolveCaller(this.principals, {
      accessKeyId,
      owner: tokenHash,
      secretKey,
      origin: { kind: "session", opened },
    });
    assert(resolved, "the principal exists");
    return resolved;
  }

  async #userNamed(name: string, account: string) {
    const user = await this.principals.user(account, `AIDA${name.toUpperCase().padEnd(17, "X")}`);
    assert(user, `no user ${name}`);
    return user;
  }

  async #embed(
    tx: Writer,
    account: string,
    kind: "user" | "role",
    id: string,
    policy: unknown,
  ): Promise<void> {
    await putInlinePolicy(tx, {
      account_id: account,
      entity_kind: kind,
      entity_id: id,
      name: "inline",
      document: JSON.stringify(policy),
    });
  }
}

interface Words {
  readonly Effect?: "Allow" | "Deny";
  readonly Condition?: unknown;
}

/** An identity policy of one statement. */
export function permits(
  Action: string | readonly string[],
  Resource: string | readonly string[] = "*",
  more: Words = {},
) {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource, ...more }] };
}

/** A trust policy of one statement; AssumeRole alone unless told otherwise. */
export function trusts(
  principal: string | readonly string[],
  Action: string | readonly string[] = "sts:AssumeRole",
  more: Words = {},
) {
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action, ...more }],
  };
}

export function userArn(name: string, account = accountId): string {
  return `arn:aws:iam::${account}:user/${name}`;
}

export function rootArn(account = accountId): string {
  return `arn:aws:iam::${account}:root`;
}
