/** TagMFADevice, UntagMFADevice, ListMFADeviceTags: of virtual devices. */
import { type AnyOperation, iamOperation } from "../../operation.ts";
import { updateMfaDevice } from "../../store/credentials/mfa-devices.ts";
import { taggingOf } from "../entities/tagging.ts";
import { demandVirtualDevice, deviceResource } from "./virtual-mfa-devices.ts";

interface OfDevice {
  readonly SerialNumber: string;
}

const tagging = taggingOf({
  quota: "TagsPerMFADevice",
  resource: ({ SerialNumber }: OfDevice, call) => deviceResource(call, SerialNumber),
  find: (reader, call, { SerialNumber }) => demandVirtualDevice(reader, call.accountId, SerialNumber),
  setTags: (tx, device, tags) => updateMfaDevice(tx, device, { tags }),
});

export const mfaDeviceTagOperations: readonly AnyOperation[] = [
  iamOperation("TagMFADevice", tagging.tag),
  iamOperation("UntagMFADevice", tagging.untag),
  iamOperation("ListMFADeviceTags", tagging.list),
];
