/** One evaluation's view of its request: names, resource and context, each worked out at most once. */
import { isAccountId, parseArn } from "../../base/index.ts";
import { ContextView } from "../conditions/context.ts";
import { maxActionsRemembered } from "../limits.ts";
import { namesOf, type PrincipalNames } from "../matching/principal.ts";
import type { ResourceView } from "../matching/resource.ts";
import type { EvaluationRequest, PrincipalFacts } from "../types.ts";

let evaluations = 0;
const nothing: readonly string[] = [];

export class RequestView implements ResourceView {
  /** Unlike that of any other evaluation. */
  readonly evaluation: number;
  readonly context: ContextView;
  /** In lower case. */
  readonly action: string;
  readonly resource: string;
  /** Whether the caller has an account; anonymous, services and unsigned federation have none. */
  readonly signed: boolean;
  /** Whether the resource belongs to another account than the caller's. */
  readonly crossAccount: boolean;
  readonly #principal: PrincipalFacts;
  #names: PrincipalNames | undefined;
  #segments: readonly string[] | undefined;
  #unreadable = nothing;

  constructor(request: EvaluationRequest) {
    evaluations += 1;
    this.evaluation = evaluations;
    this.context = new ContextView(request.context);
    this.action = lowerCase(request.action);
    this.resource = request.resource;
    this.#principal = request.principal;
    this.signed = "accountId" in request.principal;
    this.crossAccount = "accountId" in request.principal && isOthers(request, request.principal.accountId);
  }

  get names(): PrincipalNames {
    this.#names ??= namesOf(this.#principal);
    return this.#names;
  }

  /** Sources of policies that were consulted and could not be read. */
  get unreadable(): readonly string[] {
    return this.#unreadable;
  }

  noteUnreadable(sources: readonly string[]): void {
    this.#unreadable = [...this.#unreadable, ...sources];
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

const lowerCaseActions = new Map<string, string>();

/** Requests ask for few actions, each by the same name every time. */
function lowerCase(action: string): string {
  const known = lowerCaseActions.get(action);
  if (known !== undefined) return known;
  const lower = action.toLowerCase();
  if (lowerCaseActions.size >= maxActionsRemembered) lowerCaseActions.clear();
  lowerCaseActions.set(action, lower);
  return lower;
}

/** Whether the resource belongs to another account, as the caller of the engine says or the ARN does. */
function isOthers({ resource, resourceAccountId }: EvaluationRequest, accountId: string): boolean {
  if (resourceAccountId !== undefined) return resourceAccountId !== accountId;
  if (!resource.startsWith("arn:")) return false;
  let colons = 1;
  let start = 0;
  let end = 4;
  for (; end < resource.length && colons < 5; end += 1) {
    if (resource.charCodeAt(end) !== 0x3a) continue;
    colons += 1;
    if (colons === 4) start = end;
  }
  // `aws`, `*` and none at all are not accounts.
  if (colons < 5 || end - start !== 14) return false;
  return !resource.startsWith(accountId, start + 1) && isAccountId(resource.slice(start + 1, end - 1));
}
