import { operatorErrors } from "../../wire/index.ts";
import { openDenial } from "../denials/index.ts";
import { readMembers, readText } from "./input.ts";
import { accountOperation } from "./operation.ts";

const maxRequestIdLength = 64;

/**
 * Why a request was refused, by its id: what DecodeAuthorizationMessage tells, for whoever has not kept the message.
 * INVARIANT (sealed-reasons): only of callers of the asking principal's own account; any other id is an unknown one.
 */
export const getDecision = accountOperation("GetDecision", {
  parse: (body) => {
    const members = readMembers(body, ["RequestId"]);
    return { requestId: readText(members, "RequestId", maxRequestIdLength) };
  },
  handle: ({ requestId }, { services, accountId }) => {
    const sealed = services.recentDenials.find(requestId);
    const message = sealed && openDenial(services.sessions, sealed, accountId);
    if (message === undefined) throw operatorErrors.decisionNotFound(requestId);
    return { RequestId: requestId, Decision: JSON.parse(message) as unknown };
  },
});
