/** A user's virtual devices at IAM. AWS: IAM API reference, CreateVirtualMFADevice, EnableMFADevice and their like. */
import { Secret, TegataError } from "../../base/index.ts";
import { callIam, isRefusal, type KeyUser } from "../key-user/index.ts";

export interface NewDevice {
  readonly serial: string;
  /** Base32. */
  readonly seed: Secret;
}

export type MadeDevice =
  | { readonly kind: "made"; readonly device: NewDevice }
  | { readonly kind: "exists"; readonly serial: string };

/** The codes were refused; anything else rejects. */
export type Enabled = "enabled" | "codes-refused";

const devicePath = "/";

/** @throws TegataError with AWS's code. */
export async function createDevice({ iam, key, identity }: KeyUser, name: string): Promise<MadeDevice> {
  const { CreateVirtualMFADeviceCommand } = await import("@aws-sdk/client-iam");
  const command = new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: name, Path: devicePath });
  try {
    const answer = await callIam(iam, {
      action: "CreateVirtualMFADevice",
      credentials: key,
      send: (client) => client.send(command),
    });
    const { SerialNumber, Base32StringSeed } = answer.VirtualMFADevice ?? {};
    if (!SerialNumber || Base32StringSeed === undefined)
      throw new TegataError("AnswerInvalid", "iam:CreateVirtualMFADevice gave no whole device");
    const seed = new Secret(new TextDecoder().decode(Base32StringSeed).trim());
    return { kind: "made", device: { serial: SerialNumber, seed } };
  } catch (error) {
    if (!isRefusal(error, "EntityAlreadyExists")) throw error;
    const partition = identity.arn.split(":")[1] ?? "aws";
    return { kind: "exists", serial: `arn:${partition}:iam::${identity.account}:mfa${devicePath}${name}` };
  }
}

/** Whether the device was made and belongs to nobody. */
export async function isUnassigned({ iam, key }: KeyUser, serial: string): Promise<boolean> {
  const { ListVirtualMFADevicesCommand } = await import("@aws-sdk/client-iam");
  for (let Marker: string | undefined; ; ) {
    const command = new ListVirtualMFADevicesCommand({ AssignmentStatus: "Unassigned", Marker });
    const answer = await callIam(iam, {
      action: "ListVirtualMFADevices",
      credentials: key,
      send: (client) => client.send(command),
    });
    const wanted = serial.toLowerCase();
    if (answer.VirtualMFADevices?.some(({ SerialNumber }) => SerialNumber?.toLowerCase() === wanted))
      return true;
    Marker = answer.Marker;
    if (!answer.IsTruncated || Marker === undefined) return false;
  }
}

/** Whether the device is enabled for the user itself; false where IAM does not say. */
export async function isOwn({ iam, key, userName }: KeyUser, serial: string): Promise<boolean> {
  const { ListMFADevicesCommand } = await import("@aws-sdk/client-iam");
  const command = new ListMFADevicesCommand({ UserName: userName });
  try {
    const answer = await callIam(iam, {
      action: "ListMFADevices",
      credentials: key,
      send: (client) => client.send(command),
    });
    return answer.MFADevices?.some(({ SerialNumber }) => SerialNumber === serial) ?? false;
  } catch (error) {
    if (isRefusal(error, "AccessDenied")) return false;
    throw error;
  }
}

/** Only of a device that belongs to nobody; IAM refuses others. */
export async function deleteDevice({ iam, key }: KeyUser, SerialNumber: string): Promise<void> {
  const { DeleteVirtualMFADeviceCommand } = await import("@aws-sdk/client-iam");
  const command = new DeleteVirtualMFADeviceCommand({ SerialNumber });
  await callIam(iam, {
    action: "DeleteVirtualMFADevice",
    credentials: key,
    send: (client) => client.send(command),
  });
}

/** @param codes two that the device shows one after the other. */
export async function enableDevice(
  { iam, key, userName }: KeyUser,
  SerialNumber: string,
  [AuthenticationCode1, AuthenticationCode2]: readonly [string, string],
): Promise<Enabled> {
  const { EnableMFADeviceCommand } = await import("@aws-sdk/client-iam");
  const command = new EnableMFADeviceCommand({
    UserName: userName,
    SerialNumber,
    AuthenticationCode1,
    AuthenticationCode2,
  });
  try {
    await callIam(iam, {
      action: "EnableMFADevice",
      credentials: key,
      secrets: [AuthenticationCode1, AuthenticationCode2],
      send: (client) => client.send(command),
    });
    return "enabled";
  } catch (error) {
    if (isRefusal(error, "InvalidAuthenticationCode")) return "codes-refused";
    throw error;
  }
}
