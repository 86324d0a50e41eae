/** Facts of a profile from the texts of its files, at one moment. */
import { type InspectInput, inspectProfile, type ProfileFacts } from "../../../src/vault/inspect/index.ts";
import { buildPlan } from "../../../src/vault/plan/index.ts";
import { parseSharedFiles, selectProfile } from "../../../src/vault/profiles/index.ts";

export const now = Date.parse("2026-11-21T10:00:00Z");
export const key =
  "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCY\n";
export const roleArn = "arn:aws:iam::123456789012:role/demo";

export interface Situation extends Partial<Omit<InspectInput, "files" | "credentials">> {
  readonly config?: string;
  readonly credentials?: string;
  readonly profile?: string;
  readonly stored?: readonly string[];
}

export function inspect({
  config = "",
  credentials = "",
  profile,
  stored = [],
  ...given
}: Situation): ProfileFacts {
  const { env = {}, platform = "linux" } = given;
  const folder = platform === "win32" ? "C:\\Users\\jon\\.aws\\" : "/home/jon/.aws/";
  const [configFile, credentialsFile] = [`${folder}config`, `${folder}credentials`];
  const files = parseSharedFiles({
    config: { file: configFile, text: config },
    credentials: { file: credentialsFile, text: credentials },
  });
  const typed = profile === undefined ? undefined : { name: profile, setting: "the argument" };
  const selection = selectProfile(env, typed);
  const named = selection.by !== "default";
  const reason = {
    text: { en: "named", ja: "指定されています" },
    ...(selection.setting && { setting: selection.setting }),
  };
  const plan = buildPlan({
    files,
    env,
    credentialsFile,
    storedKeys: new Set(stored),
    profile: { name: selection.name, named, reason },
  });
  return inspectProfile({
    files,
    locations: {
      config: { kind: "config", path: configFile, setting: undefined },
      credentials: { kind: "credentials", path: credentialsFile, setting: undefined },
    },
    env,
    platform,
    shell: "sh",
    selection,
    plan,
    now,
    fileFacts: [],
    exported: [],
    ...given,
  });
}
