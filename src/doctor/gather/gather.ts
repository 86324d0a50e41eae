/** Reads all that may tell why credentials failed. The only part of the doctor that touches the world. */
import { TegataError } from "../../base/index.ts";
import type { Shell } from "../../vault/deliver/index.ts";
import type { Credentials, Environment, Machine, Vault } from "../../vault/index.ts";
import { awsCliSources, keyVariables, readSurroundings } from "../../vault/inspect/index.ts";
import { buildPlan, isWithoutWarning, type Plan, warnWithoutMfaKey } from "../../vault/plan/index.ts";
import {
  endpointUrlOf,
  type LoadedFiles,
  type Place,
  type ProfileSelection,
  type ProfileSettings,
  type Setting,
  selectProfile,
  settingsOf,
} from "../../vault/profiles/index.ts";
import { selectionOf } from "../../vault/request.ts";
import { innerCommand, isAwsCli, profileNamedBy, programOf, startsProgram } from "../command.ts";
import type { Facts, Named, Problem, ProfileFacts } from "../facts.ts";
import { redact, redactWords } from "../redact.ts";
import { similarNames } from "../similar-names.ts";
import { maxTextCharacters, readSymptom, type Symptom, webIdentityRefusal } from "../symptom/index.ts";
import { askEndpoint } from "./ask-endpoint.ts";
import { credentialsOf, ownKeyOf, sourceKeyOf } from "./credentials.ts";
import { readClient, readContainer, readPersisted } from "./look-around.ts";
import { readCaches } from "./read-caches.ts";
import { describeEnvironment, secretValues, vaultProfileOf } from "./read-environment.ts";
import { describeFiles } from "./read-files.ts";
import { readWebIdentity } from "./read-web-identity.ts";
import { signerOf } from "./signer.ts";
import { symptomOfAws, withReason } from "./whose-error.ts";

export interface GatherRequest {
  /** Opened with nobody to ask: a locked keyring tells nothing. */
  readonly vault: Vault;
  readonly shell: Shell;
  readonly profile: { readonly name: string; readonly setting: string } | undefined;
  /** What was printed; undefined when no error was given. */
  readonly errorText: string | undefined;
  /** What was run, and the folder in which it was. */
  readonly command: readonly string[] | undefined;
  readonly folder: string;
  /** Whether the endpoint may be asked. */
  readonly mayAsk: boolean;
}

/** Never rejects for what cannot be read: less is known then. */
export async function gather(request: GatherRequest): Promise<Facts> {
  const { vault, command, mayAsk, errorText } = request;
  const { machine } = vault;
  const readVersion = () => readClient(machine, innerCommand(command));
  // To start the AWS CLI takes half a second, in which all the rest is read.
  const started = mayAsk || errorText === undefined ? readVersion() : undefined;
  const loaded = await loadFiles(vault);
  const wanted = request.profile ?? profileOfExec(machine.env);
  const selection = selectProfile(machine.env, wanted);
  const settings = loaded.files && settingsIn(loaded.files, selection.name);
  const stored = await vault.listStoredKeys().catch(() => undefined);
  const isLocked = stored === undefined;
  const planned =
    isLocked && programOf(command) !== "tegata"
      ? planWithoutVault(machine, wanted, loaded.files)
      : await planOf(vault, wanted, isLocked);
  const caches = loaded.files === undefined ? [] : await readCaches(machine, loaded.files.files, vault);
  const surroundings =
    loaded.files === undefined
      ? { fileFacts: [], exported: [] }
      : await readSurroundings(machine, loaded.files.locations);
  const persisted = await readPersisted(machine, keyVariables);
  const secrets = secretValues(machine.env);
  const symptom =
    errorText === undefined ? undefined : readSymptom(redact(errorText.slice(-maxTextCharacters), secrets));
  const environment = describeEnvironment(machine.env, surroundings.exported, caches, persisted);
  const files =
    loaded.files === undefined
      ? { keys: [], readableByOthers: [], warnings: [] }
      : describeFiles(
          loaded.files.files,
          surroundings.fileFacts,
          machine.platform,
          loaded.files.locations.credentials.path,
        );
  const sourceKey = await sourceKeyOf(vault, planned.plan);
  const signer = signerOf({
    profile: selection.name,
    isTyped:
      request.profile !== undefined &&
      !request.profile.setting.startsWith("AWS_") &&
      !passesOver(command) &&
      !isChosen(machine.env, selection.name),
    environment,
    plan: planned.plan,
    fileKeys: files.keys,
    caches,
    awsCli: loaded.files && firstOfAwsCli(loaded.files, machine, selection),
    isWithoutVault:
      command !== undefined && programOf(command) !== "tegata" && environment.vaultProfile !== selection.name,
    isUnknownCommand: command === undefined,
    storedKeyId: sourceKey?.accessKeyId,
    operation: isTypedCall(command, symptom?.operation) ? undefined : symptom?.operation,
    hasRootKey: stored?.rootKeys.has(selection.name) ?? false,
  });
  const missing =
    symptom?.named?.profile ??
    (planned.problem?.code === "SourceProfileNotFound" ? settings?.settings.sourceProfile?.value : undefined);
  const own = profileFacts(selection, loaded.files, settings, machine, stored?.storedKeys, missing);
  const profile = withProcessOf(symptom, own, loaded.files);
  const webIdentity =
    webIdentityRefusal(symptom) === undefined
      ? undefined
      : await readWebIdentity({ command, plan: planned.plan, profile, env: machine.env });
  const [endpoint, client, container] = await Promise.all([
    mayAsk
      ? ask(vault, sourceKey, { profile, plan: planned.plan, signer, environment, symptom, webIdentity })
      : undefined,
    started ?? (isVersionTelling(profile) ? readVersion() : undefined),
    readContainer(request.folder),
  ]);
  return {
    platform: machine.platform,
    shell: request.shell,
    nowMs: machine.clock.now(),
    hasError: errorText !== undefined,
    // Where nobody tells of an error, the one that the endpoint answers us with is it.
    symptom:
      errorText === undefined
        ? endpoint?.refusal && readSymptom(endpoint.refusal.sentence)
        : symptomOfAws(withReason(symptom, endpoint), { command, profile, environment, endpoint, caches }),
    command: command && redactWords(command, secrets),
    profile,
    plan: planned.plan,
    planProblem: loaded.problem ?? planned.problem,
    environment,
    files,
    caches: { entries: caches },
    signer,
    webIdentity,
    endpoint,
    client,
    container,
  };
}

