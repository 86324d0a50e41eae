/**
 * What policies hang on, as text: `/` is the root, `/Production/Payments` a unit, twelve digits an account.
 * A unit is there as soon as an account or a policy is put there; it has no row and no life of its own.
 */
import { isAccountId } from "../../base/index.ts";
import { organizationLimits } from "./limits.ts";

export const rootTarget = "/";

const unitName = /^[A-Za-z0-9](?:[A-Za-z0-9 _.@+=,-]*[A-Za-z0-9_.@+=,-])?$/;

/** Whether the text is the root or a unit's path. */
export function isUnitPath(text: string): boolean {
  if (text === rootTarget) return true;
  if (!text.startsWith("/")) return false;
  const names = text.slice(1).split("/");
  return (
    names.length <= organizationLimits.maxUnitDepth &&
    names.every((name) => name.length <= organizationLimits.maxUnitNameCharacters && unitName.test(name))
  );
}

export function isTarget(text: string): boolean {
  return isAccountId(text) || isUnitPath(text);
}

/** The root and every unit down to this one: `/`, `/Production`, `/Production/Payments`. */
export function unitsAbove(unit: string): readonly string[] {
  const targets = [rootTarget];
  for (let at = unit.indexOf("/", 1); at > 0; at = unit.indexOf("/", at + 1)) targets.push(unit.slice(0, at));
  return unit === rootTarget ? targets : [...targets, unit];
}
