/** Where AWS's own clients keep credentials and tokens in clear text. */
import { posix, win32 } from "node:path";
import type { Machine } from "../machine.ts";

/** `aws-cli`: credentials of roles. `sso`: tokens and registrations of SSO. `login`: tokens of `aws login`. */
export const awsCaches = ["aws-cli", "sso", "login"] as const;
export type AwsCache = (typeof awsCaches)[number];

/**
 * The folders, whether they are there or not. The AWS CLI and botocore know no variable but AWS_LOGIN_CACHE_DIRECTORY.
 * On Windows Python takes USERPROFILE for the home folder, whatever HOME says.
 */
export function awsCacheFolders({
  platform,
  env,
  home,
}: Pick<Machine, "platform" | "env" | "home">): Readonly<Record<AwsCache, string>> {
  const { join } = platform === "win32" ? win32 : posix;
  const user = (platform === "win32" && env.USERPROFILE) || home;
  const root = join(user, ".aws");
  const login = env.AWS_LOGIN_CACHE_DIRECTORY?.replace(/^~(?=$|[\\/])/, () => user);
  return {
    "aws-cli": join(root, "cli", "cache"),
    sso: join(root, "sso", "cache"),
    login: login || join(root, "login", "cache"),
  };
}
