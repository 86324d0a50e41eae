import { inShell } from "../../base/index.ts";

/**
 * Why a root user's key is a danger, and the line that deactivates it. AWS: IAM user guide, "Root user best practices".
 * Without a session, since IAM refuses those that are made without MFA.
 */
export function describeRootKey(
  profile: string,
  { accessKeyId, arn }: { readonly accessKeyId: string; readonly arn: string },
): { readonly warning: string; readonly command: string } {
  return {
    warning: `the key of profile "${profile}" is that of ${arn}, the root user: it can do everything, and no policy limits it; make a user or a role, and deactivate the key`,
    command: `tegata exec --no-session ${inShell(profile)} -- aws iam update-access-key --access-key-id ${inShell(accessKeyId)} --status Inactive`,
  };
}