/** An answer that is wanted offline has the client's version only where it can matter. */
function isVersionTelling({ endpointUrl, difference }: ProfileFacts): boolean {
  return endpointUrl !== undefined || difference !== undefined;
}

/** Whether the AWS CLI was run without `--profile`: a profile that was typed beside it, it did not hear of. */
function passesOver(command: readonly string[] | undefined): boolean {
  return isAwsCli(command) && profileNamedBy(command) === undefined;
}

/** Whether the refused call is the command's own: no step of a plan made it. */
function isTypedCall(command: readonly string[] | undefined, operation: string | undefined): boolean {
  const asked = operation?.replaceAll(/(?<!^)[A-Z]/g, "-$&").toLowerCase();
  return asked !== undefined && isAwsCli(command) && command?.includes(asked) === true;
}

/** Whether the shell takes that profile anyway, so that nobody has to name it to a client. */
function isChosen(env: Environment, profile: string): boolean {
  return selectProfile(env).name === profile;
}

/** Within `tegata exec PROFILE`, whoever names no other profile means that one. */
function profileOfExec(env: Environment): GatherRequest["profile"] {
  const name = env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE ? undefined : vaultProfileOf(env);
  return name === undefined ? undefined : { name, setting: "AWS_VAULT" };
}

async function loadFiles(vault: Vault): Promise<{ files?: LoadedFiles; problem?: Problem }> {
  try {
    return { files: await vault.loadFiles() };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

/** @param isLocked the keyring says nothing: a profile without any other source is taken to have its key there. */
async function planOf(
  vault: Vault,
  profile: GatherRequest["profile"],
  isLocked: boolean,
): Promise<{ plan?: Plan; problem?: Problem }> {
  try {
    return { plan: await vault.plan({ profile }) };
  } catch (error) {
    return isLocked ? {} : { problem: problemOf(error) };
  }
}

/** Where the keyring says nothing: what the files and the variables give, as AWS's clients find it. */
function planWithoutVault(
  { env }: Machine,
  profile: GatherRequest["profile"],
  loaded: LoadedFiles | undefined,
): { plan?: Plan; problem?: Problem } {
  if (loaded === undefined) return {};
  const { files, locations } = loaded;
  const nobodys = { storedKeys: new Set<string>(), rootKeys: new Set<string>() };
  const credentialsFile = locations.credentials.path;
  try {
    return {
      plan: buildPlan({ files, profile: selectionOf(env, profile), env, credentialsFile, ...nobodys }),
    };
  } catch {
    return {};
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof TegataError)
    return {
      code: error.code,
      message: redact(error.message),
      hint: error.hint,
      place: placeIn(error.message),
    };
  return {
    code: "Unknown",
    message: error instanceof Error ? error.message : String(error),
    hint: undefined,
  };
}

/** The first line that a sentence names, as `describePlace` writes it. */
function placeIn(message: string): Place | undefined {
  const found = /(?:\bat |\()((?:[A-Za-z]:)?[^():\n]+):(\d+)/.exec(message);
  return found === null ? undefined : { file: found[1] ?? "", line: Number(found[2]) };
}

function settingsIn({ files }: LoadedFiles, name: string): ProfileSettings | undefined {
  try {
    return settingsOf(files, name);
  } catch {
    return undefined;
  }
}

function firstOfAwsCli({ files, locations }: LoadedFiles, { env }: Machine, profile: ProfileSelection) {
  return awsCliSources({ files, env, profile, credentialsFile: locations.credentials.path })[0];
}

function profileFacts(
  selection: ProfileSelection,
  loaded: LoadedFiles | undefined,
  profile: ProfileSettings | undefined,
  { env }: Machine,
  storedKeys: ReadonlySet<string> | undefined,
  missing: string = selection.name,
): ProfileFacts {
  const inFiles = new Set(loaded?.files.profiles.keys() ?? []);
  const names = new Set([...inFiles, ...(storedKeys ?? [])]);
  const similar = similarNames(missing, names).filter((name) => name !== missing);
  const settings = profile?.settings;
  const ownWords = loaded?.files.profiles.get(selection.name)?.properties;
  const endpoint = endpointUrlOf("sts", env, profile);
  const own = endpointUrlOf("sts", {}, profile);
  return {
    name: selection.name,
    setting: selection.setting,
    exists: profile !== undefined,
    place: profile?.place,
    similar,
    onlyInKeyring: similar.filter((name) => !inFiles.has(name)),
    difference: selection.difference,
    roleArn: named(settings?.roleArn),
    sourceProfile: named(settings?.sourceProfile),
    mfaSerial: named(settings?.mfaSerial),
    region: named(settings?.region),
    endpointUrl:
      endpoint &&
      ("variable" in endpoint.by
        ? { value: redact(endpoint.url), place: undefined, setting: endpoint.by.variable }
        : { value: redact(endpoint.url), place: endpoint.by.place }),
    isWithoutWarning: isWithoutWarning(ownWords?.get(warnWithoutMfaKey)?.value),
    overruledEndpointUrl:
      endpoint !== undefined && "variable" in endpoint.by && own !== undefined && "place" in own.by
        ? { value: redact(own.url), place: own.by.place }
        : undefined,
    credentialProcess: named(settings?.credentialProcess),
    hasStoredKey: storedKeys?.has(selection.name),
    storedKeys: storedKeys && [...storedKeys],
    otherSources: sourcesBeside(selection.name, loaded),
  };
}

function sourcesBeside(profile: string, loaded: LoadedFiles | undefined): readonly string[] {
  const others = [...(loaded?.files.profiles.values() ?? [])].filter(({ name }) => name !== profile);
  const sources = others.map(({ properties }) => properties.get("source_profile")?.value ?? "");
  return [...new Set(sources)].filter((name) => name !== "");
}

/** Whose program it is that the failure names: which profile failed, the words do not say. */
function withProcessOf(
  symptom: Symptom | undefined,
  profile: ProfileFacts,
  loaded: LoadedFiles | undefined,
): ProfileFacts {
  const program = symptom?.code === "NoSuchFile" ? symptom.named?.file : undefined;
  if (program === undefined || loaded === undefined) return profile;
  if (startsProgram(profile.credentialProcess?.value ?? "", program)) return profile;
  for (const name of loaded.files.profiles.keys()) {
    const line = named(settingsIn(loaded, name)?.settings.credentialProcess);
    if (line !== undefined && startsProgram(line.value, program))
      return { ...profile, credentialProcess: { ...line, profile: name } };
  }
  return profile;
}

function named(setting: Setting<string> | undefined): Named | undefined {
  return setting && { value: redact(setting.value), place: setting.place };
}

async function ask(
  vault: Vault,
  sourceKey: Credentials | undefined,
  known: Pick<Facts, "profile" | "plan" | "signer" | "environment" | "symptom" | "webIdentity">,
): Promise<Facts["endpoint"]> {
  const { profile, plan, symptom, webIdentity } = known;
  try {
    const { connection, endpointOf, region } = await vault.connect(profile.name);
    return await askEndpoint({
      connection,
      stsEndpoint: plan?.stsEndpoint?.value ?? endpointOf("sts"),
      iamEndpoint: endpointOf("iam"),
      by: profile.endpointUrl,
      region,
      credentials: await credentialsOf(vault, { ...known, sourceKey }),
      ownKey: await ownKeyOf(vault, { ...known, sourceKey }),
      denial: symptom?.denial,
      roleArn:
        webIdentity?.roleArn?.value ??
        refusedRole(symptom) ??
        plan?.steps.find((step) => step.kind === "assume-role")?.roleArn ??
        profile.roleArn?.value,
    });
  } catch {
    return undefined;
  }
}

/** The role that a refused AssumeRole was about, whoever called it. */
function refusedRole(symptom: Symptom | undefined): string | undefined {
  const denial = symptom?.denial;
  if (denial === undefined || !/^sts:/.test(denial.action)) return undefined;
  return denial.resource?.includes(":role/") === true ? denial.resource : undefined;
}
