import type { CompiledPolicy } from "../../policy/index.ts";
import type { AttachedDocument } from "../store/organization/attachments.ts";
import type { OrganizationPolicyKind } from "../store/schema.ts";
import { awsOrganizationPolicies } from "./aws-policies.ts";
import { type OrganizationIds, organizationPath, policyArn } from "./ids.ts";
import { rootTarget, unitsAbove } from "./targets.ts";

type Levels = readonly (readonly CompiledPolicy[])[];

/** Where an account stands in the organisation, and what binds it there. */
export interface AccountPlace {
  readonly organizationId: string;
  /** `o-…/r-…/ou-…/`. */
  readonly path: string;
  /** Root first, the account last. undefined: nothing but FullAWSAccess anywhere, or the management account. */
  readonly scp: Levels | undefined;
  readonly rcp: Levels | undefined;
}

export interface OrganizationParts {
  readonly ids: OrganizationIds;
  /** Account → unit; the others hang on the root. */
  readonly units: ReadonlyMap<string, string>;
  readonly attached: readonly AttachedDocument[];
  readonly compile: (document: string, kind: OrganizationPolicyKind, source: string) => CompiledPolicy;
  readonly isMember: (accountId: string) => boolean;
}

/** The organisation as it is at one version; what decisions ask of it is worked out once. */
export class OrganizationView {
  readonly #parts: OrganizationParts | undefined;
  readonly #lists = new Map<string, readonly CompiledPolicy[]>();
  readonly #places = new Map<string, AccountPlace>();

  /** undefined: there is no management account yet, and nobody is a member of anything. */
  constructor(parts: OrganizationParts | undefined) {
    this.#parts = parts;
  }

  /** undefined: no account of ours. */
  placeOf(accountId: string | undefined): AccountPlace | undefined {
    const parts = this.#parts;
    if (parts === undefined || accountId === undefined || !parts.isMember(accountId)) return undefined;
    const known = this.#places.get(accountId);
    if (known !== undefined) return known;
    const place = this.#place(parts, accountId);
    this.#places.set(accountId, place);
    return place;
  }

  #place(parts: OrganizationParts, accountId: string): AccountPlace {
    const { ids, units } = parts;
    const unit = units.get(accountId) ?? rootTarget;
    const targets = [...unitsAbove(unit), accountId];
    // AWS: neither kind has a say about the management account's users and roles, or its resources.
    const bound = accountId !== ids.managementId;
    return {
      organizationId: ids.organizationId,
      path: organizationPath(ids, unit),
      scp: bound ? this.#levels(parts, "scp", targets) : undefined,
      rcp: bound ? this.#levels(parts, "rcp", targets) : undefined,
    };
  }

  /** undefined when every level has the default alone: it would allow whatever is asked. */
  #levels(
    parts: OrganizationParts,
    kind: OrganizationPolicyKind,
    targets: readonly string[],
  ): Levels | undefined {
    const lists = targets.map((target) => this.#list(parts, kind, target));
    const { arn } = awsOrganizationPolicies[kind];
    const isDefault = lists.every((list) => list.length === 1 && list[0]?.source === arn);
    return isDefault ? undefined : lists;
  }

  /** The same list each time, so that the engine links it once. */
  #list(parts: OrganizationParts, kind: OrganizationPolicyKind, target: string): readonly CompiledPolicy[] {
    const key = `${kind} ${target}`;
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    const own = parts.attached.filter((row) => row.kind === kind && row.target === target);
    const list = own.length === 0 ? [compileDefault(parts, kind)] : own.map((row) => compileRow(parts, row));
    this.#lists.set(key, list);
    return list;
  }
}

function compileDefault({ compile }: OrganizationParts, kind: OrganizationPolicyKind): CompiledPolicy {
  const { document, arn } = awsOrganizationPolicies[kind];
  return compile(document, kind, arn);
}

function compileRow(parts: OrganizationParts, { kind, policy_id: id, document }: AttachedDocument) {
  if (id === awsOrganizationPolicies[kind].policyId) return compileDefault(parts, kind);
  // INVARIANT (attached-policies-exist): one that is missing may hold a Deny, so nothing is decided without it.
  if (document === null) throw new Error(`attached organization policy ${id} has no document`);
  return parts.compile(document, kind, policyArn(parts.ids, kind, id));
}
