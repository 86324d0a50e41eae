/** What an authenticator app reads from a QR code. Google Authenticator: Key URI format, the form that such apps share. */

export interface OtpauthDevice {
  /** `arn:aws:iam::123456789012:mfa/ann` */
  readonly serial: string;
  /** Base32. */
  readonly seed: string;
}

/** AWS's own codes say so. */
const issuer = "Amazon Web Services";

/** `otpauth://totp/Amazon%20Web%20Services:ann@123456789012?secret=…&issuer=…`: it holds the seed. */
export function buildOtpauthUri({ serial, seed }: OtpauthDevice): string {
  const [, , , , account = "", resource = ""] = serial.split(":");
  const name = resource.slice(resource.lastIndexOf("/") + 1);
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(name)}@${account}`;
  return `otpauth://totp/${label}?secret=${seed}&issuer=${encodeURIComponent(issuer)}`;
}
