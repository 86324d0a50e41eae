/** What a program would use before it asks our server: variables are taken from its environment, files are the user's. */
import type { Property, SharedFiles } from "../profiles/profile.ts";

/** Properties that give a profile credentials, each of them looked for before container and instance credentials. */
const credentialProperties = [
  "aws_access_key_id",
  "role_arn",
  "web_identity_token_file",
  "sso_session",
  "sso_start_url",
  "credential_process",
  "login_session",
] as const;

/**
 * The property of `[default]` that wins over a container or metadata server; undefined when none does. The child then runs
 * as another identity than the one that was asked for, so whoever starts it has to say so, or refuse.
 * AWS: SDK reference, "Standardized credential providers", order of the chain.
 */
export function shadowOfServer(files: Pick<SharedFiles, "profiles">): Property | undefined {
  const properties = files.profiles.get("default")?.properties;
  return credentialProperties.map((name) => properties?.get(name)).find((found) => found !== undefined);
}
