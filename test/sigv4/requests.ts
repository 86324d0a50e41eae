/** Requests as a server would see them, made from what signers gave. */
import type {
  HeaderLine,
  SignableRequest,
  SignedRequest,
  SigningCredentials,
} from "../../src/sigv4/index.ts";
import { toByteString } from "../../src/sigv4/index.ts";

export const exampleCredentials: SigningCredentials = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
};
/** 2015-08-30T12:36:00Z. */
export const exampleTime = Date.UTC(2015, 7, 30, 12, 36, 0);

/** A request on the wire: byte strings, header names in lower case. */
export function received(method: string, target: string, lines: readonly HeaderLine[]): SignableRequest {
  const names = lines.map(([name]) => name.toLowerCase());
  const values = lines.map(([, value]) => toByteString(value));
  const get = (name: string) => {
    const index = names.indexOf(name);
    return index < 0 ? undefined : values[index];
  };
  return { method, target: toByteString(target), headers: { names, values, get } };
}

export function receivedFrom(signed: SignedRequest): SignableRequest {
  return received(signed.method, signed.target, signed.headers);
}
