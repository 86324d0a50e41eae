import { commonErrors, type WireRequest } from "../../wire/index.ts";
import type { RequestFacts } from "../call.ts";

/** Of each header that is a condition key; AWS's own clients send some hundred characters. */
const maxContextHeaderCharacters = 2048;

/**
 * The facts of a request that policies may ask for; `region` comes from the signature's scope.
 * SECURITY: a pattern costs its length times the text's, and the caller chooses the text: a longer one is refused, not
 * cut, since a Deny may look at its end.
 */
export function requestFacts(request: WireRequest, region: string): RequestFacts {
  return {
    sourceIp: request.remoteAddress,
    userAgent: readHeader(request, "user-agent"),
    referer: readHeader(request, "referer"),
    secure: request.secure,
    region,
  };
}

function readHeader(request: WireRequest, name: string): string | undefined {
  const value = request.headers.get(name);
  if (value !== undefined && value.length > maxContextHeaderCharacters)
    throw commonErrors.headerTooLong(name, maxContextHeaderCharacters);
  return value;
}
