/** `exec` with a server of credentials, which lives as long as the command. */
import {
  type ChildEnd,
  type Command,
  childEnvironment,
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
import { runChild } from "../../exec-child.ts";
import { isAsked } from "../../vault/flags.ts";
import { issue, requestOf } from "../../vault/issue.ts";
import { note, openVault } from "../../vault/open-vault.ts";
import type { Execution } from "./run.ts";
import { refuseShadowed, serverOf } from "./settings.ts";
import { warnOf } from "./warn.ts";

/** What of an issue the child and the server are told. */
type Described = Pick<Issued, "plan" | "endpointUrl">;

/** A server of either kind, as the child is started with it. */
interface Served {
  readonly variables: Environment;
  readonly command: Command;
  prefetch(): Promise<void>;
  close(): Promise<void>;
}

/** @throws TegataError as `issue`, the servers and `runChild`; `ServerShadowed`. */
export async function runWithServer(execution: Execution): Promise<ChildEnd> {
  const { machine, settings, command } = execution;
  const source = new Source(execution);
  refuseShadowed((await source.vault.loadFiles()).files, command);
  const described = settings.lazy ? await source.describe() : await source.issueFirst();
  warnOf(described, settings, machine.env);
  const served = await serve(execution, source, described);
  try {
    if (!settings.lazy) await served.prefetch();
    const { plan, endpointUrl } = described;
    const place = { profile: plan.profile, region: plan.region?.value, endpointUrl };
    const env = childEnvironment({ machine, ...place, server: served });
    source.giveTerminalAway();
    return await runChild({ machine, command: served.command, env, mustStay: true });
  } finally {
    await served.close();
  }
}

/** The profile's credentials, asked for again and again. After the command has the terminal nobody is asked on it. */
class Source {
  readonly #execution: Execution;
  readonly vault: Vault;
  readonly #isTerminalFree = (): boolean => this.#isFree;
  #isFree = true;
  #first: Issued | undefined;

  constructor(execution: Execution) {
    this.#execution = execution;
    this.vault = openVault(execution.settings, execution.machine, this.#isTerminalFree);
  }

  giveTerminalAway(): void {
    this.#isFree = false;
  }

  async issueFirst(): Promise<Issued> {
    this.#first = await this.#issue({ check: this.#execution.settings.check !== false });
    return this.#first;
  }

  /** What is known without credentials. */
  async describe(): Promise<Described> {
    const plan = await this.vault.plan(requestOf(this.#execution));
    const { files } = await this.vault.loadFiles();
    return { plan, endpointUrl: childEndpointOf(chainOf(files, plan), this.vault.machine) };
  }

  /** The first ones once, then kept or new ones. */
  async credentials(): Promise<Credentials> {
    const first = this.#first;
    this.#first = undefined;
    return (first ?? (await this.#issue({}))).credentials;
  }

  async roleCredentials(assumeRole: string): Promise<Credentials> {
    return (await this.#issue({ assumeRole })).credentials;
  }

  #issue(extra: { readonly check?: boolean; readonly assumeRole?: string }): Promise<Issued> {
    const { profile, settings, machine } = this.#execution;
    // What was asked to be made anew is, once.
    const { fresh, ...kept } = settings;
    const isFirst = this.#isFree && extra.assumeRole === undefined;
    const isTerminalFree = this.#isTerminalFree;
    return issue(
      { profile, machine, isTerminalFree, settings: isFirst ? settings : kept, ...extra },
      this.vault,
    );
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
  const server = await startContainerServer({
    ...common,
    roles: { allowed, assume },
    listen: settings.listen,
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
