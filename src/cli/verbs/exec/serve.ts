/** `exec` with a server of credentials, which lives as long as the command. */
import { TegataError } from "../../../base/index.ts";
import {
  type ChildEnd,
  type Command,
  childEnvironment,
  createNetworkArguments,
  dockerArguments,
  startContainerServer,
  startMetadataServer,
  withDockerArguments,
} from "../../../vault/deliver/index.ts";
import {
  type Credentials,
  chainOf,
  childEndpointOf,
  type Environment,
  type Issued,
  type Vault,
} from "../../../vault/index.ts";
import { endLike, runChild } from "../../exec-child.ts";
import { isAsked } from "../../vault/flags.ts";
import { issue, requestOf } from "../../vault/issue.ts";
import { note, openVault } from "../../vault/open-vault.ts";
import type { Execution } from "./run.ts";
import { refuseShadowed, serverOf } from "./settings.ts";
import { warnOf } from "./warn.ts";

const endingSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What of an issue the child and the server are told. */
type Described = Pick<Issued, "plan" | "endpointUrl">;

/** A server of either kind, as the child is started with it. */
interface Served {
  readonly variables: Environment;
  readonly command: Command;
  prefetch(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The server stands before the person is asked for anything, so that nobody types a code for a server that cannot be.
 * @throws TegataError as `issue`, the servers and `runChild`; `ServerShadowed`, `NotDockerRun`.
 */
export async function runWithServer(execution: Execution): Promise<ChildEnd> {
  const { machine, settings, command } = execution;
  if (settings.docker) withDockerArguments(command, []);
  const source = new Source(execution);
  refuseShadowed((await source.vault.loadFiles()).files, command);
  const described = await source.describe();
  warnOf(described, settings, machine.env);
  const served = await serve(execution, source, described);
  try {
    if (!settings.lazy) await closingOnSignal(served, () => served.prefetch());
    const { plan, endpointUrl } = described;
    const place = { profile: plan.profile, region: plan.region?.value, endpointUrl };
    const env = childEnvironment({ machine, ...place, server: served });
    source.giveTerminalAway();
    return await runChild({ machine, command: served.command, env, mustStay: true });
  } finally {
    await served.close();
  }
}

/** Who gives up while a code is asked for leaves no token behind. */
async function closingOnSignal(served: Served, work: () => Promise<void>): Promise<void> {
  const close = (signal: NodeJS.Signals): void => {
    void served.close().finally(() => endLike({ signal }));
  };
  for (const signal of endingSignals) process.once(signal, close);
  try {
    await work();
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

  constructor(execution: Execution) {
    this.#execution = execution;
    this.vault = openVault(execution.settings, execution.machine, () => this.#isFree);
  }

  giveTerminalAway(): void {
    this.#isFree = false;
  }

  /** What is known without credentials. */
  async describe(): Promise<Described> {
    const plan = await this.vault.plan(requestOf(this.#execution));
    const { files } = await this.vault.loadFiles();
    return { plan, endpointUrl: childEndpointOf(chainOf(files, plan), this.vault.machine) };
  }

  credentials(): Promise<Credentials> {
    return this.#issue();
  }

  roleCredentials(assumeRole: string): Promise<Credentials> {
    return this.#issue(assumeRole);
  }

  async #issue(assumeRole?: string): Promise<Credentials> {
    const { profile, settings, machine } = this.#execution;
    const isTerminalFree = () => this.#isFree;
    // The first time a kept session is asked about, or made anew where that was wanted; a renewal begins with what is kept.
    const check = !this.#isBegun && settings.check !== false;
    const { fresh, ...again } = settings;
    const request = { profile, machine, settings: this.#isBegun ? again : settings, isTerminalFree, check };
    const issued = await issue({ ...request, ...(assumeRole !== undefined && { assumeRole }) }, this.vault);
    this.#isBegun = true;
    return issued.credentials;
  }
}

async function serve(
  { machine, settings, command }: Execution,
  source: Source,
  { plan, endpointUrl }: Described,
): Promise<Served> {
  const isQuiet = isAsked(settings.quiet, "quiet", machine.env);
  const common = {
    machine,
    getCredentials: () => source.credentials(),
    onFailure: (error: unknown) => {
      if (!isQuiet) note(`no credentials for the command: ${error instanceof Error ? error.message : error}`);
    },
  };
  const region = plan.region?.value;
  if (serverOf(settings) === "metadata") {
    const server = await startMetadataServer({ ...common, profile: plan.profile, region });
    return { ...server, command };
  }
  const allowed = settings.role ?? [];
  const assume = (roleArn: string) => source.roleCredentials(roleArn);
  const { listen } = settings;
  const options = { ...common, roles: { allowed, assume }, listen };
  const server = await startContainerServer(options).catch((error: unknown) => {
    throw listen === undefined ? error : withNetwork(error, listen);
  });
  if (!settings.docker) return { ...server, command };
  try {
    const added = dockerArguments({ server, region, endpointUrl, network: settings.dockerNetwork });
    return { ...server, command: withDockerArguments(command, added) };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** An address for containers is there once docker has made a network whose gateway it is. */
function withNetwork(error: unknown, listen: string): unknown {
  if (!(error instanceof TegataError) || error.code !== "CannotListen") return error;
  return new TegataError(error.code, error.message, {
    cause: error,
    hint: `docker ${createNetworkArguments("tegata", listen).join(" ")}`,
  });
}
