import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { adminProfile, exitCodes, TegataError } from "../../../base/index.ts";
import { type Authority, createAuthority, type HttpServer, listen } from "../../../server/index.ts";
import { version } from "../../version.ts";
import { createLog, type LogLevel } from "./log.ts";
import { fixedKey, type TestModeSetting, testModeOf } from "./settings.ts";

export interface ServeSettings {
  readonly host: string;
  readonly port: number;
  readonly data: string;
  readonly storeFile?: string;
  readonly account?: string;
  readonly masterKeyFile?: string;
  readonly credentialsFile?: string;
  readonly seed?: string;
  readonly readyFile?: string;
  readonly corsOrigin?: readonly string[];
  readonly virtualHost?: readonly string[];
  readonly testMode?: TestModeSetting;
  readonly logLevel: LogLevel;
}

const memory = ":memory:";

/** Runs until SIGINT or SIGTERM. Throws TegataError when it cannot start; nothing was changed then. */
export async function serve(settings: ServeSettings): Promise<void> {
  const location = locationOf(settings);
  const keys = { ...optional("adminKey", fixedKey("ADMIN")), ...optional("rootKey", fixedKey("ROOT")) };
  const testMode = optional("testMode", testModeOf(settings));
  const applySeed = await readSeedOf(settings);
  const log = createLog(settings.logLevel);
  const { promise: ready, resolve: becomeReady } = Promise.withResolvers<Authority>();
  // The port is taken before the store is touched: a port in use leaves no half-made data behind.
  const server = await bind(settings, async (request) => (await ready).handle(request), log.fault);
  const credentials = placeOfCredentials(settings.credentialsFile, location);
  let authority: Authority | undefined;
  // From here on a signal ends it cleanly: who sees the ready file may send one at once.
  const stop = stopped();
  try {
    if (settings.readyFile !== undefined) rmSync(settings.readyFile, { force: true });
    authority = await createAuthority({
      store: location,
      credentialsFile: credentials.file,
      virtualHosts: settings.virtualHost ?? ["localhost"],
      corsOrigins: settings.corsOrigin ?? [],
      log: log.authority,
      ...optional("accountId", settings.account),
      ...optional("masterKeyFile", settings.masterKeyFile),
      ...keys,
      ...testMode,
    });
    await applySeed(authority);
    becomeReady(authority);
    const endpoint = endpointOf(settings.host, server.port);
    if (settings.readyFile !== undefined)
      writeReadyFile(settings.readyFile, { endpoint, authority, credentialsFile: credentials.file });
    announce(settings, endpoint, location, credentials.file, authority);
    await stop;
  } finally {
    await server.close();
    await authority?.close();
    credentials.remove();
  }
  process.stderr.write("tegata: stopped\n");
}

function endpointOf(host: string, port: number): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** The seed file is read before anything is made; what it says can be applied later. */
async function readSeedOf({ seed: file }: ServeSettings): Promise<(authority: Authority) => Promise<void>> {
  if (file === undefined) return async () => undefined;
  const { readSeed, applySeed } = await import("../../../server/seed/index.ts");
  const seed = readSeed(file);
  return (authority) => applySeed(authority, seed);
}

function optional<K extends string, V>(name: K, value: V | undefined): { [name in K]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { [name in K]?: V };
}

/** SECURITY: a store URL holds a password, so it comes from a file or the environment, never from an argument. */
function locationOf(settings: ServeSettings): string {
  if (settings.storeFile !== undefined) {
    try {
      return readFileSync(settings.storeFile, "utf8").trim();
    } catch (error) {
      throw new TegataError("StoreFile", `cannot read the store file "${settings.storeFile}"`, {
        exitCode: exitCodes.misuse,
        cause: error,
      });
    }
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(settings.data))
    throw new TegataError(
      "StoreUrlInArgument",
      "a store URL may hold a password and is not taken as an argument",
      {
        hint: "put it into TEGATA_STORE, or into a file named with --store-file",
        exitCode: exitCodes.misuse,
      },
    );
  const location = process.env.TEGATA_STORE || settings.data;
  if (location === "")
    throw new TegataError("NoData", "--data names no directory", {
      hint: "give a directory, or :memory:",
      exitCode: exitCodes.misuse,
    });
  return location;
}

