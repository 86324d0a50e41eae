/** The vault as one thing: what all verbs and embedders call. Every way to the outside comes in by parameter. */
import {
  createSealedFiles,
  createSessionCache,
  credentialsCodec,
  type SealedFiles,
  type SessionCache,
  sessionCacheFolder,
  tokenFolder,
} from "./cache/index.ts";
import {
  type ConnectionOptions,
  chainOf,
  childEndpointOf,
  connectionOf,
  connectProfile,
  type ProfileConnection,
} from "./connect.ts";
import type { Credentials } from "./credentials.ts";
import { issuePlan, type PlanResult } from "./issue/index.ts";
import { type OpenedKeyring, openKeyring } from "./keyring/index.ts";
import type { Machine } from "./machine.ts";
import { type AskMfa, createAsk, SentCodes } from "./mfa/index.ts";
import { buildPlan, type Plan, stsRegionOf } from "./plan/index.ts";
import { type LoadedFiles, loadSharedFiles } from "./profiles/index.ts";
import { type IssueRequest, type PlanRequest, selectionOf, withRole } from "./request.ts";
import { type Connection, getCallerIdentity } from "./services/index.ts";
import { noSignIn, type SignedIn, type SignInPorts, type SsoPorts, signInFor } from "./sso/index.ts";
import { keyInFiles, type StepContext } from "./steps/index.ts";
import { listStoredKeys, type StoredProfiles } from "./stored-keys/index.ts";

export type { ProfileConnection } from "./connect.ts";
export type { IssueRequest, PlanRequest } from "./request.ts";

export interface VaultOptions extends ConnectionOptions {
  readonly machine: Machine;
  /** Called when the first secret is needed. Default: the keyring of this machine, with nobody to ask for a passphrase. */
  readonly openKeyring?: () => Promise<OpenedKeyring>;
  /** Default: the profile's `mfa_process`, a terminal, a dialog of the desktop. */
  readonly askMfa?: AskMfa;
  /** How a person signs in to SSO. Default: not at all, what is kept must do. */
  readonly signIn?: SignInPorts;
  /** For container and instance credentials; default Node's own. */
  readonly fetch?: typeof fetch;
}

export interface Issued extends PlanResult {
  readonly plan: Plan;
  /** What a child's AWS_ENDPOINT_URL should be: the profile's `endpoint_url`, for all services. */
  readonly endpointUrl: string | undefined;
}

export interface Vault {
  readonly machine: Machine;
  /** The shared files as they are now. @throws TegataError as `loadSharedFiles`. */
  loadFiles(): Promise<LoadedFiles>;
  /** One keyring for the life of the vault. */
  openKeyring(): Promise<OpenedKeyring>;
  /** The profiles that have a key in the keyring. */
  listStoredKeys(): Promise<StoredProfiles>;
  /** What would be done. Reads the files and the keyring's names, and calls nothing. @throws TegataError as `buildPlan`. */
  plan(request?: PlanRequest): Promise<Plan>;
  /** Credentials, kept or minted. @throws TegataError as `plan`, the steps and the cache do. */
  issue(request?: IssueRequest): Promise<Issued>;
  /**
   * Signs in to the portal that the profile names, with a role or without; what is kept and lives counts as signed in.
   * @throws TegataError `NotSso` for a profile without SSO, and as `getToken`.
   */
  signIn(request?: PlanRequest): Promise<SignedIn>;
  openSessions(): Promise<SessionCache<Credentials>>;
  /** SSO's tokens and registrations. */
  openTokens(): Promise<SealedFiles>;
  /** How services are called for a profile: FIPS, dual stack, authorities, and where somebody named an endpoint. */
  connect(profile: string): Promise<ProfileConnection>;
  /** How a step of a plan is done, for whoever does one by itself. */
  stepContext(plan: Plan): Promise<Omit<StepContext, "previous">>;
}

/** Opens nothing yet: files, keyring and services are asked when they are needed. */
export function createVault(options: VaultOptions): Vault {
  return new LocalVault(options);
}

class LocalVault implements Vault {
  readonly machine: Machine;
  readonly #options: VaultOptions;
  readonly #sentCodes = new SentCodes();
  readonly #keyring: () => Promise<OpenedKeyring>;
  readonly #sessions: () => Promise<SessionCache<Credentials>>;
  readonly #tokens: () => Promise<SealedFiles>;

