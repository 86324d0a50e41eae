/** Instance profiles: create, get, list, delete, tag, and the one role in each. AWS: IAM API reference, CreateInstanceProfile … */
import { buildArn, buildUniqueId, uniqueIdRandomBytes } from "../../../base/index.ts";
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { InstanceProfile } from "../../../wire/models/iam-types.generated.ts";
import type { Call } from "../../call.ts";
import { type AnyOperation, iamOperation, type ResourceFacts } from "../../operation.ts";
import {
  countInstanceProfiles,
  deleteInstanceProfile,
  findInstanceProfile,
  type InstanceProfileRow,
  insertInstanceProfile,
  listInstanceProfiles,
  listInstanceProfilesOfRole,
  updateInstanceProfile,
} from "../../store/principals/instance-profiles.ts";
import { listRolesById } from "../../store/principals/roles.ts";
import type { Reader } from "../../store/schema.ts";
import { demandRole, onEntity, roleFacts, roleNameOf } from "../entities/entities.ts";
import { defaultPath, entityArn, expectedArn, nameKey } from "../entities/names.ts";
import { buildPage, parsePage } from "../entities/paging.ts";
import { demandRoomForOne } from "../entities/quotas.ts";
import { taggingOf } from "../entities/tagging.ts";
import { buildTags, demandNewTags, requestTagContext, shownTags, tagMap } from "../entities/tags.ts";
import { describeListedRole } from "./roles.ts";
import { loadPrincipalNames } from "./trust-policy.ts";

interface OfProfile {
  readonly InstanceProfileName: string;
}

const onProfile = {
  access: "policy",
  async resource(input: OfProfile, call: Call): Promise<ResourceFacts> {
    const { accountId } = call;
    const profile = await findInstanceProfile(call.services.store.read, accountId, input.InstanceProfileName);
    if (profile === undefined)
      return { arn: expectedArn("instance-profile", accountId, input.InstanceProfileName) };
    return { arn: entityArn("instance-profile", profile), tags: tagMap(profile.tags) };
  },
} as const;

/** Whom a role in an instance profile is handed to. */
const passedToService = "ec2.amazonaws.com";

const createInstanceProfile = iamOperation("CreateInstanceProfile", {
  access: "policy",
  resource: (input, call) => ({
    arn: expectedArn("instance-profile", call.accountId, input.InstanceProfileName, input.Path),
  }),
  context: (input) => requestTagContext(input.Tags),
  async handle(input, call) {
    const { store, random } = call.services;
    const path = input.Path ?? defaultPath;
    const arn = expectedArn("instance-profile", call.accountId, input.InstanceProfileName, path);
    const tags = await demandNewTags(call, "iam:TagInstanceProfile", arn, input.Tags);
    const profile: InstanceProfileRow = {
      instance_profile_id: buildUniqueId("instanceProfile", random(uniqueIdRandomBytes)),
      account_id: call.accountId,
      name: input.InstanceProfileName,
      name_key: nameKey(input.InstanceProfileName),
      path,
      created_at: call.now,
      role_id: null,
      tags: buildTags(tags),
    };
    await store.write(call.accountId, async (tx) => {
      if ((await findInstanceProfile(tx, call.accountId, profile.name)) !== undefined)
        throw iamErrors.instanceProfileExists(profile.name);
      demandRoomForOne("InstanceProfilesPerAccount", await countInstanceProfiles(tx, call.accountId));
      await insertInstanceProfile(tx, profile);
    });
    return { InstanceProfile: await describeProfile(store.read, profile) };
  },
});

const getInstanceProfile = iamOperation("GetInstanceProfile", {
  ...onProfile,
  async handle(input, call) {
    const { read } = call.services.store;
    const profile = await demandProfile(read, call.accountId, input.InstanceProfileName);
    return { InstanceProfile: await describeProfile(read, profile) };
  },
});

const listInstanceProfilesOperation = iamOperation("ListInstanceProfiles", {
  access: "policy",
  resource: (input, call) => ({
    arn: buildArn("iam", call.accountId, `instance-profile${input.PathPrefix ?? defaultPath}`),
  }),
  async handle(input, call) {
    const { read } = call.services.store;
    const request = parsePage(input);
    const prefix = input.PathPrefix ?? defaultPath;
    const rows = await listInstanceProfiles(read, call.accountId, prefix, request);
    const page = buildPage(rows, request, (profile) => profile.name_key);
    return { InstanceProfiles: await describeListedProfiles(read, page.items), ...page.end };
  },
});

