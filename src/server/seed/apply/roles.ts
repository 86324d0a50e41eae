import { demandTrustPolicy } from "../../../authority/iam/roles/trust-policy.ts";
import { findRole } from "../../../authority/store/principals/roles.ts";
import type { RoleSeed } from "../file/shape.ts";
import { isSameDocument, missingTags } from "./compare.ts";
import type { Desk } from "./desk.ts";
import { applyHungPolicies } from "./hung-policies.ts";

export async function applyRole(desk: Desk, wanted: RoleSeed): Promise<void> {
  const { AttachedPolicyArns: _attached, InlinePolicies: _inline, ...role } = wanted;
  const present = await desk.find("GetRole", { RoleName: role.RoleName });
  if (present === undefined) await desk.perform("CreateRole", role);
  else await update(desk, wanted, present.Role);
  await applyHungPolicies(desk, "role", role.RoleName, wanted);
}

interface PresentRole {
  readonly Path: string;
  readonly Description?: string | undefined;
  readonly MaxSessionDuration?: number | undefined;
  readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn?: string | undefined } | undefined;
  readonly Tags?: RoleSeed["Tags"];
}

async function update(desk: Desk, wanted: RoleSeed, present: PresentRole): Promise<void> {
  const { RoleName: name, PermissionsBoundary: boundary } = wanted;
  if (wanted.Path !== undefined && wanted.Path !== present.Path)
    throw desk.conflict(
      `the role exists with the path "${present.Path}", and a role's path cannot be changed`,
    );
  await applyTrust(desk, wanted);
  await applySettings(desk, wanted, present);
  if (boundary !== undefined && boundary !== present.PermissionsBoundary?.PermissionsBoundaryArn)
    await desk.perform("PutRolePermissionsBoundary", { RoleName: name, PermissionsBoundary: boundary });
  const tags = missingTags(present.Tags, wanted.Tags);
  if (tags.length > 0) await desk.perform("TagRole", { RoleName: name, Tags: tags });
}

/** Compared as it is stored, by unique ids: a user who was deleted and made again is trusted again. */
async function applyTrust(desk: Desk, wanted: RoleSeed): Promise<void> {
  const { RoleName: name, AssumeRolePolicyDocument: document } = wanted;
  const { read } = desk.services.store;
  const place = desk.at("AssumeRolePolicyDocument");
  const trust = await place.guard(() => demandTrustPolicy(read, document));
  const row = await findRole(read, desk.accountId, name);
  if (row === undefined || !isSameDocument(row.trust_policy, trust))
    await place.perform("UpdateAssumeRolePolicy", { RoleName: name, PolicyDocument: document });
}

async function applySettings(desk: Desk, wanted: RoleSeed, present: PresentRole): Promise<void> {
  const { RoleName: name, Description: description, MaxSessionDuration: duration } = wanted;
  const isSame =
    (description === undefined || description === (present.Description ?? "")) &&
    (duration === undefined || duration === present.MaxSessionDuration);
  if (!isSame)
    await desk.perform("UpdateRole", {
      RoleName: name,
      Description: description,
      MaxSessionDuration: duration,
    });
}
