import { isAccountId } from "../../base/index.ts";
import { readWhole, type WireRequest, type WireResponse } from "../../wire/index.ts";
import { foundAccount } from "../accounts/founding.ts";
import { newLongLivedKey } from "../iam/credentials/long-lived-keys.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { splitTarget } from "../routing.ts";
import { findAccount, listAccounts, randomAccountId } from "../store/principals/accounts.ts";
import { forgetOneTimeThings, resetAccount } from "../store/reset.ts";
import { refuseCall } from "./guard.ts";
import type { TestMode } from "./test-mode.ts";

const maxBodyBytes = 16 * 1024;
/** Ten years; further and token times would leave what dates can hold. */
const maxAdvanceSeconds = 315_360_000;

type Body = Readonly<Record<string, unknown>>;
type Action = (kernel: Kernel, testMode: TestMode, body: Body) => Promise<WireResponse>;

const actions: Readonly<Record<string, Action>> = {
  "/_tegata/clock": moveClock,
  "/_tegata/reset": reset,
  "/_tegata/accounts": makeAccount,
};

/** `/_tegata/…`: nothing is there unless the authority was started in test mode. */
export async function answerTestMode(kernel: Kernel, request: WireRequest): Promise<WireResponse> {
  const { testMode } = kernel;
  const action = actions[splitTarget(request.target).path];
  if (testMode === undefined || action === undefined) return json(404, { message: "not found" });
  const refusal = refuseCall(request, testMode);
  if (refusal !== undefined) return json(403, { message: refusal });
  if (request.method !== "POST") return json(405, { message: "only POST" });
  const body = await readJson(request);
  if (body === undefined) return json(400, { message: "the body must be a JSON object" });
  return action(kernel, testMode, body);
}

async function moveClock(_kernel: Kernel, { clock }: TestMode, body: Body): Promise<WireResponse> {
  const seconds = body.advanceSeconds;
  if (typeof seconds !== "number" || !Number.isFinite(seconds) || Math.abs(seconds) > maxAdvanceSeconds)
    return json(400, { message: `advanceSeconds must be a number of seconds up to ${maxAdvanceSeconds}` });
  clock.advance(Math.round(seconds * 1000));
  return json(200, { now: new Date(clock.now()).toISOString() });
}

async function reset(kernel: Kernel, testMode: TestMode): Promise<WireResponse> {
  const { store, sessions } = kernel.services;
  testMode.clock.reset();
  for (const account of await listAccounts(store.read))
    await store.write(account.account_id, (tx) => resetAccount(tx, account.account_id, testMode.clock.now()));
  await store.record(forgetOneTimeThings);
  await sessions.replaceKeys();
  await testMode.onReset();
  return json(200, { now: new Date(testMode.clock.now()).toISOString() });
}

async function makeAccount(kernel: Kernel, _testMode: TestMode, body: Body): Promise<WireResponse> {
  const { services } = kernel;
  const accountId = body.AccountId ?? randomAccountId();
  if (typeof accountId !== "string" || !isAccountId(accountId))
    return json(400, { message: "AccountId must be twelve digits" });
  if ((await findAccount(services.store.read, accountId)) !== undefined)
    return json(409, { message: `account ${accountId} exists` });
  const rootKey = newLongLivedKey(accountId, services.random);
  const founded = await services.store.write(accountId, (tx) =>
    foundAccount(tx, services, { accountId, name: accountId, isManagement: false, rootKey }),
  );
  return json(200, {
    AccountId: accountId,
    Root: shown(rootKey),
    Admin: shown(founded.admin.key),
  });
}

function shown(key: ReturnType<typeof newLongLivedKey>) {
  return { AccessKeyId: key.accessKeyId, SecretAccessKey: key.secretAccessKey.reveal() };
}

async function readJson(request: WireRequest): Promise<Body | undefined> {
  const bytes = await readWhole(request.body, maxBodyBytes);
  if (bytes === undefined) return undefined;
  if (bytes.length === 0) return {};
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Body) : undefined;
  } catch {
    return undefined;
  }
}

function json(status: number, value: unknown): WireResponse {
  return {
    status,
    headers: {
      "content-type": "application/json",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
    body: `${JSON.stringify(value)}\n`,
  };
}
