/** The form of an Action value. AWS: recorded answers. */
import { identityMessages as messages } from "./messages.ts";

/** AWS's sentence about a badly formed action; undefined when it is well formed. White space around it is tolerated. */
export function describeActionFault(action: string): string | undefined {
  const [vendor = "", ...names] = action.trim().split(":");
  if (names.length === 0 && vendor !== "*") return messages.noVendor;
  if (names.length > 1) return messages.oneColon;
  return vendor === "*" || /^[a-zA-Z0-9.-]*$/.test(vendor) ? undefined : messages.vendor(vendor);
}
