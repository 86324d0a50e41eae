/** Profiles of which every sentence of an inspection is said by at least one. */
import { key, now, roleArn, type Situation } from "./inspected.ts";

const credentials = `[p]\n${key}`;
const environment = { AWS_ACCESS_KEY_ID: "ASIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "secretsecret" };
const session = { ...environment, AWS_SESSION_TOKEN: "hidden-token" };

export const situations: Readonly<Record<string, Situation>> = {
  "a key in a file that others may open": {
    credentials,
    profile: "p",
    fileFacts: [{ path: "/home/jon/.aws/credentials", mode: 0o644 }],
  },
  "a key in the keyring": { credentials, stored: ["p"], profile: "p" },
  "a setting in two files": {
    config: "[profile p]\nregion = us-east-1\n",
    credentials: `${credentials}region = eu-west-1\n`,
    profile: "p",
  },
  "keys in the environment": { env: environment },
  "a session in the environment": { env: session },
  "keys in the environment beside a profile": { env: { ...session, AWS_PROFILE: "p" }, credentials },
  "keys in the environment that ended": {
    env: { ...session, AWS_CREDENTIAL_EXPIRATION: "2026-11-21T09:00:00Z" },
  },
  "keys in the environment that ended by a cache": {
    env: session,
    knownExpirations: new Map([[session.AWS_ACCESS_KEY_ID, { expiration: now - 1000, by: "/cache/x.json" }]]),
  },
  "variables of setx": { env: session, platform: "win32", shell: "powershell" },
  "variables of setx in cmd": { env: session, platform: "win32", shell: "cmd" },
  "half a key that a start-up file exports": {
    env: { AWS_ACCESS_KEY_ID: "AKIAX", AWS_PROFILE: "p" },
    credentials,
    exported: [{ name: "AWS_ACCESS_KEY_ID", place: { file: "/home/jon/.bashrc", line: 7 } }],
  },
  "the other half": { env: { AWS_SECRET_ACCESS_KEY: "secretsecret", AWS_PROFILE: "p" }, credentials },
  "a role whose source only the vault knows": {
    config: `[profile p]\nrole_arn = ${roleArn}\n`,
    stored: ["p"],
    profile: "p",
  },
  "a profile that only the vault knows": { stored: ["p"], profile: "p" },
  "a container beside the vault": {
    stored: ["p"],
    profile: "p",
    env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1/" },
  },
  "another source for the AWS CLI": {
    config: "[profile p]\ncredential_process = get\n",
    stored: ["p"],
    profile: "p",
  },
  "clients that disagree": {
    env: { AWS_PROFILE: "p", AWS_DEFAULT_PROFILE: "q", AWS_REGION: "a", AWS_DEFAULT_REGION: "b" },
    credentials,
  },
  "an older variable alone": { env: { AWS_DEFAULT_PROFILE: "p" }, credentials },
  "an SSO session alone": {
    config:
      "[profile p]\nsso_session = s\n[sso-session s]\nsso_start_url = https://x\nsso_region = us-east-1\n",
    profile: "p",
  },
};
