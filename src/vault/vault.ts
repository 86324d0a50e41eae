/** The vault as one thing: what all verbs and embedders call. Every way to the outside comes in by parameter. */
import { TegataError } from "../base/index.ts";
import {
  createSealedFiles,
  createSessionCache,
  credentialsCodec,
  type SealedFiles,
  type SessionCache,
  sessionCacheFolder,
  tokenFolder,
} from "./cache/index.ts";
import type { Credentials } from "./credentials.ts";
import { issuePlan, type PlanResult } from "./issue/index.ts";
import { type OpenedKeyring, openKeyring } from "./keyring/index.ts";
import type { Machine } from "./machine.ts";
import { type AskMfa, createAsk, SentCodes } from "./mfa/index.ts";
import { buildPlan, type CallStep, type Plan, type PlanOptions, type Selection } from "./plan/index.ts";
import {
  endpointUrlOf,
  type LoadedFiles,
  loadSharedFiles,
  type ProfileSettings,
  parseBoolean,
  type SharedFiles,
  selectProfile,
  settingsOf,
} from "./profiles/index.ts";
import { type Connection, getCallerIdentity, type RequestHandler } from "./services/index.ts";
import type { SsoPorts } from "./sso/index.ts";
import type { StepContext } from "./steps/index.ts";
import { listStoredKeys, type StoredProfiles } from "./stored-keys/index.ts";

export interface VaultOptions {
  readonly machine: Machine;
  /** Called when the first secret is needed. Default: the keyring of this machine, with nobody to ask for a passphrase. */
  readonly openKeyring?: () => Promise<OpenedKeyring>;
  /** Default: the profile's `mfa_process`, a terminal, a dialog of the desktop. */
  readonly askMfa?: AskMfa;
  /** How a person signs in to SSO. Default: not at all, what is kept must do. */
  readonly signIn?: SignInPorts;
  /** For a person: progress and what is odd. No secret is in it. */
  readonly onNote?: (message: string) => void;
  readonly onClockOffset?: Connection["onClockOffset"];
  /** Takes the place of the AWS SDK's own. */
  readonly requestHandler?: RequestHandler;
  /** For container and instance credentials; default Node's own. */
  readonly fetch?: typeof fetch;
}

export type SignInPorts = Pick<SsoPorts, "signIn" | "openBrowser" | "showDeviceCode">;

/** Whose credentials are wanted, and what a person typed about them. */
export interface PlanRequest {
  /** What was typed, with the flag or argument it came by; else the variables decide. */
  readonly profile?: { readonly name: string; readonly setting: string } | undefined;
  readonly options?: PlanOptions | undefined;
}

export interface IssueRequest extends PlanRequest {
  /** Mint anew, whatever is kept. */
  readonly fresh?: boolean;
  /** Ask the service whether a kept session still counts before it is handed over. */
  readonly check?: boolean;
  /** A role to be assumed with what the profile gives, for one hour at most. */
  readonly assumeRole?: string;
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
  openSessions(): Promise<SessionCache<Credentials>>;
  /** SSO's tokens and registrations. */
  openTokens(): Promise<SealedFiles>;
  /** How services are called for a profile: FIPS, dual stack, authorities, and where somebody named an endpoint. */
  connect(profile: string): Promise<ProfileConnection>;
  /** How a step of a plan is done, for whoever does one by itself: signing in to SSO without a role for one. */
  stepContext(plan: Plan): Promise<Omit<StepContext, "previous">>;
}

export interface ProfileConnection {
  readonly connection: Connection;
  /** The endpoint that somebody names for a service: `iam`, `sts`. */
  readonly endpointOf: (service: string) => string | undefined;
  readonly region: string | undefined;
}

/** For roles asked for at a server: AWS limits role chaining to one hour, and whoever asks asks again. */
const addedRoleSeconds = 3_600;

export function createVault(options: VaultOptions): Vault {
  return new LocalVault(options);
}

class LocalVault implements Vault {
  readonly machine: Machine;
  readonly #options: VaultOptions;
  readonly #sentCodes = new SentCodes();
  #keyring: Promise<OpenedKeyring> | undefined;
  #sessions: Promise<SessionCache<Credentials>> | undefined;
  #tokens: Promise<SealedFiles> | undefined;

  constructor(options: VaultOptions) {
    this.#options = options;
    this.machine = options.machine;
  }

  loadFiles(): Promise<LoadedFiles> {
    return loadSharedFiles(this.machine);
  }

