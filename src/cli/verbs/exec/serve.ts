/** `exec` with a server of credentials, which lives as long as the command. */
import { TegataError } from "../../../base/index.ts";
import {
  type ChildEnd,
  type ContainerServer,
  childEnvironment,
  createNetworkArguments,
  type DockerOptions,
  dockerArguments,
  type MetadataServer,
  startContainerServer,
  startMetadataServer,
  withDockerArguments,
} from "../../../vault/deliver/index.ts";
import { type Credentials, chainOf, childEndpointOf, type Issued, type Vault } from "../../../vault/index.ts";
import { endLike, runChild } from "../../exec-child.ts";
import { isAsked } from "../../vault/flags.ts";
import { issue, requestOf } from "../../vault/issue.ts";
import { note, openVault } from "../../vault/open-vault.ts";
import type { Execution } from "./run.ts";
import { type ExecSettings, refuseShadowed, serverOf } from "./settings.ts";
import { warnOf } from "./warn.ts";

const endingSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What of an issue the child and the server are told. */
type Described = Pick<Issued, "plan" | "endpointUrl">;

type Server = ContainerServer | MetadataServer;

/**
 * A container server stands before the person is asked for anything, so that nobody types a code for one that cannot be;
 * a metadata server can always be, and is told the profile.
 * @throws TegataError as `issue`, the servers and `runChild`; `ServerShadowed`, `NotDockerRun`.
 */
export async function runWithServer(execution: Execution): Promise<ChildEnd> {
  const { machine, settings, command } = execution;
  if (settings.docker) withDockerArguments(command, []);
  const source = new Source(execution);
  refuseShadowed((await source.vault.loadFiles()).files, command);
  const container = serverOf(settings) === "container" ? await startContainer(execution, source) : undefined;
  let server: Server | undefined = container;
  try {
    if (container && settings.docker) dockerArguments(dockerOptions(container, settings));
    const described = await closingOnSignal(container, () => source.begin());
    warnOf(described, settings, machine.env);
    const { plan, endpointUrl } = described;
    const place = { region: plan.region?.value, endpointUrl, serviceEndpoints: plan.serviceEndpoints };
    server ??= await startMetadataServer({ ...source.served, profile: plan.profile, region: place.region });
    if (!settings.lazy) await server.prefetch();
    const env = childEnvironment({ machine, profile: plan.profile, ...place, server });
    source.giveTerminalAway();
    const told =
      container && settings.docker
        ? withDockerArguments(command, dockerArguments({ ...dockerOptions(container, settings), ...place }))
        : command;
    return await runChild({ machine, command: told, env, mustStay: true });
  } finally {
    await server?.close();
  }
}

/** Who gives up while a code is asked for leaves no token behind. */
async function closingOnSignal<T>(server: Server | undefined, work: () => Promise<T>): Promise<T> {
  const close = async (signal: NodeJS.Signals): Promise<void> => {
    await server?.close();
    endLike({ signal });
  };
  for (const signal of endingSignals) process.once(signal, close);
  try {
    return await work();
  } finally {
    for (const signal of endingSignals) process.off(signal, close);
  }
}

/** The profile's credentials, asked for again and again. After the command has the terminal nobody is asked on it. */
class Source {
  readonly #execution: Execution;
  readonly vault: Vault;
  #isFree = true;
  #isBegun = false;
  #first: Credentials | undefined;

  constructor(execution: Execution) {
    this.#execution = execution;
    this.vault = openVault(execution.settings, execution.machine, () => this.#isFree);
  }

  /** What a server is made with. */
  get served() {
    const { machine, settings } = this.#execution;
    const isQuiet = isAsked(settings.quiet, "quiet", machine.env);
    return {
      machine,
      getCredentials: () => this.#credentials(),
      onFailure: (error: unknown): void => {
        if (!isQuiet) note(`no credentials for the command: ${describe(error)}`);
      },
    };
  }

  giveTerminalAway(): void {
    this.#isFree = false;
  }

  /** The first credentials, for the server to find; when it is to be lazy, what is known without them. */
  async begin(): Promise<Described> {
    if (this.#execution.settings.lazy) return this.#describe();
    const issued = await this.#issue();
    this.#first = issued.credentials;
    return issued;
  }

  async roleCredentials(assumeRole: string): Promise<Credentials> {
    return (await this.#issue(assumeRole)).credentials;
  }

  async #credentials(): Promise<Credentials> {
    const first = this.#first;
    this.#first = undefined;
    return first ?? (await this.#issue()).credentials;
  }

  async #describe(): Promise<Described> {
    const plan = await this.vault.plan(requestOf(this.#execution));
    const { files } = await this.vault.loadFiles();
    return { plan, endpointUrl: childEndpointOf(chainOf(files, plan), this.vault.machine) };
  }

  async #issue(assumeRole?: string): Promise<Issued> {
    const { profile, settings, machine } = this.#execution;
    const isTerminalFree = () => this.#isFree;
    // The first time a kept session is asked about, or made anew where that was wanted; a renewal begins with what is kept.
    const check = !this.#isBegun && settings.check !== false;
    const { fresh, ...again } = settings;
    const request = { profile, machine, settings: this.#isBegun ? again : settings, isTerminalFree, check };
    const issued = await issue({ ...request, ...(assumeRole !== undefined && { assumeRole }) }, this.vault);
    this.#isBegun = true;
    return issued;
  }
}

async function startContainer(
  { settings: { role = [], listen } }: Execution,
  source: Source,
): Promise<ContainerServer> {
  const assume = (roleArn: string) => source.roleCredentials(roleArn);
  try {
    return await startContainerServer({ ...source.served, roles: { allowed: role, assume }, listen });
  } catch (error) {
    throw listen === undefined ? error : withNetwork(error, listen);
  }
}

function dockerOptions(server: ContainerServer, { dockerNetwork }: ExecSettings): DockerOptions {
  return { server, network: dockerNetwork };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** An address for containers is there once docker has made a network whose gateway it is. */
function withNetwork(error: unknown, listen: string): unknown {
  if (!(error instanceof TegataError) || error.code !== "CannotListen") return error;
  return new TegataError(error.code, error.message, {
    cause: error,
    hint: `docker ${createNetworkArguments("tegata", listen).join(" ")}`,
  });
}
