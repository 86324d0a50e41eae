import { stsErrors } from "../../wire/index.ts";
import { openDenial } from "../denials/index.ts";
import { stsOperation } from "../operation.ts";

/**
 * Why a request was refused, from the message that the refusal bore. Only for principals of the account whose caller was
 * refused.
 */
export const decodeAuthorizationMessage = stsOperation("DecodeAuthorizationMessage", {
  access: "policy",
  handle: ({ EncodedMessage: text }, { services, accountId }) => {
    const message = openDenial(services.sessions, text, accountId);
    if (message === undefined) throw stsErrors.invalidAuthorizationMessage();
    return { DecodedMessage: message };
  },
});
