/** TagMFADevice, UntagMFADevice, ListMFADeviceTags: of virtual devices. */
import { type AnyOperation, iamOperation } from "../../operation.ts";
import { updateMfaDevice } from "../../store/credentials/mfa-devices.ts";
import { listTags, mergeTags, removeTags, requestTagContext, tagKeysContext } from "../entities/tags.ts";
import { demandVirtualDevice, deviceResource } from "./virtual-mfa-devices.ts";

const tagMfaDevice = iamOperation("TagMFADevice", {
  access: "policy",
  resource: (input, call) => deviceResource(call, input.SerialNumber),
  context: (input) => requestTagContext(input.Tags),
  async handle(input, call) {
    await call.services.store.write(call.accountId, async (tx) => {
      const device = await demandVirtualDevice(tx, call.accountId, input.SerialNumber);
      await updateMfaDevice(tx, device, { tags: mergeTags(device.tags, input.Tags, "TagsPerMFADevice") });
    });
    return undefined;
  },
});

const untagMfaDevice = iamOperation("UntagMFADevice", {
  access: "policy",
  resource: (input, call) => deviceResource(call, input.SerialNumber),
  context: (input) => tagKeysContext(input.TagKeys),
  async handle(input, call) {
    await call.services.store.write(call.accountId, async (tx) => {
      const device = await demandVirtualDevice(tx, call.accountId, input.SerialNumber);
      await updateMfaDevice(tx, device, { tags: removeTags(device.tags, input.TagKeys) });
    });
    return undefined;
  },
});

const listMfaDeviceTags = iamOperation("ListMFADeviceTags", {
  access: "policy",
  resource: (input, call) => deviceResource(call, input.SerialNumber),
  async handle(input, call) {
    const { read } = call.services.store;
    return listTags((await demandVirtualDevice(read, call.accountId, input.SerialNumber)).tags, input);
  },
});

export const mfaDeviceTagOperations: readonly AnyOperation[] = [
  tagMfaDevice,
  untagMfaDevice,
  listMfaDeviceTags,
];
