/** Flags that several verbs share, each with its TEGATA_ variable, and how texts become values. */
import { InvalidArgumentError, Option } from "commander";

export const defaultHost = "127.0.0.1";
export const defaultPort = 4600;
export const defaultData = "./.tegata";
export const defaultRegion = "us-east-1";

export const options = {
  data: () =>
    new Option("--data <dir>", "where the authority keeps its data; :memory: keeps nothing")
      .env("TEGATA_DATA")
      .default(defaultData),
  endpoint: () =>
    new Option("--endpoint <url>", "where the authority answers")
      .env("TEGATA_ENDPOINT")
      .default(`http://${defaultHost}:${defaultPort}`),
  credentialsFile: () =>
    new Option(
      "--credentials-file <file>",
      "the admin's key (default: credentials in the data directory)",
    ).env("TEGATA_CREDENTIALS_FILE"),
  json: () => new Option("--json", "print JSON for programs"),
} as const;

export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^[0-9]{1,5}$/.test(text) || port > 65_535)
    throw new InvalidArgumentError("a port is a number from 0 to 65535.");
  return port;
}

/** For flags that may be given several times. */
export function collect(text: string, earlier: readonly string[] | undefined): string[] {
  return [...(earlier ?? []), ...text.split(",").filter((part) => part !== "")];
}
