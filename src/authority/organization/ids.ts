/**
 * Ids of the organisation and its parts. They follow from the management account's number (units also from their path),
 * so that nothing has to be stored and they never change. AWS: Organizations API reference, patterns of `o-`, `r-`, `ou-`.
 */
import { buildArn, encodeBase32, encodeUtf8 } from "../../base/index.ts";
import { sha256 } from "../../crypto/index.ts";
import type { OrganizationPolicyKind } from "../store/schema.ts";
import { rootTarget, unitsAbove } from "./targets.ts";

export interface OrganizationIds {
  readonly managementId: string;
  /** `o-` and 10 characters. */
  readonly organizationId: string;
  /** `r-` and 4 characters. */
  readonly rootId: string;
}

const organizationIdCharacters = 10;
const rootIdCharacters = 4;
const unitIdCharacters = 8;
/** After `p-`. */
export const policyIdRandomBytes = 5;

export function organizationIds(managementId: string): OrganizationIds {
  return {
    managementId,
    organizationId: `o-${digestText(`organization ${managementId}`, organizationIdCharacters)}`,
    rootId: `r-${digestText(`root ${managementId}`, rootIdCharacters)}`,
  };
}

/** `ou-`, the root's 4 characters and 8 of its own. */
export function unitId({ managementId, rootId }: OrganizationIds, unit: string): string {
  return `ou-${rootId.slice(2)}-${digestText(`unit ${managementId} ${unit}`, unitIdCharacters)}`;
}

/**
 * `o-…/r-…/ou-…/`: where an account hangs, the account itself left out.
 * AWS: IAM user guide, `aws:PrincipalOrgPaths`: it ends with a slash.
 */
export function organizationPath(ids: OrganizationIds, unit: string): string {
  const units = unitsAbove(unit).filter((each) => each !== rootTarget);
  return `${[ids.organizationId, ids.rootId, ...units.map((each) => unitId(ids, each))].join("/")}/`;
}

export function organizationArn({ managementId, organizationId }: OrganizationIds): string {
  return buildArn("organizations", managementId, `organization/${organizationId}`);
}

export function newPolicyId(random: (size: number) => Uint8Array): string {
  return `p-${encodeBase32(random(policyIdRandomBytes)).toLowerCase()}`;
}

const policyTypes: Readonly<Record<OrganizationPolicyKind, string>> = {
  scp: "service_control_policy",
  rcp: "resource_control_policy",
};

/** What AWS's sentence names: `arn:aws:organizations::A:policy/o-…/service_control_policy/p-…`. */
export function policyArn(ids: OrganizationIds, kind: OrganizationPolicyKind, policyId: string): string {
  const { managementId, organizationId } = ids;
  return buildArn("organizations", managementId, `policy/${organizationId}/${policyTypes[kind]}/${policyId}`);
}

/** AWS's own policies belong to no organisation. */
export function awsPolicyArn(kind: OrganizationPolicyKind, policyId: string): string {
  return buildArn("organizations", "aws", `policy/${policyTypes[kind]}/${policyId}`);
}

function digestText(text: string, characters: number): string {
  return encodeBase32(sha256(encodeUtf8(`tegata ${text}`)))
    .slice(0, characters)
    .toLowerCase();
}
