import { formatInstant } from "../../../base/index.ts";
import { signInLink } from "../../../vault/sign-in/index.ts";
import { isAsked, planOptionsOf, type VaultSettings } from "../../vault/flags.ts";
import { issue } from "../../vault/issue.ts";
import { note, openVault, typedProfile } from "../../vault/open-vault.ts";
import { profileOrPick } from "../../vault/pick-profile.ts";
import { thisMachine } from "../../vault/this-machine.ts";
import { handOver } from "./hand-over.ts";

export interface LoginSettings extends VaultSettings {
  readonly path?: string;
  readonly federationEndpoint?: string;
}

/** @throws TegataError as `signInLink` and `handOver`. */
export async function login(named: string | undefined, settings: LoginSettings): Promise<void> {
  const machine = thisMachine();
  const profile = await profileOrPick(named, settings, machine);
  const { env } = machine;
  const isPrinted = isAsked(settings.stdout, "stdout", env);
  // Standard output is for this link; where SSO signs in first, its address is a note.
  const quietly = { ...settings, stdout: false };
  const vault = openVault(quietly, machine);
  const link = await signInLink(vault, {
    profile: typedProfile(profile),
    options: planOptionsOf(settings, env),
    path: settings.path,
    federationEndpoint: settings.federationEndpoint,
    issue: (noSession) =>
      issue({ profile, settings: { ...quietly, ...(noSession && { session: false }) }, machine }, vault),
  });
  if (isPrinted) {
    process.stdout.write(`${link.url.reveal()}\n`);
    return;
  }
  const say = isAsked(settings.quiet, "quiet", env) ? () => {} : note;
  await handOver(link.url, machine, say);
  const until = link.expiration === undefined ? "" : `, until ${formatInstant(link.expiration)}`;
  say(`your browser opens ${link.destination}${until}`);
}
