/** GetAccountAuthorizationDetails: everything that decides in an account, in one list that is paged through. */
import { iamErrors } from "../../../wire/errors/iam.ts";
import type {
  EntityType,
  GroupDetail,
  ManagedPolicyDetail,
  RoleDetail,
  UserDetail,
} from "../../../wire/models/iam-types.generated.ts";
import { type AnyOperation, iamOperation } from "../../operation.ts";
import { listCustomerPolicies, type PolicyRow } from "../../store/policies/policies.ts";
import { type GroupRow, listGroups } from "../../store/principals/groups.ts";
import { listRoles, type RoleRow } from "../../store/principals/roles.ts";
import { listUsers, type UserRow } from "../../store/principals/users.ts";
import type { Reader } from "../../store/schema.ts";
import type { Slice } from "../../store/slice.ts";
import { defaultPath } from "../entities/names.ts";
import { buildPage, parsePage } from "../entities/paging.ts";
import { awsManagedPolicies } from "../policies/aws-managed/index.ts";
import { loadPolicyUsage, type PolicyUsage } from "../policies/policies.ts";
import {
  describeGroupDetail,
  describePolicyDetail,
  describeRoleDetail,
  describeUserDetail,
} from "./entity-details.ts";

type Entry =
  | { readonly kind: "User"; readonly row: UserRow }
  | { readonly kind: "Group"; readonly row: GroupRow }
  | { readonly kind: "Role"; readonly row: RoleRow }
  | { readonly kind: "LocalManagedPolicy" | "AWSManagedPolicy"; readonly row: PolicyRow };

/** The order of the list; a sort key is the place in it, one digit, and the name key. */
const kinds = ["User", "Group", "Role", "LocalManagedPolicy", "AWSManagedPolicy"] as const;

const getAccountAuthorizationDetails = iamOperation("GetAccountAuthorizationDetails", {
  access: "policy",
  async handle(input, call) {
    const { read, lastUsed } = call.services.store;
    await lastUsed.flush();
    const request = parsePage(input);
    const usage = await loadPolicyUsage(read, call.accountId);
    const wanted = new Set<EntityType>(input.Filter?.length ? input.Filter : kinds);
    const entries = await collect(read, call.accountId, wanted, usage, request);
    const page = buildPage(entries, request, ({ kind, row }) => `${kinds.indexOf(kind)}${row.name_key}`);
    return { ...(await describeEntries(read, page.items, usage)), ...page.end };
  },
});

export const accountAuthorizationDetailsOperations: readonly AnyOperation[] = [
  getAccountAuthorizationDetails,
];

async function collect(
  reader: Reader,
  accountId: string,
  wanted: ReadonlySet<EntityType>,
  usage: PolicyUsage,
  request: Slice,
): Promise<Entry[]> {
  const start = parsePlace(request.after);
  const entries: Entry[] = [];
  for (const [place, kind] of kinds.entries()) {
    const left = request.limit - entries.length;
    if (!wanted.has(kind) || place < start.place || left === 0) continue;
    const slice = { after: place === start.place ? start.after : undefined, limit: left };
    entries.push(...(await list(reader, accountId, kind, usage, slice)));
  }
  return entries;
}

/** Throws ValidationError for a marker of another list. */
function parsePlace(after: string | undefined): { readonly place: number; readonly after?: string } {
  if (after === undefined) return { place: 0 };
  const place = Number(after[0]);
  if (kinds[place] === undefined) throw iamErrors.invalidMarker();
  return { place, after: after.slice(1) };
}

async function list(
  reader: Reader,
  accountId: string,
  kind: (typeof kinds)[number],
  usage: PolicyUsage,
  slice: Slice,
): Promise<Entry[]> {
  switch (kind) {
    case "User":
      return (await listUsers(reader, accountId, defaultPath, slice)).map((row) => ({ kind, row }));
    case "Group":
      return (await listGroups(reader, accountId, defaultPath, slice)).map((row) => ({ kind, row }));
    case "Role":
      return (await listRoles(reader, accountId, defaultPath, slice)).map((row) => ({ kind, row }));
    case "LocalManagedPolicy":
      return cut(await listCustomerPolicies(reader, accountId), slice).map((row) => ({ kind, row }));
    case "AWSManagedPolicy":
      return cut(awsPoliciesInUse(usage), slice).map((row) => ({ kind, row }));
  }
}

/** AWS: of its own policies, only those that somebody in the account has. */
function awsPoliciesInUse({ attachments, boundaries }: PolicyUsage): PolicyRow[] {
  return awsManagedPolicies
    .map(({ policy }) => policy)
    .filter(({ arn }) => attachments.has(arn) || boundaries.has(arn))
    .sort((one, other) => (one.name_key < other.name_key ? -1 : 1));
}

function cut(policies: readonly PolicyRow[], { after = "", limit }: Slice): readonly PolicyRow[] {
  return policies.filter((policy) => policy.name_key > after).slice(0, limit);
}

async function describeEntries(reader: Reader, entries: readonly Entry[], usage: PolicyUsage) {
  const UserDetailList: UserDetail[] = [];
  const GroupDetailList: GroupDetail[] = [];
  const RoleDetailList: RoleDetail[] = [];
  const Policies: ManagedPolicyDetail[] = [];
  for (const entry of entries) {
    if (entry.kind === "User") UserDetailList.push(await describeUserDetail(reader, entry.row));
    else if (entry.kind === "Group") GroupDetailList.push(await describeGroupDetail(reader, entry.row));
    else if (entry.kind === "Role") RoleDetailList.push(await describeRoleDetail(reader, entry.row));
    else Policies.push(await describePolicyDetail(reader, entry.row, usage));
  }
  return { UserDetailList, GroupDetailList, RoleDetailList, Policies };
}
