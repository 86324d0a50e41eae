/** The token of another provider that is exchanged for a role's session: what it says of itself. Nothing here fails. */
import { readFile, stat } from "node:fs/promises";
import type { Environment } from "../../vault/index.ts";
import type { Plan } from "../../vault/plan/index.ts";
import { innerCommand, isAwsCli } from "../command.ts";
import type { Claims, Named, ProfileFacts, WebIdentityFacts } from "../facts.ts";

/** AWS: `WebIdentityToken` has 20,000 characters at most. */
const maxTokenCharacters = 20_000;
const maxClaimCharacters = 1_000;

export interface WebIdentityInput {
  readonly command: readonly string[] | undefined;
  readonly plan: Plan | undefined;
  readonly profile: ProfileFacts;
  readonly env: Environment;
}

/** Of the command that names a token, else of the profile's, else of the variables'. */
export async function readWebIdentity(input: WebIdentityInput): Promise<WebIdentityFacts> {
  const { roleArn, tokenFile, token } = ofCommand(input) ?? ofPlan(input) ?? ofEnvironment(input);
  return { roleArn, tokenFile, claims: claimsOf(token ?? (await readToken(tokenFile?.value))) };
}

interface Found {
  readonly roleArn: Named | undefined;
  readonly tokenFile: Named | undefined;
  readonly token?: string;
}

function ofCommand({ command }: WebIdentityInput): Found | undefined {
  const words = innerCommand(command);
  if (!isAwsCli(words) || words?.includes("assume-role-with-web-identity") !== true) return undefined;
  const token = optionIn(words, "--web-identity-token");
  const role = optionIn(words, "--role-arn");
  const file = /^file:\/\/(.+)$/.exec(token ?? "")?.[1];
  return {
    roleArn: role === undefined ? undefined : { value: role, place: undefined },
    tokenFile: file === undefined ? undefined : { value: file, place: undefined },
    ...(token !== undefined && file === undefined && { token }),
  };
}

function optionIn(words: readonly string[], option: string): string | undefined {
  const at = words.findIndex((word) => word === option || word.startsWith(`${option}=`));
  return words[at] === option ? words[at + 1] : words[at]?.slice(option.length + 1);
}

function ofPlan({ plan, profile, env }: WebIdentityInput): Found | undefined {
  const step = plan?.steps[0];
  if (step?.kind !== "web-identity") return undefined;
  const { roleArn, tokenFile, reason } = step;
  const ofFiles = profile.roleArn?.value === roleArn ? profile.roleArn : undefined;
  const setting = env.AWS_ROLE_ARN === roleArn ? { setting: "AWS_ROLE_ARN" } : {};
  return {
    roleArn: ofFiles ?? { value: roleArn, place: undefined, ...setting },
    tokenFile:
      tokenFile === undefined
        ? undefined
        : {
            value: tokenFile,
            place: reason.place,
            ...(reason.setting !== undefined && { setting: reason.setting }),
          },
  };
}

function ofEnvironment({ env }: WebIdentityInput): Found {
  const named = (setting: string): Named | undefined => {
    const value = env[setting];
    return value ? { value, place: undefined, setting } : undefined;
  };
  return { roleArn: named("AWS_ROLE_ARN"), tokenFile: named("AWS_WEB_IDENTITY_TOKEN_FILE") };
}

async function readToken(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    // A pipe would be waited for.
    const about = await stat(file);
    return about.isFile() && about.size <= maxTokenCharacters ? await readFile(file, "utf8") : undefined;
  } catch {
    return undefined;
  }
}

/**
 * SECURITY: of the token three names are kept that are no secrets, and nothing that could be used as a token. Nobody has
 * proven them: they say what was sent, and not that it is true.
 */
export function claimsOf(token: string | undefined): Claims | undefined {
  const parts = token?.trim().split(".") ?? [];
  if (parts.length !== 3 || (token?.length ?? 0) > maxTokenCharacters) return undefined;
  try {
    const payload: unknown = JSON.parse(Buffer.from(parts[1] ?? "", "base64url").toString("utf8"));
    if (typeof payload !== "object" || payload === null) return undefined;
    const { iss, aud, azp, sub } = payload as Readonly<Record<string, unknown>>;
    const issuer = nameIn(iss);
    // AWS: IAM user guide, "Available keys for AWS OIDC federation": azp stands before aud.
    const audience = nameIn(azp) ?? nameIn(Array.isArray(aud) && aud.length === 1 ? aud[0] : aud);
    return issuer === undefined ? undefined : { issuer, audience, subject: nameIn(sub) };
  } catch {
    return undefined;
  }
}

function nameIn(value: unknown): string | undefined {
  const isName = typeof value === "string" && value.length <= maxClaimCharacters && /^\P{Cc}+$/u.test(value);
  return isName ? value : undefined;
}
