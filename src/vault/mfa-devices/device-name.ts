import { exitCodes, printable, TegataError } from "../../base/index.ts";

/** AWS: IAM and STS quotas, virtual MFA device name. */
const maxNameCharacters = 226;

/** AWS: IAM API reference, CreateVirtualMFADevice. @throws TegataError `DeviceNameUnusable`. */
export function checkDeviceName(name: string): void {
  if (/^[\w+=,.@-]+$/.test(name) && name.length <= maxNameCharacters) return;
  throw new TegataError(
    "DeviceNameUnusable",
    `"${printable(name)}" cannot be the name of an MFA device: letters, digits and _+=,.@- are allowed, up to ${maxNameCharacters}`,
    { hint: "tegata mfa add --name phone", exitCode: exitCodes.misuse },
  );
}
