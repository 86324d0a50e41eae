/**
 * What AWS Vault has and what stands for it here: docs/from-aws-vault.md is made from these tables, and a test holds them
 * against the parser, the settings of profiles and the sources. Flags that verbs share are read from `flags.ts`, where the
 * parser takes AWS Vault's names from too. AWS Vault: its maintained fork, ByteNess/aws-vault 7.14.
 */
import { type VaultFlag, type VaultFlagName, vaultFlags } from "./flags.ts";

/** `same`: it means here what it means there, so that a script needs no change for it. */
export type Counterpart =
  | { readonly status: "same"; readonly ours: string; readonly note?: string }
  | { readonly status: "different"; readonly ours: string; readonly why: string }
  | { readonly status: "absent"; readonly why: string };

export type Row = { readonly theirs: string } & Counterpart;

export interface VerbRow {
  /** With its arguments; further names after commas. */
  readonly theirs: string;
  readonly counterpart: Counterpart;
  readonly flags: readonly Row[];
}

function same(theirs: string, note?: string): Row {
  return { theirs, status: "same", ours: theirs, ...(note !== undefined && { note }) };
}

function different(theirs: string, ours: string, why: string): Row {
  return { theirs, status: "different", ours, why };
}

function absent(theirs: string, why: string): Row {
  return { theirs, status: "absent", why };
}

/** A flag that verbs share, as `flags.ts` has it. */
function shared(name: VaultFlagName): Row {
  const { awsVault, flags }: VaultFlag = vaultFlags[name];
  const theirs = awsVault?.flag ?? "";
  if (awsVault?.difference !== undefined) return different(theirs, flags, awsVault.difference);
  const isRenamed = !flags.startsWith(theirs);
  return same(theirs, isRenamed ? `its own name here is \`${flags}\`` : undefined);
}

const sessionFlags = ["duration", "noSession", "region", "mfaToken", "stdout"].map((name) =>
  shared(name as VaultFlagName),
);

const noOnePassword = "1Password is no keyring here; `op` can answer `mfa_process` and `credential_process`";
const noProtonPass = "Proton Pass is no keyring here";
const regionalOnly = "STS is always called in the region of the profile, as AWS's newer clients do";
const asVariable = "set once for a machine, so that a variable is enough";

/** In AWS Vault they stand before the verb or after it, here after it. */
export const globalFlags: readonly Row[] = [
  different(
    "--debug",
    "`TEGATA_DEBUG=1`",
    "`tegata plan` says what is done and why; the variable adds stack traces of bugs",
  ),
  shared("keyring"),
  shared("prompt"),
  different("--keychain", "`TEGATA_KEYCHAIN_NAME`", asVariable),
  absent("--secret-service-collection", "the default collection of the desktop is used"),
  different("--pass-dir", "`TEGATA_PASS_DIR`", asVariable),
  different("--pass-cmd", "`TEGATA_PASS_CMD`", asVariable),
  different("--pass-prefix", "`TEGATA_PASS_PREFIX`", asVariable),
  different("--file-dir", "`TEGATA_FILE_DIR`", asVariable),
  absent("--biometrics", "Touch ID would need a signed program; the keychain asks as macOS does"),
  absent(
    "--op-timeout, --op-vault-id, --op-item-title-prefix, --op-item-tag, --op-connect-host, --op-desktop-account-id",
    noOnePassword,
  ),
  absent(
    "--proton-pass-share-id, --proton-pass-item-title-prefix, --proton-pass-api-base, --proton-pass-timeout",
    noProtonPass,
  ),
  different("--version, -v", "`tegata --version`, `-V`", "`-v` means verbose to most people"),
  same("--help"),
  different("--help-long, --help-man", "`man tegata`", "the page is in the package"),
  different(
    "--completion-script-bash, --completion-script-zsh",
    "`tegata completion bash`",
    "fish and PowerShell too",
  ),
];

