/** Where credentials come from, and what keeps them: keyring, cache, processes, tokens, codes. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { sessionCacheFolder } from "../../../src/vault/index.ts";
import { keyringFolder } from "../../../src/vault/keyring/index.ts";
import { type BadInput, type BadStage, exec } from "./case.ts";

const withDevice = "[profile dev]\nendpoint_url = ENDPOINT\nmfa_serial = DEVICE\n";
const processOf = (command: string): string => `[profile a]\ncredential_process = ${command}\n`;

export const badKeys: readonly BadInput[] = [
  {
    what: "the keyring is locked: no passphrase, and no terminal to ask for it on",
    args: exec("dev"),
    env: { TEGATA_FILE_PASSPHRASE: undefined },
    sentence:
      '"~/.local/share/tegata/keyring/keyring.age" wants its passphrase, and there is nobody to ask for it',
    hint: "run the command in a terminal, or let TEGATA_FILE_PASSPHRASE hold the passphrase",
    exitCode: 3,
  },
  {
    what: "the passphrase in the environment is wrong",
    args: exec("dev"),
    env: { TEGATA_FILE_PASSPHRASE: "correct horse battery stable" },
    sentence:
      'the passphrase in TEGATA_FILE_PASSPHRASE does not open "~/.local/share/tegata/keyring/keyring.age"',
    hint: "age -d '~/.local/share/tegata/keyring/keyring.age'   # tells whether it is the passphrase",
    exitCode: 3,
  },
  {
    what: "the keyring's file is cut off",
    prepare: ({ home }) => {
      const file = join(keyringFolder(home.machine), onlyFileIn(keyringFolder(home.machine)));
      truncateSync(file, Math.floor(readFileSync(file).length / 2));
    },
    args: exec("dev"),
    sentence: '"~/.local/share/tegata/keyring/keyring.age" is cut off or was altered',
    hint: "age -d '~/.local/share/tegata/keyring/keyring.age'   # and if that fails too, put back your last copy of the file",
    exitCode: 1,
  },
  {
    what: "a keyring that there is not",
    args: exec("dev", "--keyring", "vault"),
    sentence: '--keyring "vault" is none of keychain, wincred, secret-service, pass, file',
    hint: "--keyring file",
    exitCode: 2,
  },
  {
    what: "other users may write to the folder of kept sessions",
    prepare: ({ home }) => {
      const folder = sessionCacheFolder(home.machine);
      mkdirSync(folder, { recursive: true });
      chmodSync(folder, 0o777);
    },
    args: exec("dev"),
    sentence: '"~/.cache/tegata/sessions" has mode 0777, and other users must be kept out of it',
    hint: "chmod 700 '~/.cache/tegata/sessions'",
    exitCode: 1,
  },
  {
    what: "a kept session was half written: it counts as none, and is written anew",
    prepare: async ({ home }: BadStage) => {
      await home.tegata(exec("dev", "--quiet"));
      const folder = sessionCacheFolder(home.machine);
      const file = join(folder, onlyFileIn(folder));
      truncateSync(file, Math.floor(readFileSync(file).length / 2));
    },
    args: exec("dev", "--quiet"),
    sentence: undefined,
    exitCode: 0,
    writes: ".cache",
  },
  {
    what: "an MFA code is needed, and there is nobody to ask",
    config: withDevice,
    args: exec("dev", "--quiet"),
    sentence: "there is neither a terminal nor a desktop to ask for the MFA code on",
    hint: "mfa_process = COMMAND that prints the code   # in the profile, or run the command in a terminal",
    exitCode: 3,
  },
  {
    what: "mfa_process fails",
    config: `${withDevice}mfa_process = exit 4\n`,
    args: exec("dev", "--quiet"),
    sentence:
      'no MFA code of "arn:aws:iam::111122223333:mfa/ann" for profile "dev": "mfa_process" ended with code 4',
    hint: "--mfa-token CODE",
    exitCode: 3,
  },
  {
    what: "the MFA code that was typed is wrong, and nobody can be asked for another",
    config: withDevice,
    args: exec("dev", "--quiet", "--mfa-token", "000000"),
    sentence:
      'sts:GetSessionToken for profile "dev" at ~/.aws/config:3 was refused with AccessDenied: MultiFactorAuthentication failed with invalid MFA one time pass code.',
    hint: "tegata plan dev   # shows every call, with whom and why",
    exitCode: 1,
  },
  {
    what: "an MFA device that is not there",
    config: "[profile dev]\nendpoint_url = ENDPOINT\nmfa_serial = arn:aws:iam::ACCOUNT:mfa/lost\n",
    args: exec("dev", "--quiet", "--mfa-token", "123456"),
    sentence:
      'sts:GetSessionToken for profile "dev" at ~/.aws/config:3 was refused with AccessDenied: MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
    hint: "tegata plan dev   # shows every call, with whom and why",
    exitCode: 1,
  },
  {
    what: "credential_process fails",
    config: processOf("false"),
    args: exec("a"),
    sentence: 'credential_process of profile "a" at ~/.aws/config:2: "false" ended with code 1',
    hint: "tegata plan a   # shows the command, to run it by hand",
    exitCode: 1,
  },
  {
    what: "credential_process is not there",
    config: processOf("get-credentials --for me"),
    args: exec("a"),
    sentence: 'credential_process of profile "a" at ~/.aws/config:2: "get-credentials" was not found',
    hint: "tegata plan a   # shows the command, to run it by hand",
    exitCode: 1,
  },
  {
    what: "credential_process prints something else",
    config: processOf("echo hello"),
    args: exec("a"),
    sentence: 'credential_process of profile "a" at ~/.aws/config:2 printed no JSON object',
    hint: '{"Version":1,"AccessKeyId":"…","SecretAccessKey":"…","SessionToken":"…","Expiration":"…"}',
    exitCode: 1,
  },
  {
    what: "credential_process prints a session that is over",
    config: processOf(
      `echo '{"Version":1,"AccessKeyId":"ASIA1","SecretAccessKey":"s","SessionToken":"t","Expiration":"2020-01-01T00:00:00Z"}'`,
    ),
    args: exec("a"),
    sentence:
      'credential_process of profile "a" at ~/.aws/config:2 printed credentials that ended at 2020-01-01T00:00:00.000Z',
    hint: "date -u   # when the clock is right, the program hands out a session that is over",
    exitCode: 1,
  },
  {
    what: "the web identity's token file is missing",
    config:
      "[profile a]\nrole_arn = arn:aws:iam::ACCOUNT:role/admin\nweb_identity_token_file = /var/run/none\n",
    args: exec("a"),
    sentence:
      'profile "a" at ~/.aws/config:3 has no web identity token from its token file: "/var/run/none" is not there',
    hint: "ls -l /var/run/none",
    exitCode: 1,
  },
  {
    what: "keys of the environment are asked for, and there are none",
    config: "[profile a]\nrole_arn = arn:aws:iam::ACCOUNT:role/admin\ncredential_source = Environment\n",
    args: exec("a"),
    sentence:
      'profile "a" at ~/.aws/config:3 takes its keys from the environment, which has no AWS_ACCESS_KEY_ID',
    hint: "export AWS_ACCESS_KEY_ID=…",
    exitCode: 1,
  },
  {
    what: "signing in to SSO is needed, and there is neither a browser nor a terminal",
    config:
      "[profile a]\nsso_session = corp\nsso_account_id = ACCOUNT\nsso_role_name = Reader\n[sso-session corp]\nsso_start_url = https://corp.example/start\nsso_region = eu-west-1\n",
    args: exec("a"),
    sentence:
      'profile "a" at ~/.aws/config:2 needs a person to sign in to https://corp.example/start, and this run may not ask',
    hint: "tegata exec a -- true   # in a terminal",
    exitCode: 3,
  },
];

function onlyFileIn(folder: string): string {
  const [file, ...others] = readdirSync(folder).filter((name) => !name.endsWith(".lock"));
  if (file === undefined || others.length > 0) throw new Error(`${folder} does not hold one file`);
  return file;
}
