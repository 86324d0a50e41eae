/** Step 2: the text that is signed. AWS: IAM user guide, "Create a string to sign". */
import { type CredentialScope, formatScope } from "./credential-scope.ts";

export const algorithm = "AWS4-HMAC-SHA256";

/** `timeText` is `YYYYMMDDTHHMMSSZ`; `canonicalRequestHash` is hexadecimal. */
export function buildStringToSign(
  timeText: string,
  scope: CredentialScope,
  canonicalRequestHash: string,
): string {
  return `${algorithm}\n${timeText}\n${formatScope(scope)}\n${canonicalRequestHash}`;
}
