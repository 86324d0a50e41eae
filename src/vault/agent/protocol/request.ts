/**
 * What a caller asks the agent for, as a form that `curl --data-urlencode` can make as well. Pure.
 * Names: `profile`, `profile-by`, `duration`, `duration-by`, `no-session`, `region`, `fresh`, `check`, `assume-role`,
 * `keyring`, `home`; `set.NAME` is a variable, `has` the name of one whose content stays with the caller.
 */
import { posix, win32 } from "node:path";
import type { Environment, Machine, Platform } from "../../machine.ts";
import type { PlanOptions } from "../../plan/index.ts";
import { namedOnlyVariables, pathVariables, placeVariables, toldVariables } from "./variables.ts";

/** Another one is answered with a refusal, upon which callers do the work themselves: programs outlive updates. */
export const protocolVersion = "1";

/** As the vault takes it. */
export interface Wanted {
  readonly profile?: { readonly name: string; readonly setting: string } | undefined;
  readonly options?: PlanOptions | undefined;
  readonly fresh?: boolean;
  readonly check?: boolean;
  readonly assumeRole?: string;
}

export interface AgentRequest {
  readonly wanted: Wanted;
  /** `--keyring`. */
  readonly keyring: string | undefined;
  readonly home: string;
  readonly env: Environment;
}

/** What stands for the content of a variable that is only said to be set. */
const untold = "untold";
const told: ReadonlySet<string> = new Set([...toldVariables, ...placeVariables]);
const namedOnly: ReadonlySet<string> = new Set(namedOnlyVariables);

/** The form; undefined where the agent could not do what is asked: a file that is named relative to our working folder. */
export function buildAgentRequest(
  wanted: Wanted,
  keyring: string | undefined,
  { env, home, platform }: Pick<Machine, "env" | "home" | "platform">,
): string | undefined {
  if (pathVariables.some((name) => isRelative(env[name], platform))) return undefined;
  const { profile, options = {}, fresh, check, assumeRole } = wanted;
  const { durationSeconds, noSession, region, mfaSerial, stsEndpoint } = options;
  if (mfaSerial !== undefined || stsEndpoint !== undefined) return undefined;
  let form = `protocol=${protocolVersion}`;
  const add = (name: string, value: string | undefined): void => {
    if (value !== undefined && value !== "") form += `&${name}=${encodeURIComponent(value.toWellFormed())}`;
  };
  add("home", home);
  add("profile", profile?.name);
  add("profile-by", profile?.setting);
  add("duration", durationSeconds?.value.toString());
  add("duration-by", durationSeconds?.setting);
  if (noSession?.value) add("no-session", noSession.setting);
  add("region", region?.value);
  if (fresh) add("fresh", "1");
  if (check) add("check", "1");
  add("assume-role", assumeRole);
  add("keyring", keyring);
  for (const name of told) add(`set.${name}`, env[name]);
  for (const name of namedOnly) if (env[name]) add("has", name);
  return form;
}

/** What a form asks for; the reason, a code, when it is none of ours. */
export function parseAgentRequest(
  text: string,
  parseSpan: (text: string) => number | undefined,
): AgentRequest | "OtherProtocol" | "RequestMalformed" {
  const form = new URLSearchParams(text);
  if (form.get("protocol") !== protocolVersion) return "OtherProtocol";
  const known = new Map<string, string>();
  const env: Record<string, string> = {};
  for (const [name, value] of form) {
    const variable = name.startsWith("set.") ? name.slice("set.".length) : undefined;
    if (variable !== undefined && told.has(variable)) env[variable] = value;
    else if (name === "has" && namedOnly.has(value)) env[value] = untold;
    else if (variable === undefined && members.has(name) && !known.has(name)) known.set(name, value);
    else return "RequestMalformed";
  }
  const home = known.get("home");
  const duration = known.get("duration");
  const durationSeconds = duration === undefined ? undefined : parseSpan(duration);
  if (home === undefined || (duration !== undefined && durationSeconds === undefined))
    return "RequestMalformed";
  const options = planOptions(known, durationSeconds);
  const name = known.get("profile");
  const assumeRole = known.get("assume-role");
  const wanted: Wanted = {
    ...(name !== undefined && { profile: { name, setting: known.get("profile-by") ?? "the argument" } }),
    options,
    ...(known.has("fresh") && { fresh: true }),
    ...(known.has("check") && { check: true }),
    ...(assumeRole !== undefined && { assumeRole }),
  };
  return { wanted, keyring: known.get("keyring"), home, env };
}

const members: ReadonlySet<string> = new Set([
  "protocol",
  "home",
  "profile",
  "profile-by",
  "duration",
  "duration-by",
  "no-session",
  "region",
  "fresh",
  "check",
  "assume-role",
  "keyring",
]);

function planOptions(known: ReadonlyMap<string, string>, durationSeconds: number | undefined): PlanOptions {
  const noSession = known.get("no-session");
  const region = known.get("region");
  return {
    ...(durationSeconds !== undefined && {
      durationSeconds: { value: durationSeconds, setting: known.get("duration-by") ?? "--duration" },
    }),
    ...(noSession !== undefined && { noSession: { value: true, setting: noSession } }),
    ...(region !== undefined && { region: { value: region, setting: "--region" } }),
  };
}

/** `~` stands for the home folder, which the agent is told. */
function isRelative(path: string | undefined, platform: Platform): boolean {
  if (path === undefined || path === "" || path.startsWith("~")) return false;
  return !(platform === "win32" ? win32 : posix).isAbsolute(path);
}
