/**
 * What is known when credentials failed: gathered by `gather/`, judged by `judge/`. Plain data without secrets, so that a
 * judgement can be repeated from a file. What was not looked at is undefined, and no rule may take that for an answer.
 */

import type { Shell } from "../vault/deliver/index.ts";
import type { Environment, Machine } from "../vault/index.ts";
import type { Plan } from "../vault/plan/index.ts";
import type { Place, Warning } from "../vault/profiles/index.ts";
import type { Text } from "./finding.ts";
import type { Symptom } from "./symptom/index.ts";

export interface Facts {
  readonly platform: Machine["platform"];
  /** For what is to be pasted. */
  readonly shell: Shell;
  readonly nowMs: number;
  /** Whether there is a failure to explain; without one, what is wrong is looked for. */
  readonly hasError: boolean;
  /** What the failure says; undefined when no error was given, or when it is not recognised. */
  readonly symptom: Symptom | undefined;
  /** The command that failed, when it was run by us: program and arguments. */
  readonly command: readonly string[] | undefined;
  readonly profile: ProfileFacts;
  /** How the profile's credentials come about; undefined with `planProblem`. */
  readonly plan: Plan | undefined;
  readonly planProblem: Problem | undefined;
  readonly environment: EnvironmentFacts;
  readonly files: FileFacts;
  readonly caches: CacheFacts;
  /** The credentials that signed the failed call, as far as it is known which these were. */
  readonly signer: SignerFacts | undefined;
  /** Whose token was refused; undefined where no such refusal is told. */
  readonly webIdentity?: WebIdentityFacts | undefined;
  /** What asking the endpoint told; undefined where it was not asked. */
  readonly endpoint: EndpointFacts | undefined;
  /** undefined where no such program was found, or none was run. */
  readonly client: ClientFacts | undefined;
  readonly container: ContainerFacts | undefined;
}

export interface ProfileFacts {
  readonly name: string;
  /** `the argument`, a variable; undefined when nobody names one. */
  readonly setting: string | undefined;
  readonly exists: boolean;
  /** Where its header stands. */
  readonly place: Place | undefined;
  /** Names like it, or like the one that the failure says is missing; the nearest first. */
  readonly similar: readonly string[];
  /** Those of `similar` that no file has. */
  readonly onlyInKeyring?: readonly string[];
  /** Where AWS's clients take another one: one sentence; undefined when all take the same. */
  readonly difference: Text | undefined;
  readonly roleArn: Named | undefined;
  readonly sourceProfile: Named | undefined;
  readonly mfaSerial: Named | undefined;
  readonly region: Named | undefined;
  readonly endpointUrl: Named | undefined;
  /** Whether it says that nobody wants to hear of sessions without MFA. */
  readonly isWithoutWarning?: boolean;
  /** What the files say alone, where a variable overrules them. */
  readonly overruledEndpointUrl?: Named | undefined;
  /** Its own, or another profile's whose program the failure names. */
  readonly credentialProcess?: (Named & { readonly profile?: string }) | undefined;
  /** Whether the keyring holds a key of this name; undefined where it is locked. */
  readonly hasStoredKey: boolean | undefined;
  /** All names that it holds a key of; undefined where it is locked. */
  readonly storedKeys?: readonly string[] | undefined;
  /** Names that other profiles have as their source_profile, each once. */
  readonly otherSources?: readonly string[];
}

/** A value and the line that says it. */
export interface Named {
  readonly value: string;
  readonly place: Place | undefined;
  readonly setting?: string;
}

export interface Problem {
  readonly code: string;
  /** Lower case, one sentence, with file and line. */
  readonly message: string;
  readonly hint: string | undefined;
  /** The first line that it names. */
  readonly place?: Place | undefined;
}

export interface EnvironmentFacts {
  /** Those that AWS's clients read, by name; values of secrets are left out. */
  readonly variables: Environment;
  readonly keyId: string | undefined;
  readonly hasSecret: boolean;
  readonly hasToken: boolean;
  /** AWS_CREDENTIAL_EXPIRATION, or what a cache says of a session with that key id. */
  readonly expiration: { readonly atMs: number; readonly by: string } | undefined;
  /** AWS_VAULT together with keys, or with an endpoint for them, and no other profile chosen: whose `exec` we are in. */
  readonly vaultProfile: string | undefined;
  /** Start-up files that export one of the credential variables. */
  readonly exportedAt: readonly (Place & { readonly variable: string })[];
  /** Windows: variables that `setx` keeps for every new window. */
  readonly persisted: readonly string[];
}

export interface FileFacts {
  /** The path of the credentials file, there or not. */
  readonly credentialsFile?: string | undefined;
  /** Keys that stand in the shared files. */
  readonly keys: readonly FileKey[];
  /** Files with secrets that others than their owner may read. */
  readonly readableByOthers: readonly { readonly path: string; readonly mode: number }[];
  /** What AWS's clients read in different ways, and what none of them reads. */
  readonly warnings: readonly Warning[];
}

export interface FileKey {
  readonly profile: string;
  readonly keyId: string;
  readonly isTemporary: boolean;
  readonly place: Place;
  /** Of its other half. */
  readonly secretPlace?: Place;
  /** Of another key of the same profile, which this one wins over. */
  readonly overrules: { readonly keyId: string; readonly place: Place } | undefined;
  /** Where the file or a cache tells. */
  readonly expirationMs: number | undefined;
}

