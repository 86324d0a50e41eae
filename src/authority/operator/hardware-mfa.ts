import { decodeBase32 } from "../../base/index.ts";
import { operatorErrors } from "../../wire/index.ts";
import { expectedArn } from "../iam/entities/names.ts";
import { registerHardwareDevice } from "../iam/index.ts";
import { findAccount } from "../store/principals/accounts.ts";
import { readMembers, readOptionalAccountId, readText } from "./input.ts";
import { operatorOperation } from "./operation.ts";

const maxUserNameLength = 64;
const maxSerialLength = 256;
const maxSeedLength = 256;

/**
 * Tells the authority the seed of a hardware device, before its user enables it with two codes.
 * AWS knows the seeds of the devices it sells; here the operator does.
 */
export const registerHardwareMfaDevice = operatorOperation("RegisterHardwareMfaDevice", {
  parse: (body) => {
    const members = readMembers(body, ["AccountId", "UserName", "SerialNumber", "Base32StringSeed"]);
    const seed = decodeBase32(readText(members, "Base32StringSeed", maxSeedLength).trim());
    if (seed === undefined) throw operatorErrors.invalidInput("Base32StringSeed must be base32.");
    return {
      accountId: readOptionalAccountId(members, "AccountId"),
      userName: readText(members, "UserName", maxUserNameLength),
      serial: readText(members, "SerialNumber", maxSerialLength),
      seed,
    };
  },
  resource: (input, call) => ({
    arn: expectedArn("user", input.accountId ?? call.accountId, input.userName),
  }),
  handle: async (input, call) => {
    const accountId = input.accountId ?? call.accountId;
    if ((await findAccount(call.services.store.read, accountId)) === undefined)
      throw operatorErrors.accountNotFound(accountId);
    await registerHardwareDevice(call.services, {
      accountId,
      userName: input.userName,
      serial: input.serial,
      seed: input.seed,
    });
    return { AccountId: accountId, UserName: input.userName, SerialNumber: input.serial };
  },
});
