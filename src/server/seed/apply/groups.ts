import type { GroupSeed } from "../file/shape.ts";
import type { Desk } from "./desk.ts";
import { applyHungPolicies } from "./hung-policies.ts";

export async function applyGroup(desk: Desk, wanted: GroupSeed): Promise<void> {
  const { GroupName: name, Path: path } = wanted;
  const present = await desk.find("GetGroup", { GroupName: name });
  if (present === undefined) await desk.perform("CreateGroup", { GroupName: name, Path: path });
  else if (path !== undefined && path !== present.Group.Path)
    await desk.perform("UpdateGroup", { GroupName: name, NewPath: path });
  await applyHungPolicies(desk, "group", name, wanted);
}
