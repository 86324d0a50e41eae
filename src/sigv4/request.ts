/**
 * The parts of an HTTP request that a signature covers, and the two ways in which services canonicalise them.
 * Texts are byte strings: one character per byte, as Node's HTTP parser gives them (`toByteString` makes them).
 */

/** Header lines in order of arrival; `names` in lower case, one per line. */
export interface SignableHeaders {
  readonly names: readonly string[];
  readonly values: readonly string[];
  /** The first value of `name` (lower case). */
  get(name: string): string | undefined;
}

export interface SignableRequest {
  /** Upper case. */
  readonly method: string;
  /** Path and query exactly as on the request line. */
  readonly target: string;
  readonly headers: SignableHeaders;
}

/** How one service turns a request into its canonical form. */
export interface SigningStyle {
  /** Whether `.`, `..` and repeated slashes are taken out of the path. */
  readonly normalizePath: boolean;
  /** Whether the path of the request line is percent-encoded once more. */
  readonly doubleEncode: boolean;
  /** Whether the session token may be added after signing; it is bound to the key by itself. */
  readonly tokenMayBeUnsigned: boolean;
}

/** AWS: S3 user guide, "Signature Calculations for the Authorization Header": object keys are taken as they are. */
export const s3Style: SigningStyle = { normalizePath: false, doubleEncode: false, tokenMayBeUnsigned: false };

/** Every other service. AWS: IoT (and aws-c-auth's `omit_session_token`) adds the token after signing. */
export const defaultStyle: SigningStyle = {
  normalizePath: true,
  doubleEncode: true,
  tokenMayBeUnsigned: true,
};

/** The style that SDKs use for a service, by the service name in the credential scope. */
export function styleOf(service: string): SigningStyle {
  return service === "s3" ? s3Style : defaultStyle;
}

/** Text → its UTF-8 bytes as a string of one character per byte. */
export function toByteString(text: string): string {
  return Buffer.byteLength(text) === text.length ? text : Buffer.from(text, "utf8").toString("latin1");
}
