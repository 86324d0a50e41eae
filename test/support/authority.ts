/** A real authority without the wire: a store in memory, accounts with `admin`, and calls made by hand. */
import assert from "node:assert/strict";
import { type FoundedAccount, foundAccount } from "../../src/authority/accounts/founding.ts";
import type { AccessQuestion, Call, Services } from "../../src/authority/call.ts";
import type {
  FederatedCaller,
  RoleCaller,
  RootCaller,
  SessionFacts,
  SignedCaller,
  UserCaller,
} from "../../src/authority/caller.ts";
import { createServices } from "../../src/authority/index.ts";
import type { AnyOperation, Operation } from "../../src/authority/operation.ts";
import { openStore } from "../../src/authority/store/index.ts";
import { MovableClock, ServiceError } from "../../src/base/index.ts";
import { totpCode, totpStep } from "../../src/crypto/index.ts";
import type { Decision } from "../../src/policy/index.ts";
import type { IamOperations } from "../../src/wire/models/iam-types.generated.ts";

export const testAccountId = "123456789012";
export const testStart = Date.parse("2026-01-02T03:04:05Z");

export interface TestAuthority extends AsyncDisposable {
  readonly services: Services;
  readonly clock: MovableClock;
  readonly accountId: string;
  readonly account: FoundedAccount;
  readonly admin: UserCaller;
  readonly root: RootCaller;
  /** Another account, with its admin. */
  addAccount(accountId: string): Promise<FoundedAccount>;
  makeCall(options?: CallOptions): TestCall;
}

export interface CallOptions {
  /** Default: the first account's admin. */
  readonly caller?: SignedCaller;
  readonly accountId?: string;
  /** What the policy engine would say to `demand` and `decide`; default: allow everything. */
  readonly judge?: (question: AccessQuestion) => Decision["outcome"];
}

export interface TestCall extends Call {
  /** Every question asked with `demand` or `decide`, in order. */
  readonly questions: AccessQuestion[];
}

/** Close it with `closing`. The clock stands at `testStart` until it is advanced. */
export async function openAuthority(): Promise<TestAuthority> {
  const store = await openStore({ location: ":memory:" });
  const clock = new MovableClock({ now: () => testStart });
  const services = await createServices(store, clock);
  const found = (accountId: string, isManagement: boolean) =>
    store.write(accountId, (tx) =>
      foundAccount(tx, services, { accountId, name: `account ${accountId}`, isManagement }),
    );
  const account = await found(testAccountId, true);
  const admin = userCaller(testAccountId, account.admin);
  return {
    services,
    clock,
    accountId: testAccountId,
    account,
    admin,
    root: { kind: "root", accountId: testAccountId, accessKeyId: "AKIAROOTROOTROOTROOT" },
    addAccount: (accountId) => found(accountId, false),
    makeCall: (options = {}) => makeCall(services, options.caller ?? admin, options),
    [Symbol.asyncDispose]: () => store.close(),
  };
}

function userCaller(accountId: string, admin: FoundedAccount["admin"]): UserCaller {
  const { userId, userName, key } = admin;
  return { kind: "user", accountId, accessKeyId: key.accessKeyId, userId, userName, path: "/" };
}

/** A session of a role that need not exist. */
export function roleCaller(accountId = testAccountId): RoleCaller {
  return {
    kind: "role",
    accountId,
    accessKeyId: "ASIAROLEROLEROLEROLE",
    roleId: "AROAROLEROLEROLEROLE0",
    roleName: "deployer",
    path: "/",
    sessionName: "job-1",
    session: sessionFacts("role"),
  };
}

export function federatedCaller(accountId = testAccountId): FederatedCaller {
  const session = sessionFacts("federated");
  return { kind: "federated", accountId, accessKeyId: "ASIAFEDEFEDEFEDEFEDE", name: "guest", session };
}

export function sessionFacts(kind: SessionFacts["kind"]): SessionFacts {
  return {
    kind,
    tokenId: "token-1",
    issuedAt: testStart,
    expiresAt: testStart + 3_600_000,
    callerWasTemporary: false,
    chainDepth: 0,
    tags: {},
    transitiveTagKeys: [],
    sessionPolicyArns: [],
  };
}

function makeCall(services: Services, caller: SignedCaller, options: CallOptions): TestCall {
  const questions: AccessQuestion[] = [];
  const decide = async (question: AccessQuestion): Promise<Decision> => {
    questions.push(question);
    return decisionOf(options.judge?.(question) ?? "allow");
  };
  return {
    services,
    questions,
    requestId: "00000000-0000-4000-8000-000000000000",
    now: services.clock.now(),
    caller,
    accountId: options.accountId ?? caller.accountId,
    request: {
      sourceIp: "192.0.2.1",
      userAgent: "test",
      referer: undefined,
      secure: false,
      region: "us-east-1",
    },
    decide,
    async demand(action, resource, context) {
      const decision = await decide({ action, resource, ...(context && { context }) });
      if (decision.allowed) return;
      const sentence = `not authorized to perform: ${action}`;
      throw new ServiceError({ code: "AccessDenied", status: 403, fault: "Sender", sentence });
    },
  };
}

function decisionOf(outcome: Decision["outcome"]): Decision {
  const allowed = outcome === "allow";
  const layer = allowed ? undefined : "identity";
  return { allowed, outcome, layer, statements: [], crossAccount: false, unreadable: [] };
}

export type Perform = <N extends keyof IamOperations>(
  name: N,
  input: IamOperations[N]["input"],
  call: Call,
) => Promise<IamOperations[N]["output"]>;

/** `performer(iamOperations)("GetUser", { UserName: "ann" }, call)`: the handler alone, without authorisation. */
export function performer(operations: readonly AnyOperation[]): Perform {
  return async (name, input, call) => {
    const handler = findOperation(operations, name).handle as (input: unknown, call: Call) => unknown;
    return (await handler(input, call)) as never;
  };
}

/** The operation with its types forgotten; fails the test when it is not there. */
export function findOperation(
  operations: readonly AnyOperation[],
  name: string,
): Operation<Record<string, unknown>, unknown> {
  const operation = operations.find((candidate) => candidate.name === name);
  assert.ok(operation, `operation ${name} is not answered`);
  return operation as unknown as Operation<Record<string, unknown>, unknown>;
}

/** Asserts that the work is refused with this code and, when given, this sentence. */
export async function refuses(
  work: Promise<unknown>,
  code: string,
  sentence?: string | RegExp,
): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof ServiceError, String(error));
    assert.equal(error.code, code, error.sentence);
    if (typeof sentence === "string") assert.equal(error.sentence, sentence);
    if (sentence instanceof RegExp) assert.match(error.sentence ?? "", sentence);
    return true;
  });
}

/** The codes of the step at `now` and of the one before it, oldest first. */
export function codePair(seed: Uint8Array, now: number): readonly [string, string] {
  const step = totpStep(now);
  return [totpCode(seed, step - 1), totpCode(seed, step)];
}