  openKeyring(): Promise<OpenedKeyring> {
    this.#keyring ??= (this.#options.openKeyring ?? (() => openKeyring(this.machine)))().catch(
      (error: unknown) => {
        this.#keyring = undefined;
        throw error;
      },
    );
    return this.#keyring;
  }

  async listStoredKeys(): Promise<StoredProfiles> {
    return listStoredKeys((await this.openKeyring()).keyring);
  }

  async plan(request: PlanRequest = {}): Promise<Plan> {
    return this.#plan(request, await this.loadFiles());
  }

  async issue(request: IssueRequest = {}): Promise<Issued> {
    const loaded = await this.loadFiles();
    const base = await this.#plan(request, loaded);
    const plan = request.assumeRole === undefined ? base : withRole(base, request.assumeRole);
    const step = await this.#stepContext(plan, loaded);
    const result = await issuePlan(plan, {
      step,
      openSessions: () => this.openSessions(),
      ...(request.fresh && { fresh: true }),
      ...(request.check && { check: (credentials) => this.#check(plan, step, credentials) }),
    });
    return { ...result, plan, endpointUrl: childEndpoint(loaded.files, base, this.machine) };
  }

  openSessions(): Promise<SessionCache<Credentials>> {
    this.#sessions ??= this.openKeyring().then(({ keyring }) =>
      createSessionCache({
        folder: sessionCacheFolder(this.machine),
        platform: this.machine.platform,
        clock: this.machine.clock,
        keyring,
        codec: credentialsCodec,
      }),
    );
    return this.#sessions;
  }

  openTokens(): Promise<SealedFiles> {
    this.#tokens ??= this.openKeyring().then(({ keyring }) =>
      createSealedFiles({ folder: tokenFolder(this.machine), platform: this.machine.platform, keyring }),
    );
    return this.#tokens;
  }

  async connect(profile: string): Promise<ProfileConnection> {
    const { files } = await this.loadFiles();
    const settings = settingsOf(files, profile);
    const { env } = this.machine;
    return {
      connection: this.#connection(settings),
      endpointOf: (service) => endpointUrlOf(service, env, settings)?.url,
      region: env.AWS_REGION || env.AWS_DEFAULT_REGION || settings?.settings.region?.value,
    };
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
    const { fetch, askMfa = createAsk({ machine: this.machine }) } = this.#options;
    const { keyring } = await this.openKeyring();
    const { region, stsEndpoint, ssoEndpoint, ssoOidcEndpoint } = plan;
    return {
      ...this.#connection(settingsOf(files, plan.profile)),
      ...(region && { region: region.value }),
      ...(stsEndpoint && { stsEndpoint: stsEndpoint.value }),
      ...(ssoEndpoint && { ssoEndpoint: ssoEndpoint.value }),
      ...(ssoOidcEndpoint && { ssoOidcEndpoint: ssoOidcEndpoint.value }),
      keyring,
      readStaticKey: async (profile) => staticKey((await this.loadFiles()).files, profile),
      askMfa,
      sentCodes: this.#sentCodes,
      sso: await this.#ssoPorts(),
      ...(fetch && { fetch }),
    };
  }

  async #ssoPorts(): Promise<SsoPorts> {
    const tokens = await this.openTokens();
    return { ...(this.#options.signIn ?? noSignIn), tokens, once: (name, work) => tokens.once(name, work) };
  }

  #connection(profile: ProfileSettings | undefined): Connection {
    const { machine } = this;
    const { onNote = () => {}, onClockOffset, requestHandler } = this.#options;
    const settings = profile?.settings;
    const caBundle = machine.env.AWS_CA_BUNDLE || settings?.caBundle?.value;
    return {
      machine,
      useFips:
        parseBoolean(machine.env.AWS_USE_FIPS_ENDPOINT ?? "") ?? settings?.useFipsEndpoint?.value ?? false,
      useDualstack:
        parseBoolean(machine.env.AWS_USE_DUALSTACK_ENDPOINT ?? "") ??
        settings?.useDualstackEndpoint?.value ??
        false,
      ...(caBundle && { caBundle }),
      onNote,
      ...(onClockOffset && { onClockOffset }),
      ...(requestHandler && { requestHandler }),
    };
  }

  /** Rejects with the service's refusal only of the session itself; a network that is down says nothing about it. */
  async #check(plan: Plan, connection: Connection, credentials: Credentials): Promise<void> {
    const last = plan.steps.at(-1) ?? plan.steps[0];
    await getCallerIdentity(connection, {
      credentials,
      profile: plan.profile,
      reason: last.reason,
      region: plan.region?.value,
      endpoint: plan.stsEndpoint?.value,
    });
  }
}

const noSignIn: SignInPorts = {
  signIn: "never",
  openBrowser: () => Promise.reject(nobodySignsIn()),
  showDeviceCode: () => Promise.reject(nobodySignsIn()),
};

function nobodySignsIn(): TegataError {
  return new TegataError("SignInNeeded", "nobody is here to sign in", { exitCode: 3 });
}

function selectionOf(env: Machine["env"], typed: PlanRequest["profile"]): Selection {
  const { name, by, setting } = selectProfile(env, typed);
  if (by === "default" || setting === undefined)
    return { name, named: false, reason: { text: "no profile is named" } };
  return { name, named: true, reason: { text: `${setting} names it`, setting } };
}

/** The plan with one more role at its end. */
function withRole(plan: Plan, roleArn: string): Plan {
  const step: CallStep = {
    kind: "assume-role",
    profile: plan.profile,
    reason: { text: "a program asks for this role" },
    roleArn,
    roleSessionName: undefined,
    durationSeconds: addedRoleSeconds,
    externalId: undefined,
    mfa: undefined,
    sourceIdentity: undefined,
    tags: {},
    transitiveTagKeys: [],
  };
  return { ...plan, steps: [...plan.steps, step] };
}

function staticKey(files: SharedFiles, profile: string): Credentials | undefined {
  const { accessKeyId, secretAccessKey, sessionToken } = settingsOf(files, profile)?.settings ?? {};
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return {
    accessKeyId: accessKeyId.value,
    secretAccessKey: secretAccessKey.value,
    ...(sessionToken && { sessionToken: sessionToken.value }),
  };
}

/**
 * Only what a profile says for all services: what a variable says the child inherits, and an endpoint of STS is no S3's.
 * Where the target says nothing its sources are asked, as for the vault's own calls.
 */
function childEndpoint(files: SharedFiles, plan: Plan, { env }: Machine): string | undefined {
  const named = parseBoolean(env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ?? "");
  if (env.AWS_ENDPOINT_URL || named === true) return undefined;
  const names = new Set([plan.profile, ...plan.steps.map(({ profile }) => profile).reverse()]);
  for (const name of names) {
    const settings = settingsOf(files, name)?.settings;
    const isIgnored = named ?? settings?.ignoreConfiguredEndpointUrls?.value ?? false;
    if (settings?.endpointUrl !== undefined && !isIgnored) return settings.endpointUrl.value;
  }
  return undefined;
}