export interface CacheFacts {
  readonly entries: readonly CacheEntry[];
}

export interface CacheEntry {
  readonly cache: "aws-cli" | "sso" | "vault";
  readonly path: string | undefined;
  readonly profiles: readonly string[];
  readonly keyId: string | undefined;
  readonly roleArn: string | undefined;
  readonly expirationMs: number | undefined;
  /** Zero bytes, or not what the client writes. */
  readonly isBroken: boolean;
}

/** What AWS tells apart when it accepts or refuses a key. */
export type SignerKind = "user-key" | "root-key" | "user-session" | "role-session" | "federation" | "session";

export interface SignerFacts {
  readonly from: "environment" | "file" | "vault" | "cli-cache" | "container" | "unknown";
  readonly kind: SignerKind;
  /** The first characters, as AWS shows them. */
  readonly keyId: string | undefined;
  /** Whether the session was made with MFA; undefined where nobody knows. */
  readonly hasMfa: boolean | undefined;
  readonly expirationMs: number | undefined;
  readonly place: Place | undefined;
}

/** A token of another provider that is exchanged for a role's session. */
export interface WebIdentityFacts {
  readonly roleArn: Named | undefined;
  readonly tokenFile: Named | undefined;
  /** undefined where the token cannot be read. */
  readonly claims: Claims | undefined;
}

/** What a token says of itself: no secrets, and nothing that anybody has proven. */
export interface Claims {
  readonly issuer: string;
  /** undefined where it has several, or none. */
  readonly audience: string | undefined;
  readonly subject: string | undefined;
}

export interface EndpointFacts {
  readonly url: string;
  readonly by: Named | undefined;
  readonly reach: Reach;
  /** GetCallerIdentity with the signer's credentials. */
  readonly identity: { readonly arn: string; readonly account: string } | undefined;
  readonly refusal: { readonly code: string; readonly sentence: string } | undefined;
  /** Of a user's session that STS takes: whether IAM answers InvalidClientTokenId to it; undefined where it was not asked. */
  readonly isRefusedByIam?: boolean | undefined;
  /** How far the service's clock is ahead of ours, milliseconds. */
  readonly clockOffsetMs: number | undefined;
  /** The signer's key, where IAM tells its state. */
  readonly keyStatus: "Active" | "Inactive" | undefined;
  /** The MFA devices that IAM lists for the user. */
  readonly mfaSerials: readonly string[] | undefined;
  readonly role: RoleFacts | undefined;
  /** Whoever was refused, as far as IAM tells of it. */
  readonly caller?: CallerFacts | undefined;
}

export interface CallerFacts {
  /** The user's, or of a session the role's, as far as the session's own tells it. */
  readonly arn: string;
  /** The role's as IAM tells it, with its path. */
  readonly arnWithPath?: string | undefined;
  /** Those that could be read, in the order of their reading. */
  readonly policies: readonly CallerPolicy[];
  /** Whether these are all that are attached, its groups' and its boundary among them. */
  readonly isWhole: boolean;
  /** What IAM's simulator decides; asked where not all could be read. */
  readonly simulation?: SimulationFacts | undefined;
}

export interface CallerPolicy {
  readonly kind: "identity" | "boundary";
  readonly name: string;
  /** Of a managed policy; an inline one has none. */
  readonly arn: string | undefined;
  readonly owner: { readonly kind: "user" | "role" | "group"; readonly name: string };
  /** JSON. */
  readonly text: string;
}

export interface SimulationFacts {
  readonly decision: "allowed" | "implicitDeny" | "explicitDeny";
  /** The policies that decided, as the simulator calls them. */
  readonly policies: readonly string[];
  /** Whether it knew all that the policies ask for. */
  readonly isWhole: boolean;
}

export type Reach =
  | "reached"
  | "name-not-resolved"
  | "refused"
  | "timed-out"
  /** This machine has no network that leads there. */
  | "no-route"
  /** The connection was made, and cut without an answer. */
  | "cut"
  /** The certificate is of an authority that is not trusted, or is over. */
  | "tls"
  | "tls-name"
  /** https where http is spoken. */
  | "no-tls"
  /** The file of trusted authorities cannot be read. */
  | "ca-bundle"
  | "proxy"
  /** Something answered, and it was no AWS service: a captive portal, a web server. */
  | "not-aws";

/** The role that was to be assumed, as far as whoever asks may read it. */
export interface RoleFacts {
  readonly arn: string;
  /** undefined where it may not be read. */
  readonly trustPolicy: string | undefined;
  readonly maxSessionSeconds: number | undefined;
}

export interface ClientFacts {
  readonly program: string;
  readonly version: string | undefined;
}

export interface ContainerFacts {
  /** Whether we run in one. */
  readonly isInside: boolean;
  /** `docker compose` files near by that take variables from the environment, and which of ours they name. */
  readonly composeFile: string | undefined;
  readonly passedVariables: readonly string[];
  /** Whether it takes variables from files that were not looked at. */
  readonly hasEnvFile?: boolean;
  /** Whether a service of it has no network of its own. */
  readonly usesHostNetwork?: boolean;
}