export const verbs: readonly VerbRow[] = [
  {
    theirs: "add PROFILE",
    counterpart: {
      status: "different",
      ours: "add",
      why: "the key's service is asked whose it is before the key is kept; a root user's key is warned of",
    },
    flags: [
      same("--env"),
      same("--no-add-config", "adding the profile is the default in both; nothing else in the file changes"),
    ],
  },
  {
    theirs: "remove PROFILE, rm",
    counterpart: { status: "same", ours: "remove" },
    flags: [same("-f, --force"), same("-s, --sessions-only", "`tegata clear PROFILE` does it too")],
  },
  {
    theirs: "migrate-backend",
    counterpart: {
      status: "absent",
      why: "`tegata exec --no-session PROFILE -- tegata add PROFILE --env --keyring KIND` moves a key, and AWS's answer is its check",
    },
    flags: [],
  },
  {
    theirs: "list, ls",
    counterpart: { status: "different", ours: "list", why: "`--json` for programs" },
    flags: [same("--profiles"), same("--sessions"), same("--credentials")],
  },
  {
    theirs: "rotate [PROFILE]",
    counterpart: {
      status: "different",
      ours: "rotate",
      why: "a journal: create, store, verify, deactivate, delete; it goes on where it was stopped",
    },
    flags: [shared("noSession")],
  },
  {
    theirs: "exec [PROFILE] [-- CMD …]",
    counterpart: {
      status: "different",
      ours: "exec",
      why: "nothing that opens the keyring reaches the command; a missing command is 127, one that cannot run 126",
    },
    flags: [
      ...sessionFlags,
      same("-j, --json", "hidden and deprecated, in both; `tegata export --format json` says it"),
      different(
        "-s, --server",
        "-s, --server",
        "the token is in a file that only the user can read (`AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE`), not in the environment",
      ),
      different("--ecs-server", "--ecs-server", "as `--server`, whose other name it is in both"),
      different(
        "--ec2-server",
        "`--imds`",
        "IMDSv2 on a port of its own and no root; clients find it by AWS_EC2_METADATA_SERVICE_ENDPOINT",
      ),
      same("--lazy"),
      absent(
        "--profile-env",
        "AWS's own sign-in cache would be written in plain text; use `credential_process`",
      ),
    ],
  },
  {
    theirs: "export [PROFILE]",
    counterpart: {
      status: "different",
      ours: "export",
      why: "values are quoted for the shell that reads them",
    },
    flags: [
      same(
        "--format",
        "`env`, `export-env`, `json`, `ini` as there, and `sh`, `fish`, `powershell`, `cmd`, `dotenv`",
      ),
      ...sessionFlags,
    ],
  },
  {
    theirs: "login [PROFILE]",
    counterpart: {
      status: "different",
      ours: "login",
      why: "AWS's federation endpoint or our authority's; the link is no argument of the browser, where others could read it",
    },
    flags: [
      ...sessionFlags.filter(({ theirs }) => theirs !== "--stdout"),
      same("--path"),
      same("-s, --stdout"),
      absent(
        "-a, --auto-logout",
        "it opens AWS's sign-out page first; do so where several sessions are in the way",
      ),
    ],
  },
  { theirs: "clear [PROFILE]", counterpart: { status: "same", ours: "clear" }, flags: [] },
  {
    theirs: "proxy, server",
    counterpart: {
      status: "absent",
      why: "the metadata server needs no root, so nothing is left running to be stopped",
    },
    flags: [],
  },
  {
    theirs: "version",
    counterpart: { status: "different", ours: "--version", why: "a flag as everywhere" },
    flags: [],
  },
];

