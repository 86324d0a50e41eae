/** Two accounts of one authority, and IAM's operations called by name by their root users. */
import type { AccessQuestion } from "../../../src/authority/call.ts";
import { iamOperations } from "../../../src/authority/iam/index.ts";
import type { ContextEntries, ResourceFacts } from "../../../src/authority/operation.ts";
import type { Store } from "../../../src/authority/store/index.ts";
import { ServiceError } from "../../../src/base/index.ts";
import type { IamOperations } from "../../../src/wire/models/iam-types.generated.ts";
import {
  findOperation,
  openAuthority,
  performer,
  testAccountId,
  testStart,
} from "../../support/authority.ts";

export const accountId = testAccountId;
export const otherAccountId = "210987654321";
export const now = testStart;

type Name = keyof IamOperations;
type Input<N extends Name> = IamOperations[N]["input"];

export interface Desk {
  readonly store: Store;
  /** What operations asked the policy engine for, beyond their own action; everything is granted. */
  readonly demands: AccessQuestion[];
  /** `as`: the account whose root calls. */
  run<N extends Name>(name: N, input: Input<N>, as?: string): Promise<IamOperations[N]["output"]>;
  /** The refusal, as code and sentence; fails when there is none. */
  refusal<N extends Name>(
    name: N,
    input: Input<N>,
    as?: string,
  ): Promise<readonly [code: string, sentence: string | undefined]>;
  resources<N extends Name>(name: N, input: Input<N>): Promise<readonly ResourceFacts[]>;
  context<N extends Name>(name: N, input: Input<N>): Promise<ContextEntries>;
}

/** Opens a desk that is closed when the test ends. */
export async function openDesk(test: { after(close: () => Promise<void>): void }): Promise<Desk> {
  const authority = await openAuthority();
  test.after(async () => authority[Symbol.asyncDispose]());
  await authority.addAccount(otherAccountId);
  const demands: AccessQuestion[] = [];
  const callAs = (id: string) =>
    authority.makeCall({
      caller: { ...authority.root, accountId: id },
      judge(question) {
        demands.push(question);
        return "allow";
      },
    });
  const perform = performer(iamOperations);
  const run: Desk["run"] = (name, input, as = accountId) => perform(name, input, callAs(as));
  return {
    store: authority.services.store,
    demands,
    run,
    async refusal(name, input, as) {
      try {
        await run(name, input, as);
      } catch (error) {
        if (error instanceof ServiceError) return [error.code, error.sentence];
        throw error;
      }
      throw new Error(`${name} was not refused`);
    },
    async resources(name, input) {
      const facts = await findOperation(iamOperations, name).resource?.({ ...input }, callAs(accountId));
      return [facts ?? []].flat();
    },
    context: async (name, input) =>
      (await findOperation(iamOperations, name).context?.({ ...input }, callAs(accountId))) ?? {},
  };
}

/** A document that allows one action on everything. */
export function allow(action: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Action: action, Resource: "*" },
  });
}

/** A valid document of exactly `size` characters, none of them white space. */
export function documentOfSize(size: number): string {
  return allow(`s3:${"a".repeat(size - allow("s3:").length)}`);
}

/** A trust policy with this Principal. */
export function trusting(principal: unknown): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }],
  });
}
