/** One evaluation's view of its request: names, resource and context, each worked out once. */
import { isAccountId, parseArn } from "../../base/index.ts";
import { ContextView } from "../conditions/context.ts";
import { namesOf, type PrincipalNames } from "../matching/principal.ts";
import type { ResourceView } from "../matching/resource.ts";
import type { EvaluationRequest } from "../types.ts";

let evaluations = 0;

export class RequestView implements ResourceView {
  /** Unlike that of any other evaluation. */
  readonly evaluation: number;
  readonly context: ContextView;
  readonly names: PrincipalNames;
  /** In lower case. */
  readonly action: string;
  readonly resource: string;
  /** Whether the resource belongs to another account than the caller's. */
  readonly crossAccount: boolean;
  #segments: readonly string[] | undefined;

  constructor(request: EvaluationRequest) {
    evaluations += 1;
    this.evaluation = evaluations;
    this.context = new ContextView(request.context);
    this.names = namesOf(request.principal);
    this.action = request.action.toLowerCase();
    this.resource = request.resource;
    const owner = request.resourceAccountId ?? accountIn(request.resource);
    const caller = this.names.account;
    this.crossAccount = caller !== undefined && owner !== undefined && owner !== caller;
  }

  variable(key: string): string | undefined {
    return this.context.variable(key);
  }

  segments(): readonly string[] | undefined {
    if (this.#segments !== undefined) return this.#segments;
    const arn = parseArn(this.resource);
    if (arn === undefined) return undefined;
    this.#segments = ["arn", arn.partition, arn.service, arn.region, arn.accountId, arn.resource];
    return this.#segments;
  }
}

/** The account in an ARN; `aws`, `*` and none at all are not accounts. */
function accountIn(resource: string): string | undefined {
  const account = parseArn(resource)?.accountId;
  return account !== undefined && isAccountId(account) ? account : undefined;
}
