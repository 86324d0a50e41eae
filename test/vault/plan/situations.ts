/** Profiles of which every sentence of a plan is said by at least one. */
import { duration, noSession, type Situation } from "./planned.ts";

const keys = "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCY";
const role = (name: string) => `role_arn = arn:aws:iam::111111111111:role/${name}`;
const device = (name: string) => `mfa_serial = arn:aws:iam::111111111111:mfa/${name}`;
const environment = { AWS_ACCESS_KEY_ID: "AKIAENVEXAMPLE", AWS_SECRET_ACCESS_KEY: "secretsecret" };

const config = `[profile runner]
[profile jon]
${device("jon")}
[profile admin]
source_profile = jon
${role("admin")}
${device("jon")}
region = eu-west-1
services = local
[profile reader]
source_profile = jon
${role("reader")}
[profile other]
source_profile = jon
${role("other")}
${device("other")}
mfa_process = oathtool other
[profile from-runner]
source_profile = runner
${role("from-runner")}
[profile long]
source_profile = jon
${role("long")}
${device("jon")}
duration_seconds = 7200
[profile second]
source_profile = long
${role("second")}
${device("third")}
endpoint_url = http://127.0.0.1:1
[profile both]
${role("both")}
source_profile = both
credential_process = get both
[profile stopped]
${role("stopped")}
source_profile = jon
${keys}
[profile upon-stopped]
${role("upon-stopped")}
source_profile = stopped
[profile everything]
${role("everything")}
web_identity_token_file = /token
sso_session = work
sso_account_id = 111111111111
sso_role_name = Reader
credential_process = get everything
login_session = arn:aws:iam::111111111111:user/jon
${keys}
[profile process]
credential_process = get process
${device("jon")}
[profile by-process]
source_profile = process
${role("by-process")}
duration_seconds = 7200
[profile token-process]
${role("token-process")}
web_identity_token_process = get token
[profile sso]
sso_session = work
sso_account_id = 111111111111
sso_role_name = Reader
[profile signed-in]
sso_session = work
[profile without-role]
source_profile = jon
[profile static]
${keys}
${device("jon")}
[profile temporary]
${keys}
aws_session_token = token
[profile environment]
credential_source = Environment
[profile container]
credential_source = EcsContainer
[profile instance]
credential_source = Ec2InstanceMetadata
[profile upon-instance]
${role("upon-instance")}
source_profile = instance
${device("jon")}
duration_seconds = 7200
[default]
${device("default")}
[sso-session work]
sso_start_url = https://work.awsapps.com/start
sso_region = eu-west-1
[services local]
sts =
  endpoint_url = http://127.0.0.1:2
s3 =
  endpoint_url = http://127.0.0.1:3
`;

const files = { config, stored: ["jon", "runner"] };

export const situations: Readonly<Record<string, Situation>> = {
  ...Object.fromEntries(
    [...config.matchAll(/^\[profile (.*)\]$/gm)].map(([, profile = ""]) => [profile, { ...files, profile }]),
  ),
  "a key as it is": { ...files, profile: "jon", options: noSession },
  "a role of more than an hour": { ...files, profile: "admin", options: duration(5400) },
  "a role without a session": { ...files, profile: "second", options: noSession },
  "a duration that nothing takes": { ...files, profile: "process", options: duration(5400) },
  "a device by a flag": {
    ...files,
    profile: "runner",
    options: { mfaSerial: { value: "arn:aws:iam::111111111111:mfa/flag", setting: "--mfa-serial" } },
  },
  "region and endpoint by flags": {
    ...files,
    profile: "runner",
    options: {
      region: { value: "eu-west-2", setting: "--region" },
      stsEndpoint: { value: "http://127.0.0.1:4", setting: "--endpoint-url" },
    },
  },
  "region, endpoint and duration by variables": {
    ...files,
    profile: "admin",
    env: {
      AWS_REGION: "eu-west-3",
      AWS_ENDPOINT_URL: "http://127.0.0.1:5",
      AWS_ASSUME_ROLE_TTL: "30m",
      AWS_CHAINED_SESSION_TOKEN_TTL: "2h45m30s",
    },
  },
  "endpoints of SSO": { ...files, profile: "sso", env: { AWS_ENDPOINT_URL: "http://127.0.0.1:5" } },
  "a duration that is cut by a variable's chain": {
    ...files,
    profile: "second",
    env: { AWS_ASSUME_ROLE_TTL: "2h" },
  },
  "the root user's key": {
    profile: "root",
    stored: ["root"],
    root: ["root"],
    env: { AWS_SESSION_TOKEN_TTL: "2h" },
  },
  "keys in the environment that nobody names a profile over": {
    config: `[default]\n${keys}`,
    profile: "default",
    named: false,
    env: environment,
  },
  "a profile before the keys in the environment": { ...files, profile: "static", env: environment },
  "a session in the environment": {
    profile: "default",
    named: false,
    env: { ...environment, AWS_SESSION_TOKEN: "token" },
  },
  "half a key in the environment": {
    ...files,
    profile: "environment",
    env: { AWS_ACCESS_KEY_ID: "AKIAENVEXAMPLE" },
  },
  "a web identity of the environment": {
    profile: "default",
    named: false,
    env: { AWS_WEB_IDENTITY_TOKEN_FILE: "/token", AWS_ROLE_ARN: "arn:aws:iam::111111111111:role/pod" },
  },
  "a container": {
    profile: "default",
    named: false,
    env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials" },
  },
  "keys of the credentials file": {
    config: "[profile p]\ncredential_process = get",
    credentials: `[p]\n${keys}`,
    profile: "p",
  },
  "a key in the keyring before all others": {
    ...files,
    credentials: `[everything]\n${keys}`,
    profile: "everything",
    stored: ["everything"],
  },
  "a key in the keyring before a source": { ...files, profile: "reader", stored: ["reader", "jon"] },
};
