/** Whose error it is, where its words alone do not say. Pure. */
import { innerCommand, isAwsCli, startsProgram } from "../command.ts";
import type { CacheEntry, EndpointFacts, EnvironmentFacts, ProfileFacts } from "../facts.ts";
import { bareStatuses, networkFailures, readSymptom, type Symptom } from "../symptom/index.ts";

export interface Surroundings {
  readonly command: readonly string[] | undefined;
  readonly profile: ProfileFacts;
  readonly environment: EnvironmentFacts;
  readonly endpoint: EndpointFacts | undefined;
  readonly caches: readonly CacheEntry[];
}

/** Of an answer that is a bare status, what the endpoint says of the same credentials is the reason. */
export function withReason(
  symptom: Symptom | undefined,
  endpoint: EndpointFacts | undefined,
): Symptom | undefined {
  if (symptom === undefined || endpoint?.refusal === undefined || !bareStatuses.includes(symptom.code))
    return symptom;
  const reason = readSymptom(endpoint.refusal.sentence);
  if (reason === undefined) return symptom;
  const { code, sentence } = symptom;
  return { ...symptom, code: reason.code, sentence: reason.sentence, printed: { code, sentence } };
}

/**
 * undefined where another program may have said it of another service: `connection refused` is psql's, too. It is AWS's
 * when an AWS client was run, when it names an address or a file that AWS's clients use here, or when the endpoint is not
 * reached now.
 */
export function symptomOfAws(symptom: Symptom | undefined, around: Surroundings): Symptom | undefined {
  if (symptom === undefined) return undefined;
  // A word alone is any Python program's, and the AWS CLI's own of other answers too.
  if (namesMember(symptom)) return around.caches.some(isBrokenCli) ? symptom : undefined;
  if (symptom.isLoose !== true) return symptom;
  const { command, endpoint } = around;
  const isByAwsClient = isAwsCli(innerCommand(command));
  const named = symptom.named?.url && hostOf(symptom.named.url);
  const isNamed = named !== undefined && addressesOf(around).some((url) => hostOf(url) === named);
  const isUnreached = endpoint !== undefined && endpoint.reach !== "reached" && ofNetwork.has(symptom.code);
  return isByAwsClient || isNamed || isUnreached || isOfFile(symptom, around) ? symptom : undefined;
}

function namesMember({ code, named }: Symptom): boolean {
  return code === "CacheCorrupt" && named?.file === undefined;
}

function isBrokenCli({ cache, isBroken }: CacheEntry): boolean {
  return cache === "aws-cli" && isBroken;
}

/** What an endpoint that is not reached now explains; a refusal, a file and an option it does not. */
const ofNetwork: ReadonlySet<string> = new Set(networkFailures);

/** A cache's entry by its name; what a credential_process lacks or prints, the AWS CLI says in Python's words. */
function isOfFile({ code, named }: Symptom, { caches, profile }: Surroundings): boolean {
  switch (code) {
    case "CacheCorrupt":
      return caches.some(({ path }) => named?.file !== undefined && path?.includes(named.file) === true);
    case "NoSuchFile":
      return startsProgram(profile.credentialProcess?.value ?? "", named?.file ?? "");
    case "NotJson":
      return profile.credentialProcess !== undefined;
    default:
      return false;
  }
}

function addressesOf({ profile, environment }: Surroundings): readonly string[] {
  const variables = Object.entries(environment.variables)
    .filter(([name]) => /^AWS_(?:ENDPOINT_URL|CONTAINER_CREDENTIALS_FULL_URI)|_PROXY$/i.test(name))
    .map(([, value]) => value ?? "");
  return [...variables, ...(profile.endpointUrl === undefined ? [] : [profile.endpointUrl.value])];
}

/** With its port; clients name an address without its scheme, too. */
function hostOf(url: string): string {
  const text = /^[a-z]+:\/\//i.test(url) ? url : `http://${url}`;
  return URL.canParse(text) ? new URL(text).host : url;
}
