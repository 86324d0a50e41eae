/** Shared files by their texts. */
import { parseSharedFiles, type SharedFiles } from "../../../src/vault/profiles/index.ts";

export const configFile = "/home/jon/.aws/config";
export const credentialsFile = "/home/jon/.aws/credentials";

export function parseTexts(config: string, credentials = ""): SharedFiles {
  return parseSharedFiles({
    config: { file: configFile, text: config },
    credentials: { file: credentialsFile, text: credentials },
  });
}
