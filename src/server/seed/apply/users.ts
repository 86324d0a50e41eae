import type { UserSeed } from "../file/shape.ts";
import { applyAccessKey } from "./access-keys.ts";
import { missingTags } from "./compare.ts";
import type { Desk } from "./desk.ts";
import { applyHungPolicies } from "./hung-policies.ts";
import { applyVirtualMfaDevice } from "./mfa-devices.ts";

/** A user with all that is theirs. */
export async function applyUser(desk: Desk, wanted: UserSeed): Promise<void> {
  const { UserName: name } = wanted;
  await applyUserItself(desk, wanted);
  await applyMembership(desk, name, wanted.Groups ?? []);
  await applyHungPolicies(desk, "user", name, wanted);
  for (const [index, key] of (wanted.AccessKeys ?? []).entries())
    await applyAccessKey(desk.at(`AccessKeys[${index}]`), name, key);
  for (const [index, device] of (wanted.VirtualMFADevices ?? []).entries())
    await applyVirtualMfaDevice(desk.at(`VirtualMFADevices[${index}]`), name, device);
  await applyPassword(desk, wanted);
}

async function applyUserItself(desk: Desk, wanted: UserSeed): Promise<void> {
  const { UserName: name, Path: path, PermissionsBoundary: boundary, Tags: wantedTags } = wanted;
  const present = await desk.find("GetUser", { UserName: name });
  if (present === undefined) {
    const user = { UserName: name, Path: path, PermissionsBoundary: boundary, Tags: wantedTags };
    await desk.perform("CreateUser", user);
    return;
  }
  const { User: user } = present;
  if (path !== undefined && path !== user.Path)
    await desk.perform("UpdateUser", { UserName: name, NewPath: path });
  if (boundary !== undefined && boundary !== user.PermissionsBoundary?.PermissionsBoundaryArn)
    await desk.perform("PutUserPermissionsBoundary", { UserName: name, PermissionsBoundary: boundary });
  const tags = missingTags(user.Tags, wantedTags);
  if (tags.length > 0) await desk.perform("TagUser", { UserName: name, Tags: tags });
}

async function applyMembership(desk: Desk, name: string, groups: readonly string[]): Promise<void> {
  const { Groups: present } = await desk.perform("ListGroupsForUser", { UserName: name });
  const names = new Set(present.map((group) => group.GroupName.toLowerCase()));
  for (const [index, group] of groups.entries())
    if (!names.has(group.toLowerCase()))
      await desk.at(`Groups[${index}]`).perform("AddUserToGroup", { UserName: name, GroupName: group });
}

/** The first password: a user who has one keeps it, whoever changed it. */
async function applyPassword(desk: Desk, { UserName: name, Password: password }: UserSeed): Promise<void> {
  if (password === undefined) return;
  const place = desk.at("Password");
  if ((await place.find("GetLoginProfile", { UserName: name })) === undefined)
    await place.perform("CreateLoginProfile", { UserName: name, Password: password.reveal() });
}