const listInstanceProfilesForRole = iamOperation("ListInstanceProfilesForRole", {
  ...onEntity("role", roleNameOf),
  async handle(input, call) {
    const { read } = call.services.store;
    const request = parsePage(input);
    const role = await demandRole(read, call.accountId, input.RoleName);
    const rows = await listInstanceProfilesOfRole(read, role.role_id, request);
    const page = buildPage(rows, request, (profile) => profile.name_key);
    return { InstanceProfiles: await describeListedProfiles(read, page.items), ...page.end };
  },
});

const deleteInstanceProfileOperation = iamOperation("DeleteInstanceProfile", {
  ...onProfile,
  async handle(input, call) {
    await call.services.store.write(call.accountId, async (tx) => {
      const profile = await demandProfile(tx, call.accountId, input.InstanceProfileName);
      if (profile.role_id !== null) throw iamErrors.mustRemoveRolesFirst();
      await deleteInstanceProfile(tx, profile.instance_profile_id);
    });
    return undefined;
  },
});

const addRoleToInstanceProfile = iamOperation("AddRoleToInstanceProfile", {
  ...onProfile,
  async handle(input, call) {
    const { accountId, services } = call;
    const { store } = services;
    await demandProfile(store.read, accountId, input.InstanceProfileName);
    const passed = await demandRole(store.read, accountId, input.RoleName);
    // SECURITY: who may fill an instance profile could else hand out any role of the account.
    await call.demand("iam:PassRole", roleFacts(passed), { "iam:passedtoservice": passedToService });
    await store.write(accountId, async (tx) => {
      const profile = await demandProfile(tx, accountId, input.InstanceProfileName);
      const role = await demandRole(tx, accountId, input.RoleName);
      // The role that was asked about, not one made under its name since.
      if (role.role_id !== passed.role_id) throw iamErrors.roleNotFound(input.RoleName);
      demandRoomForOne("InstanceSessionsPerInstanceProfile", profile.role_id === null ? 0 : 1);
      await updateInstanceProfile(tx, profile.instance_profile_id, { role_id: role.role_id });
    });
    return undefined;
  },
});

const removeRoleFromInstanceProfile = iamOperation("RemoveRoleFromInstanceProfile", {
  ...onProfile,
  async handle(input, call) {
    const { accountId } = call;
    await call.services.store.write(accountId, async (tx) => {
      const profile = await demandProfile(tx, accountId, input.InstanceProfileName);
      const role = await demandRole(tx, accountId, input.RoleName);
      if (profile.role_id !== role.role_id) throw iamErrors.roleNotInInstanceProfile(role.name, profile.name);
      await updateInstanceProfile(tx, profile.instance_profile_id, { role_id: null });
    });
    return undefined;
  },
});

const tagging = taggingOf({
  quota: "TagsPerInstanceProfile",
  resource: onProfile.resource,
  find: (reader, call, input) => demandProfile(reader, call.accountId, input.InstanceProfileName),
  setTags: (tx, { instance_profile_id: id }, tags) => updateInstanceProfile(tx, id, { tags }),
});

export const instanceProfileOperations: readonly AnyOperation[] = [
  createInstanceProfile,
  getInstanceProfile,
  listInstanceProfilesOperation,
  listInstanceProfilesForRole,
  deleteInstanceProfileOperation,
  addRoleToInstanceProfile,
  removeRoleFromInstanceProfile,
  iamOperation("TagInstanceProfile", tagging.tag),
  iamOperation("UntagInstanceProfile", tagging.untag),
  iamOperation("ListInstanceProfileTags", tagging.list),
];

/** The profile of that name, in any case. Throws NoSuchEntity. */
async function demandProfile(reader: Reader, accountId: string, name: string): Promise<InstanceProfileRow> {
  const profile = await findInstanceProfile(reader, accountId, name);
  if (profile === undefined) throw iamErrors.instanceProfileNotFound(name);
  return profile;
}

async function describeProfile(reader: Reader, profile: InstanceProfileRow): Promise<InstanceProfile> {
  const [listed] = await describeListedProfiles(reader, [profile]);
  if (listed === undefined) throw new Error("one profile in, none out");
  return { ...listed, ...shownTags(profile.tags) };
}

/** Profiles as lists show them, each with its role. AWS: lists leave out tags. */
export async function describeListedProfiles(
  reader: Reader,
  profiles: readonly InstanceProfileRow[],
): Promise<InstanceProfile[]> {
  const roleIds = profiles.map((profile) => profile.role_id).filter((id) => id !== null);
  const roles = await listRolesById(reader, roleIds);
  const names = await loadPrincipalNames(reader, roles);
  return profiles.map((profile) => ({
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.instance_profile_id,
    Arn: entityArn("instance-profile", profile),
    CreateDate: profile.created_at,
    Roles: roles
      .filter((role) => role.role_id === profile.role_id)
      .map((role) => describeListedRole(role, names)),
  }));
}
