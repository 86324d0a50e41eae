/** Shared files that say nothing, the wrong thing or too much. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { type BadInput, exec } from "./case.ts";

const role = "role_arn = arn:aws:iam::ACCOUNT:role/admin";

export const badFiles: readonly BadInput[] = [
  {
    what: "a line of the config file is no setting",
    config: "[profile dev]\nregion us-east-1\n",
    args: exec("dev"),
    sentence: "expected an '=' sign defining a property, at ~/.aws/config:2",
    hint: "name = value",
    exitCode: 1,
  },
  {
    what: "a section's header is not closed",
    config: "[profile dev]\nregion = us-east-1\n\n[profile ops\nregion = eu-west-1\n",
    args: exec("dev"),
    sentence: "profile definition must end with ']', at ~/.aws/config:4",
    hint: "[profile NAME]",
    exitCode: 1,
  },
  {
    what: "the config file is UTF-16, as some Windows editors write it",
    prepare: ({ home }) => {
      writeFileSync(home.configFile, Buffer.from("\ufeff[profile dev]\n", "utf16le"));
    },
    args: exec("dev"),
    sentence: "the file is UTF-16, at ~/.aws/config:1",
    hint: "iconv -f UTF-16 -t UTF-8 '~/.aws/config'",
    exitCode: 1,
  },
  {
    what: "the config file cannot be read: a folder has its name",
    prepare: ({ home }) => {
      rmSync(home.configFile);
      mkdirSync(home.configFile);
    },
    args: exec("dev"),
    sentence: 'the config file "~/.aws/config" cannot be read: it is a folder',
    hint: "ls -ld '~/.aws/config'",
    exitCode: 1,
  },
  {
    what: "a profile that nobody knows, and whose name is nearly another's",
    args: exec("amdin"),
    sentence: 'no file and no keyring has a profile "amdin" (the argument)',
    hint: 'tegata plan admin   # if "admin" is meant; tegata list shows all',
    exitCode: 2,
  },
  {
    what: "a profile that nobody knows, named by a variable",
    args: ["exec", "--", "true"],
    env: { AWS_PROFILE: "billing" },
    sentence: 'no file and no keyring has a profile "billing" (AWS_PROFILE)',
    hint: "tegata add billing",
    exitCode: 2,
  },
  {
    what: "profiles that include one another",
    config: "[profile a]\ninclude_profile = b\n[profile b]\ninclude_profile = a\n",
    args: exec("a"),
    sentence: 'include_profile goes in a circle: "a" (~/.aws/config:2) → "b" (~/.aws/config:4) → "a"',
    hint: "# remove the line ~/.aws/config:4",
    exitCode: 1,
  },
  {
    what: "source profiles that go in a circle",
    config: `[profile a]\n${role}\nsource_profile = b\n[profile b]\n${role}\nsource_profile = a\n`,
    args: exec("a"),
    sentence: 'the source profiles go in a circle: "a" (~/.aws/config:3) → "b" (~/.aws/config:6) → "a"',
    hint: "tegata plan a   # once one of these lines names another source_profile",
    exitCode: 1,
  },
  {
    what: "a source profile that is not there",
    config: `[profile a]\n${role}\nsource_profile = base\n`,
    args: exec("a"),
    sentence: 'profile "a" names source_profile "base" at ~/.aws/config:3, and no file and no keyring has it',
    hint: "tegata add base",
    exitCode: 1,
  },
  {
    what: "a role without anything to assume it with",
    config: `[profile a]\n${role}\n`,
    args: exec("a"),
    sentence:
      'profile "a" has role_arn at ~/.aws/config:2 and nothing to assume it with: no source_profile, no credential_source, no key in the keyring',
    hint: "tegata add a",
    exitCode: 1,
  },
  {
    what: "a contradiction: source_profile and credential_source",
    config: `[profile a]\n${role}\nsource_profile = dev\ncredential_source = Environment\n[profile dev]\n`,
    args: exec("a"),
    sentence:
      'profile "a" has both source_profile at ~/.aws/config:3 and credential_source at ~/.aws/config:4; only one of them can give the credentials, so remove one',
    hint: "# remove one of the lines: source_profile = …, credential_source = …",
    exitCode: 1,
  },
  {
    what: "half of a key in the credentials file",
    credentials: "[a]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n",
    args: exec("a"),
    sentence: 'profile "a" has aws_access_key_id at ~/.aws/credentials:2 but no aws_secret_access_key',
    hint: "aws_secret_access_key = …",
    exitCode: 1,
  },
  {
    what: "a profile without any credentials",
    config: "[profile a]\nregion = us-east-1\n",
    args: exec("a"),
    sentence:
      'profile "a" at ~/.aws/config:1 has no credentials: no key in the keyring or the files, no source_profile, SSO, web identity or credential_process',
    hint: "tegata add a",
    exitCode: 1,
  },
  {
    what: "an SSO profile without its region",
    config: `[profile a]\nsso_session = corp\nsso_account_id = ACCOUNT\nsso_role_name = Reader\n[sso-session corp]\nsso_start_url = https://corp.example/start\n`,
    args: exec("a"),
    sentence: 'profile "a" has sso_account_id at ~/.aws/config:3 but no sso_region',
    hint: "sso_region = …",
    exitCode: 1,
  },
  {
    what: "an SSO session that is not there",
    config: "[profile a]\nsso_session = crop\nsso_account_id = ACCOUNT\nsso_role_name = Reader\n",
    args: exec("a"),
    sentence: 'sso_session "crop" at ~/.aws/config:2 is no section of the config file',
    hint: "[sso-session crop]",
    exitCode: 1,
  },
  {
    what: "a duration in the file that is no number of seconds",
    config: `[profile dev]\n[profile a]\n${role}\nsource_profile = dev\nduration_seconds = 1h\n`,
    args: exec("a"),
    sentence: 'duration_seconds "1h" at ~/.aws/config:5 is not a whole number of seconds',
    hint: "duration_seconds = 3600",
    exitCode: 1,
  },
  {
    what: "an endpoint that is no URL",
    config: "[profile dev]\nendpoint_url = localhost:4600\n",
    args: exec("dev"),
    sentence: 'the endpoint "localhost:4600" at ~/.aws/config:2 is no http or https URL',
    hint: "endpoint_url = https://HOST",
    exitCode: 1,
  },
];