  constructor(options: VaultOptions) {
    const { machine } = options;
    const { platform, clock } = machine;
    this.#options = { skewedHosts: new Set(), ...options };
    this.machine = machine;
    this.#keyring = onceItSucceeds(options.openKeyring ?? (() => openKeyring(machine)));
    this.#sessions = onceItSucceeds(async () => {
      const { keyring } = await this.#keyring();
      const folder = sessionCacheFolder(machine);
      return createSessionCache({ folder, platform, clock, keyring, codec: credentialsCodec });
    });
    this.#tokens = onceItSucceeds(async () => {
      const { keyring } = await this.#keyring();
      return createSealedFiles({ folder: tokenFolder(machine), platform, keyring });
    });
  }

  loadFiles(): Promise<LoadedFiles> {
    return loadSharedFiles(this.machine);
  }

  openKeyring(): Promise<OpenedKeyring> {
    return this.#keyring();
  }

  openSessions(): Promise<SessionCache<Credentials>> {
    return this.#sessions();
  }

  openTokens(): Promise<SealedFiles> {
    return this.#tokens();
  }

  async listStoredKeys(): Promise<StoredProfiles> {
    return listStoredKeys((await this.openKeyring()).keyring);
  }

  async plan(request: PlanRequest = {}): Promise<Plan> {
    return this.#plan(request, await this.loadFiles());
  }

  async issue(request: IssueRequest = {}): Promise<Issued> {
    const { fresh, check, assumeRole } = request;
    const loaded = await this.loadFiles();
    const base = await this.#plan(request, loaded);
    const plan = assumeRole === undefined ? base : withRole(base, assumeRole);
    const step = await this.#stepContext(plan, loaded);
    const result = await issuePlan(plan, {
      step,
      openSessions: this.#sessions,
      ...(fresh && { fresh }),
      ...(check && { check: (credentials) => checkSession(plan, step, credentials) }),
    });
    const endpointUrl = childEndpointOf(chainOf(loaded.files, base), this.machine);
    return { ...result, plan, endpointUrl };
  }

  async signIn(request: PlanRequest = {}): Promise<SignedIn> {
    const loaded = await this.loadFiles();
    const plan = await this.#plan(request, loaded);
    return signInFor(plan, await this.#stepContext(plan, loaded));
  }

  async connect(profile: string): Promise<ProfileConnection> {
    const { files } = await this.loadFiles();
    return connectProfile(files, profile, this.machine, this.#options);
  }

  async stepContext(plan: Plan): Promise<Omit<StepContext, "previous">> {
    return this.#stepContext(plan, await this.loadFiles());
  }

  async #plan({ profile, options }: PlanRequest, { files, locations }: LoadedFiles): Promise<Plan> {
    const { storedKeys, rootKeys } = await this.listStoredKeys();
    const { env } = this.machine;
    return buildPlan({
      files,
      profile: selectionOf(env, profile),
      env,
      storedKeys,
      rootKeys,
      credentialsFile: locations.credentials.path,
      ...(options && { options }),
    });
  }

  async #stepContext(plan: Plan, { files }: LoadedFiles): Promise<Omit<StepContext, "previous">> {
    const { fetch, askMfa = createAsk({ machine: this.machine }), signIn = noSignIn } = this.#options;
    const { keyring } = await this.openKeyring();
    const { stsEndpoint, ssoEndpoint, ssoOidcEndpoint } = plan;
    const region = stsRegionOf(plan);
    return {
      ...connectionOf(chainOf(files, plan), this.machine, this.#options),
      ...(region && { region }),
      ...(stsEndpoint && { stsEndpoint: stsEndpoint.value }),
      ...(ssoEndpoint && { ssoEndpoint: ssoEndpoint.value }),
      ...(ssoOidcEndpoint && { ssoOidcEndpoint: ssoOidcEndpoint.value }),
      keyring,
      readStaticKey: async (profile) => keyInFiles((await this.loadFiles()).files, profile),
      askMfa,
      sentCodes: this.#sentCodes,
      sso: await this.#ssoPorts(signIn),
      ...(fetch && { fetch }),
    };
  }

  async #ssoPorts(signIn: SignInPorts): Promise<SsoPorts> {
    const tokens = await this.openTokens();
    return { ...signIn, tokens, once: (name, work) => tokens.once(name, work) };
  }
}

/** Opens once for all who ask; after a failure whoever asks next tries again, for somebody may have unlocked it since. */
function onceItSucceeds<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | undefined;
  return () => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
}

/** @throws TegataError with the service's refusal, or because none was reached, which says nothing about the session. */
async function checkSession(plan: Plan, connection: Connection, credentials: Credentials): Promise<void> {
  const last = plan.steps.at(-1) ?? plan.steps[0];
  await getCallerIdentity(connection, {
    credentials,
    profile: plan.profile,
    reason: last.reason,
    region: stsRegionOf(plan),
    endpoint: plan.stsEndpoint?.value,
  });
}
