/** Facts of a profile, and who its credentials are. */
import { TegataError } from "../../../base/index.ts";
import { readAwsCaches } from "../../../vault/aws-cache/index.ts";
import { detectShell } from "../../../vault/deliver/index.ts";
import type { Issued, Machine, Vault } from "../../../vault/index.ts";
import {
  inspectProfile,
  type KnownExpiration,
  type ProfileFacts,
  readSurroundings,
} from "../../../vault/inspect/index.ts";
import { stsRegionOf } from "../../../vault/plan/index.ts";
import { selectProfile } from "../../../vault/profiles/index.ts";
import { type CallerIdentity, getCallerIdentity } from "../../../vault/services/index.ts";
import type { VaultSettings } from "../../vault/flags.ts";
import { issue, requestOf } from "../../vault/issue.ts";
import { typedProfile } from "../../vault/open-vault.ts";

export interface WhoamiSettings extends VaultSettings {
  readonly json?: boolean;
  readonly offline?: boolean;
}

export interface Examined {
  readonly facts: ProfileFacts;
  /** undefined when nobody was asked, or the asking failed. */
  readonly identity: CallerIdentity | undefined;
  /** Milliseconds since 1970. */
  readonly expiration: number | undefined;
  /** Why nobody could tell whose they are. */
  readonly failure: TegataError | undefined;
}

/** @throws TegataError where there is no plan: what is wrong with the profile is then all that can be said. */
export async function examine(
  profile: string | undefined,
  settings: WhoamiSettings,
  vault: Vault,
): Promise<Examined> {
  const { machine } = vault;
  const { platform, env, clock } = machine;
  const { files, locations } = await vault.loadFiles();
  const plan = await vault.plan(requestOf({ profile, settings, machine }));
  const asked = settings.offline ? undefined : await ask(profile, settings, vault);
  const facts = inspectProfile({
    ...(await readSurroundings(machine, locations)),
    files,
    locations,
    env,
    platform,
    shell: detectShell(env, platform),
    selection: selectProfile(env, typedProfile(profile)),
    plan,
    now: clock.now(),
    knownExpirations: await expirationsIn(machine, files),
    credentials: asked?.issued?.credentials,
  });
  return {
    facts,
    identity: asked?.identity,
    expiration: asked?.issued?.credentials.expiration,
    failure: asked?.failure,
  };
}

interface Asked {
  readonly issued?: Issued;
  readonly identity?: CallerIdentity;
  readonly failure?: TegataError;
}

async function ask(profile: string | undefined, settings: WhoamiSettings, vault: Vault): Promise<Asked> {
  let issued: Issued | undefined;
  try {
    issued = await issue({ profile, settings, machine: vault.machine, check: true }, vault);
    const { plan, credentials } = issued;
    const { connection } = await vault.connect(plan.profile);
    const identity = await getCallerIdentity(connection, {
      credentials,
      profile: plan.profile,
      reason: (plan.steps.at(-1) ?? plan.steps[0]).reason,
      region: stsRegionOf(plan),
      endpoint: plan.stsEndpoint?.value,
    });
    return { issued, identity };
  } catch (error) {
    if (!(error instanceof TegataError)) throw error;
    return { ...(issued && { issued }), failure: error };
  }
}

/** The AWS CLI's cache knows when keys end that somebody copied out of it. */
async function expirationsIn(
  machine: Machine,
  files: Parameters<typeof readAwsCaches>[1],
): Promise<ReadonlyMap<string, KnownExpiration>> {
  if (!machine.env.AWS_ACCESS_KEY_ID) return new Map();
  const cached = await readAwsCaches(machine, files, ["aws-cli"]).catch(() => []);
  return new Map(
    cached.flatMap(({ path, contents }): (readonly [string, KnownExpiration])[] =>
      contents.kind === "role" && contents.expiration !== undefined
        ? [[contents.accessKeyId, { expiration: contents.expiration, by: path }]]
        : [],
    ),
  );
}
