/** What `exec` is told, and what of it cannot be meant together. */
import { exitCodes, printable, TegataError } from "../../../base/index.ts";
import { type Command, isContainerProgram, shadowOfServer } from "../../../vault/deliver/index.ts";
import type { Environment, SharedFiles } from "../../../vault/index.ts";
import { describePlace } from "../../../vault/profiles/index.ts";
import type { VaultSettings } from "../../vault/flags.ts";

export interface ExecSettings extends VaultSettings {
  readonly server?: boolean;
  readonly ecsServer?: boolean;
  readonly imds?: boolean;
  readonly ec2Server?: boolean;
  readonly role?: readonly string[];
  readonly listen?: string;
  readonly docker?: boolean;
  readonly dockerNetwork?: string;
  readonly lazy?: boolean;
  /** false for --no-check. */
  readonly check?: boolean;
  readonly nested?: boolean;
  readonly json?: boolean;
}

export type ServerKind = "container" | "metadata";

/** The server that is asked for, if any; whatever says something about a container server asks for one. */
export function serverOf(settings: ExecSettings): ServerKind | undefined {
  if (settings.imds || settings.ec2Server) return "metadata";
  const { server, ecsServer, docker, role, listen } = settings;
  return server || ecsServer || docker || role || listen !== undefined ? "container" : undefined;
}

/** @throws TegataError `Contradiction` with the two flags: exit code 2. */
export function requireConsistent(settings: ExecSettings): void {
  const server = serverOf(settings);
  const onlyContainer = [
    settings.server || settings.ecsServer ? "--server" : undefined,
    settings.docker ? "--docker" : undefined,
    settings.role ? "--role" : undefined,
    settings.listen === undefined ? undefined : "--listen",
  ].find((flag) => flag !== undefined);
  if (server === "metadata" && onlyContainer !== undefined)
    throw contradiction(`--imds and ${onlyContainer}`, "they ask for two kinds of server");
  if (settings.dockerNetwork !== undefined && !settings.docker)
    throw incomplete("--docker-network", "--docker");
  if (settings.dockerNetwork !== undefined && settings.listen === undefined)
    throw incomplete("--docker-network", "--listen 169.254.170.2");
  if (server === undefined) {
    if (settings.lazy) throw incomplete("--lazy", "--server");
    return;
  }
  if (settings.session === false)
    throw contradiction("--no-session and a server", "a long-lived key is not served at a port");
  if (settings.json) throw contradiction("--json and a server", "printed credentials need none");
  if (settings.lazy && settings.prompt === "terminal")
    throw contradiction("--lazy and --prompt terminal", "the terminal is the command's by then");
}

/** AWS Vault: inside of `exec` the session's credentials would be taken for a source. */
export function refuseNested(nested: boolean | undefined, env: Environment): void {
  if (nested || !env.AWS_VAULT) return;
  throw new TegataError(
    "Nested",
    `this is already inside of exec for profile "${printable(env.AWS_VAULT)}", since AWS_VAULT is set`,
    { hint: "exit   # leaves it; --nested goes on inside of it", exitCode: exitCodes.misuse },
  );
}

/**
 * SECURITY: the command would run as somebody else than asked for, and nobody would see. Containers do not see the files.
 * @throws TegataError `ServerShadowed` with file and line: exit code 2.
 */
export function refuseShadowed(files: SharedFiles, command: Command): void {
  const shadow = isContainerProgram(command) ? undefined : shadowOfServer(files);
  if (shadow === undefined) return;
  throw new TegataError(
    "ServerShadowed",
    `${shadow.name} of [default] at ${describePlace(shadow.place)} comes before a server for AWS's clients, so the command would use it instead`,
    {
      hint: "tegata exec PROFILE -- COMMAND   # without a server: variables come before every file",
      exitCode: exitCodes.misuse,
    },
  );
}

function contradiction(what: string, why: string): TegataError {
  return new TegataError("Contradiction", `${what} do not go together: ${why}`, {
    hint: "leave one of them out",
    exitCode: exitCodes.misuse,
  });
}

function incomplete(flag: string, missing: string): TegataError {
  return new TegataError("Contradiction", `${flag} means nothing without ${missing.split(" ")[0]}`, {
    hint: `add ${missing}`,
    exitCode: exitCodes.misuse,
  });
}