/** A variable that counts on its own is said to be `same`; one of ours that comes before it is named. */
export const variables: readonly Row[] = [
  different(
    "AWS_VAULT_BACKEND",
    "`TEGATA_KEYRING`, then it",
    "a kind without counterpart is passed over, and that is said",
  ),
  ahead("AWS_VAULT_PROMPT", "TEGATA_PROMPT"),
  ahead("AWS_VAULT_KEYCHAIN_NAME", "TEGATA_KEYCHAIN_NAME"),
  absent("AWS_VAULT_SECRET_SERVICE_COLLECTION_NAME", "the default collection of the desktop is used"),
  ahead("AWS_VAULT_PASS_PASSWORD_STORE_DIR", "TEGATA_PASS_DIR"),
  ahead("AWS_VAULT_PASS_CMD", "TEGATA_PASS_CMD"),
  different(
    "AWS_VAULT_PASS_PREFIX",
    "`TEGATA_PASS_PREFIX`, then a folder `tegata` below it",
    "AWS Vault's own entries stay apart",
  ),
  different(
    "AWS_VAULT_FILE_DIR",
    "`TEGATA_FILE_DIR`",
    "the files are others; `tegata import` reads AWS Vault's",
  ),
  ahead("AWS_VAULT_FILE_PASSPHRASE", "TEGATA_FILE_PASSPHRASE"),
  absent("AWS_VAULT_BIOMETRICS", "see `--biometrics`"),
  absent("AWS_VAULT_OP_…", noOnePassword),
  absent("AWS_VAULT_PROTON_PASS_…", noProtonPass),
  ahead("AWS_VAULT_DURATION", "TEGATA_DURATION"),
  ahead("AWS_VAULT_STDOUT", "TEGATA_STDOUT"),
  absent("AWS_VAULT_PROFILE_ENV", "see `--profile-env`"),
  absent("AWS_VAULT_AUTO_LOGOUT", "see `--auto-logout`"),
  absent("AWS_VAULT_DISABLE_HELP_MESSAGE", "no such message; `--quiet` for the notes that there are"),
  same("AWS_VAULT_YKMAN_VERSION"),
  same("YKMAN_OATH_CREDENTIAL_NAME"),
  same("YKMAN_OATH_DEVICE_SERIAL"),
  same("AWS_VAULT", "set in children; `exec` and `export` refuse to be nested"),
  same("AWS_REGION"),
  same("AWS_DEFAULT_REGION"),
  same("AWS_ENDPOINT_URL", "and those of single services, as AWS's clients read them"),
  absent("AWS_STS_REGIONAL_ENDPOINTS", regionalOnly),
  same("AWS_MFA_SERIAL"),
  same("AWS_ROLE_ARN"),
  same("AWS_ROLE_SESSION_NAME"),
  same("AWS_SESSION_TAGS"),
  same("AWS_TRANSITIVE_TAGS"),
  same("AWS_SOURCE_IDENTITY"),
  same("AWS_ASSUME_ROLE_TTL"),
  same("AWS_SESSION_TOKEN_TTL"),
  same("AWS_CHAINED_SESSION_TOKEN_TTL"),
  same("AWS_FEDERATION_TOKEN_TTL"),
  same("AWS_MIN_TTL"),
  same("AWS_CONFIG_FILE"),
  same("AWS_PROFILE"),
];

export const defaults: readonly Row[] = [
  same("GetSessionToken: 1 h"),
  same("GetSessionToken as the source of a role: 8 h"),
  same("AssumeRole: 1 h"),
  same("GetFederationToken of `login`: 1 h"),
  same("a kept session is used while more than 5 min are left"),
  different(
    "`-d` with a chain of roles: cut to 1 h",
    "refused, with what can be had",
    "the answer would not be what was asked for; from a file or a variable it is cut, and said",
  ),
  different(
    "a missing setting is taken from `[default]`",
    "from `include_profile` only",
    "AWS's clients inherit nothing, and a role or device that flows into every profile surprises",
  ),
  different(
    "GetSessionToken without MFA, silently",
    "the same, with a note",
    "IAM refuses such a session; the note names both remedies",
  ),
  different(
    "the session name of a role: nanoseconds since 1970",
    "a name that begins with `tegata-`",
    "whoever reads the log sees where it came from",
  ),
  same("sessions of AssumeRole are kept only where an MFA code was asked for"),
  different(
    "a kept session is found by its profile and device",
    "by all that makes it",
    "an edited profile never gets the old role",
  ),
  different(
    "`~/.aws/credentials` is not read",
    "it is",
    "AWS's clients read it; a key of the keyring comes first",
  ),
  different(
    "a wrong MFA code ends the run",
    "it is asked for again, with the reason",
    "a code that was just used is the usual cause",
  ),
  different(
    "exit code 1 for every failure of its own",
    "1 failed, 2 misuse, 3 a person is needed",
    "scripts can tell them apart",
  ),
];

/** Of a profile and of `[sso-session]`. */
export const configKeys: readonly Row[] = [
  ..."mfa_serial role_arn external_id region role_session_name source_profile"
    .split(" ")
    .map((key) => same(key)),
  different(
    "duration_seconds",
    "duration_seconds",
    "also of a profile without a role, where AWS Vault ignores it",
  ),
  different(
    "include_profile",
    "include_profile",
    "keys are not included; a circle is refused with every line",
  ),
  ..."sso_session sso_start_url sso_region sso_account_id sso_role_name".split(" ").map((key) => same(key)),
  different(
    "sso_registration_scopes",
    "sso_registration_scopes",
    "used, so that a sign-in can be renewed without a browser",
  ),
  ..."web_identity_token_file web_identity_token_process endpoint_url".split(" ").map((key) => same(key)),
  absent("sts_regional_endpoints", regionalOnly),
  ..."session_tags transitive_session_tags source_identity credential_process mfa_process"
    .split(" ")
    .map((key) => same(key)),
];

function ahead(theirs: string, ours: string): Row {
  return same(theirs, `where \`${ours}\` is not set`);
}