interface CredentialsPlace {
  readonly file: string;
  /** Takes away what was made for this run only. */
  readonly remove: () => void;
}

function placeOfCredentials(given: string | undefined, location: string): CredentialsPlace {
  if (given !== undefined) return { file: given, remove: () => undefined };
  if (location !== memory) return { file: join(location, "credentials"), remove: () => undefined };
  const folder = mkdtempSync(join(tmpdir(), "tegata-"));
  return {
    file: join(folder, "credentials"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function bind(
  { host, port }: ServeSettings,
  handle: Authority["handle"],
  onFault: (error: unknown) => void,
): Promise<HttpServer> {
  try {
    return await listen({ host, port, handle, onFault });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE")
      throw new TegataError("PortInUse", `port ${port} on ${host} is in use by another program`, {
        hint: "stop that program, or choose another port with --port (0 takes a free one)",
        cause: error,
      });
    throw new TegataError(
      "CannotListen",
      `cannot listen on ${host}, port ${port} (${String(code ?? error)})`,
      {
        hint: "choose another address with --host, or another port with --port",
        cause: error,
      },
    );
  }
}

function writeReadyFile(
  file: string,
  facts: { readonly endpoint: string; readonly authority: Authority; readonly credentialsFile: string },
): void {
  const text = JSON.stringify({
    endpoint: facts.endpoint,
    account: facts.authority.accountId,
    credentialsFile: facts.credentialsFile,
    pid: process.pid,
  });
  try {
    writeFileSync(`${file}.${process.pid}.new`, `${text}\n`);
    renameSync(`${file}.${process.pid}.new`, file);
  } catch (error) {
    throw new TegataError("ReadyFile", `cannot write the ready file "${file}"`, { cause: error });
  }
}

function announce(
  settings: ServeSettings,
  endpoint: string,
  location: string,
  credentialsFile: string,
  authority: Authority,
): void {
  const lines = [
    `tegata ${version}: the authority answers at ${endpoint}`,
    `  account      ${authority.accountId}`,
    `  data         ${location === memory ? "in memory, gone when this stops" : location}`,
    `  credentials  ${credentialsFile}, profile ${adminProfile}`,
    "",
    "In another terminal, in this folder:",
    `  eval "$(npx tegata env${envFlags(settings, endpoint, credentialsFile)})"`,
    "  aws sts get-caller-identity",
    "",
    "Ctrl-C stops it.",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  for (const warning of warnings(settings)) process.stderr.write(`tegata: WARNING: ${warning}\n`);
}

function envFlags(settings: ServeSettings, endpoint: string, credentialsFile: string): string {
  const flags = settings.port === 4600 && settings.host === "127.0.0.1" ? "" : ` --endpoint ${endpoint}`;
  const usual = settings.data === "./.tegata" && settings.credentialsFile === undefined;
  return usual ? flags : `${flags} --credentials-file ${credentialsFile}`;
}

function warnings(settings: ServeSettings): string[] {
  const found: string[] = [];
  if (settings.testMode !== undefined)
    found.push(
      "test mode: whoever reaches this port can move its clock and empty it; never keep anything real in it",
    );
  if (fixedKey("ROOT") !== undefined)
    found.push(
      "the root user has an access key: it may do everything and no policy limits it; use it for tests only",
    );
  if (!/^(?:127\.|::1$|localhost$)/.test(settings.host))
    found.push("plain HTTP off loopback: session tokens can be read on the way; put a TLS proxy in front");
  return found;
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.once("SIGINT", () => process.exit(exitCodes.failed));
      resolve();
    };
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
  });
}
