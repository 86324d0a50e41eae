/** A refusal → XML text. */
import type { ServiceError } from "../../base/index.ts";
import { dispatchCodes } from "../errors/common.ts";
import { type QueryService, serviceModels } from "../models/index.ts";
import { escapeXml } from "../xml/write.ts";

/** AWS: what the front door refuses by itself comes in its own namespace, whichever service was asked. */
const frontDoorNamespace = "http://webservices.amazon.com/AWSFault/2005-15-09";

/** AWS: `ErrorResponse` in the service's namespace; no Message element when the refusal has no sentence. */
export function encodeError(service: QueryService, error: ServiceError, requestId: string): string {
  const namespace = dispatchCodes.has(error.code) ? frontDoorNamespace : serviceModels[service].namespace;
  const message = error.sentence === undefined ? "" : `    <Message>${escapeXml(error.sentence)}</Message>\n`;
  return (
    `<ErrorResponse xmlns="${namespace}">\n  <Error>\n` +
    `    <Type>${error.fault}</Type>\n    <Code>${escapeXml(error.code)}</Code>\n${message}` +
    `  </Error>\n  <RequestId>${escapeXml(requestId)}</RequestId>\n</ErrorResponse>\n`
  );
}
