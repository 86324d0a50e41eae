/** Shared files for tests of plans, at paths that the expected sentences name. */
import { parseSharedFiles, type SharedFiles } from "../../../src/vault/profiles/index.ts";

export const configFile = "/home/jon/.aws/config";
export const credentialsFile = "/home/jon/.aws/credentials";

export function sharedFiles(config: string, credentials = ""): SharedFiles {
  return parseSharedFiles({
    config: { file: configFile, text: config },
    credentials: { file: credentialsFile, text: credentials },
  });
}
