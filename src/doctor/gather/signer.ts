/** Which credentials signed the failed call, as far as it can be told without asking anybody. Pure. */
import type { AwsCliSource } from "../../vault/inspect/index.ts";
import type { CallStep, Plan, SourceStep } from "../../vault/plan/index.ts";
import type { CacheEntry, EnvironmentFacts, FileKey, SignerFacts, SignerKind } from "../facts.ts";

export interface SignerInput {
  readonly profile: string;
  /** Whether the profile was named to the client, as far as is known: the AWS CLI then passes the environment's keys over. */
  readonly isTyped: boolean;
  readonly environment: EnvironmentFacts;
  readonly plan: Plan | undefined;
  readonly fileKeys: readonly FileKey[];
  readonly caches: readonly CacheEntry[];
  /** What the AWS CLI takes by itself; undefined where it finds nothing. */
  readonly awsCli: AwsCliSource | undefined;
  /** A command that was run without the vault: then the client's own order counts, not the plan's. */
  readonly isWithoutVault: boolean;
  /** Only its error was given. */
  readonly isUnknownCommand: boolean;
  readonly hasRootKey: boolean;
  /** Of the key that the plan begins with, where the keyring tells. */
  readonly storedKeyId: string | undefined;
  /** Of the refused call. */
  readonly operation: string | undefined;
}

export function signerOf(input: SignerInput): SignerFacts | undefined {
  const { environment, isTyped, isWithoutVault, profile } = input;
  if (environment.vaultProfile !== undefined && (!isTyped || environment.vaultProfile === profile))
    return ofVaultChild(input);
  const readsEnvironment = environment.hasSecret && environment.keyId !== undefined;
  if (readsEnvironment && (!isTyped || input.plan?.steps[0].kind === "environment"))
    return ofEnvironment(input);
  return (
    (isWithoutVault || isKeptByAwsCliOnly(input) ? ofAwsCli(input) : undefined) ??
    ofPlan(input) ??
    ofAwsCli(input)
  );
}

/** Where only an error is shown: who keeps a session of the profile is who made it. */
function isKeptByAwsCliOnly({ isUnknownCommand, caches, profile }: SignerInput): boolean {
  const keepers = caches.filter(({ profiles }) => profiles.includes(profile)).map(({ cache }) => cache);
  return isUnknownCommand && keepers.includes("aws-cli") && !keepers.includes("vault");
}

/** Within `tegata exec`: the variables are those of the plan's last step. */
function ofVaultChild(input: SignerInput): SignerFacts {
  const planned = ofPlan(input);
  // With a server the variables hold none: what it gives is the vault's all the same.
  if (input.environment.keyId === undefined) return planned ?? ofVaultServer;
  return {
    ...ofEnvironment(input),
    from: "vault",
    ...(planned && { kind: planned.kind, hasMfa: planned.hasMfa }),
  };
}

const ofVaultServer: SignerFacts = {
  from: "vault",
  kind: "session",
  keyId: undefined,
  hasMfa: undefined,
  expirationMs: undefined,
  place: undefined,
};

function ofEnvironment({ environment, caches }: SignerInput): SignerFacts {
  const cached = caches.find(({ keyId }) => keyId !== undefined && keyId === environment.keyId);
  const isSession = environment.hasToken || environment.keyId?.startsWith("ASIA") === true;
  return {
    from: "environment",
    kind: !isSession ? "user-key" : cached?.roleArn === undefined ? "session" : "role-session",
    keyId: environment.keyId,
    hasMfa: isSession ? undefined : false,
    expirationMs: environment.expiration?.atMs ?? cached?.expirationMs,
    place: environment.exportedAt[0],
  };
}

function ofPlan(input: SignerInput): SignerFacts | undefined {
  const { plan, fileKeys, caches, profile } = input;
  if (plan === undefined) return undefined;
  const refused = plan.steps.findIndex(({ kind }) => kind === stepKinds[input.operation ?? ""]);
  const signing = refused < 0 ? plan.steps : plan.steps.slice(0, refused);
  const last = signing.at(-1) ?? plan.steps[0];
  if (last.kind === "static-key") return ofFile(fileKeys.find((key) => key.profile === last.profile));
  const isStored = last.kind === "stored-key";
  const kept = caches.find(({ cache, profiles }) => cache === "vault" && profiles.includes(profile));
  const keptHere = refused < 0 && !isStored ? kept : undefined;
  return {
    from: last.kind === "container" || last.kind === "instance" ? "container" : "vault",
    kind: kindOf(last, input),
    keyId: isStored ? input.storedKeyId : keptHere?.keyId,
    hasMfa: signing.some((step) => "mfa" in step && step.mfa !== undefined),
    expirationMs: keptHere?.expirationMs,
    place: last.reason.place,
  };
}

/** What makes credentials is signed by those of the step before it. */
const stepKinds: Readonly<Record<string, CallStep["kind"]>> = {
  GetSessionToken: "session-token",
  AssumeRole: "assume-role",
};

function kindOf(step: SourceStep | CallStep, { hasRootKey, environment }: SignerInput): SignerKind {
  switch (step.kind) {
    case "session-token":
      return "user-session";
    case "stored-key":
      return hasRootKey ? "root-key" : "user-key";
    case "environment":
      return environment.hasToken ? "session" : "user-key";
    case "process":
    case "sso-token":
    case "static-key":
      return "session";
    default:
      return "role-session";
  }
}

function ofAwsCli(input: SignerInput): SignerFacts | undefined {
  const { awsCli, fileKeys, profile } = input;
  switch (awsCli?.type) {
    case "shared-credentials-file":
    case "config-file":
      return ofFile(fileKeys.find((key) => key.profile === profile));
    case "assume-role":
      // The refused call is the one that should have made the role's session: the source's credentials signed it.
      if (input.operation === "AssumeRole") return ofPlan(input);
      return ofKept(input);
    case "assume-role-with-web-identity":
    case "sso":
      return ofKept(input);
    default:
      return undefined;
  }
}

function ofKept({ awsCli, caches, profile }: SignerInput): SignerFacts {
  const kept = caches.find(({ cache, profiles }) => cache === "aws-cli" && profiles.includes(profile));
  return {
    from: kept === undefined ? "unknown" : "cli-cache",
    kind: "role-session",
    keyId: kept?.keyId,
    hasMfa: undefined,
    expirationMs: kept?.expirationMs,
    place: awsCli?.place,
  };
}

function ofFile(key: FileKey | undefined): SignerFacts | undefined {
  if (key === undefined) return undefined;
  const isSession = key.isTemporary || key.keyId.startsWith("ASIA");
  return {
    from: "file",
    kind: isSession ? "session" : "user-key",
    keyId: key.keyId,
    hasMfa: isSession ? undefined : false,
    expirationMs: key.expirationMs,
    place: key.place,
  };
}
