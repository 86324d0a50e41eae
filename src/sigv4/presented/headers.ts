import type { SignableHeaders } from "../request.ts";

/** The headers that say something about the signature. */
export interface SigningHeaders {
  authorization: string | undefined;
  amzDate: string | undefined;
  date: string | undefined;
  sessionToken: string | undefined;
  payloadHash: string | undefined;
  /** A header that may come once only and came twice. */
  repeated: string | undefined;
}

/** One walk over the headers. */
export function scanSigningHeaders(headers: SignableHeaders): SigningHeaders {
  const found: SigningHeaders = {
    authorization: undefined,
    amzDate: undefined,
    date: undefined,
    sessionToken: undefined,
    payloadHash: undefined,
    repeated: undefined,
  };
  const { names, values } = headers;
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] ?? "";
    const value = values[index] ?? "";
    // SECURITY: two lines of one of these could be read differently by whoever comes after us.
    switch (name) {
      case "authorization":
        if (found.authorization !== undefined) found.repeated = name;
        found.authorization = value;
        break;
      case "x-amz-date":
        if (found.amzDate !== undefined) found.repeated = name;
        found.amzDate = value;
        break;
      case "date":
        found.date ??= value;
        break;
      case "x-amz-security-token":
        if (found.sessionToken !== undefined) found.repeated = name;
        found.sessionToken = value;
        break;
      case "x-amz-content-sha256":
        if (found.payloadHash !== undefined) found.repeated = name;
        found.payloadHash = value;
        break;
    }
  }
  return found;
}
