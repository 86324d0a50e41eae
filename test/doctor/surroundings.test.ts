/** The same failure in unusual surroundings: whose credentials signed, and what mends them there. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { systemClock } from "../../src/base/index.ts";
import { type Facts, gather, judge } from "../../src/doctor/index.ts";
import { editLine } from "../../src/doctor/rules/lines.ts";
import { createVault, type Environment, type Machine, openKeyring } from "../../src/vault/index.ts";
import { needs } from "../support/aws-cli.ts";
import { factsOf as vectorFacts } from "./vectors.ts";

const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const longLived = `aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${secret}\n`;
const half = `aws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${secret}\n`;
const role =
  "[profile deploy]\nrole_arn = arn:aws:iam::123456789012:role/deploy\nsource_profile = base\n[profile base]\nregion = us-east-1\n";

const said = (code: string, operation: string, sentence: string) =>
  `An error occurred (${code}) when calling the ${operation} operation: ${sentence}`;
const invalid = (operation: string) =>
  said("InvalidClientTokenId", operation, "The security token included in the request is invalid");
const expired = (operation: string) =>
  said("ExpiredToken", operation, "The security token included in the request is expired");
const mismatch = (operation: string) =>
  said("SignatureDoesNotMatch", operation, "The request signature we calculated does not match");
const nothing = 'Unable to locate credentials. You can configure credentials by running "aws configure".';

/** As `tegata exec` leaves it in a shell that it starts. */
const ofExec = {
  AWS_VAULT: "base",
  AWS_ACCESS_KEY_ID: "ASIAIOSFODNN7EXAMPLE",
  AWS_SECRET_ACCESS_KEY: secret,
  AWS_SESSION_TOKEN: "token-of-a-session",
};

const edit = (line: number, file: string) => editLine("sh", { file, line });

interface Case {
  readonly config: string;
  readonly credentials?: string;
  readonly env?: Environment;
  readonly error: string;
  readonly profile?: string;
  readonly command?: readonly string[];
  /** Default: nobody can open it, as where its passphrase is withheld. */
  readonly hasEmptyKeyring?: boolean;
}

describe("why, in unusual surroundings", () => {
  const home = mkdtempSync(join(tmpdir(), "tegata surroundings-"));
  const credentialsFile = join(home, ".aws/credentials");
  mkdirSync(join(home, ".aws"));
  after(() => rmSync(home, { recursive: true }));

  const factsOf = ({ config, credentials = "", env = {}, error, ...given }: Case): Promise<Facts> => {
    writeFileSync(join(home, ".aws/config"), config);
    writeFileSync(credentialsFile, credentials);
    const machine: Machine = {
      platform: "linux",
      home,
      clock: systemClock,
      env: { HOME: home, PATH: home, TEGATA_KEYRING: "file", ...env },
    };
    const locked = () => Promise.reject(new Error("locked"));
    const open = () => openKeyring(machine, { flag: undefined });
    return gather({
      vault: createVault({ machine, openKeyring: given.hasEmptyKeyring === true ? open : locked }),
      shell: "sh",
      profile: given.profile === undefined ? undefined : { name: given.profile, setting: "the argument" },
      command: given.command,
      folder: home,
      errorText: error,
      mayAsk: false,
    });
  };
  const firstOf = async (given: Case) => {
    const [first] = judge(await factsOf(given));
    assert.ok(first !== undefined, "something is found");
    return { ...first, commands: first.remedies[0]?.commands };
  };

  describe("a role's source", () => {
    for (const command of [undefined, ["aws", "s3", "ls", "--profile", "deploy"]])
      it(`is entered again where its secret is wrong, ${command ? "run" : "pasted"}`, async () => {
        const first = await firstOf({
          config: role,
          credentials: `[base]\n${longLived}`,
          error: mismatch("AssumeRole"),
          profile: "deploy",
          ...(command && { command }),
        });
        assert.equal(first.code, "secret-key-wrong");
        assert.deepEqual(first.commands, ["aws configure --profile base"]);
      });

    it("is completed where it has half a key", async () => {
      const error = "Partial credentials found in shared-credentials-file, missing: aws_secret_access_key";
      const credentials = "[base]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n";
      const first = await firstOf({ config: role, credentials, error, profile: "deploy" });
      assert.match(first.what.en, /^profile "base" has half a key/);
      assert.deepEqual(first.commands, ["aws configure --profile base"]);
    });

    it("is told of where its session in a file is over", async () => {
      const credentials = `[base]\n${half}aws_session_token = token-of-a-session\n`;
      const first = await firstOf({
        config: role,
        credentials,
        error: expired("AssumeRole"),
        profile: "deploy",
      });
      assert.equal(first.code, "expired-in-file");
      assert.deepEqual(first.commands, ["tegata add base"]);
    });

    it("is not who signed where the command itself asks for a role", async () => {
      const facts = await factsOf({
        config: role,
        credentials: `[base]\n${longLived}`,
        error: invalid("AssumeRole"),
        profile: "deploy",
        command: ["aws", "sts", "assume-role", "--profile", "deploy", "--role-arn", "arn"],
      });
      assert.equal(facts.signer?.kind, "role-session");
    });

    it("keeps its own name where another profile has the same key", async () => {
      const first = await firstOf({
        config: role,
        credentials: `[default]\n${longLived}[base]\n${longLived}`,
        error: mismatch("AssumeRole"),
        profile: "deploy",
      });
      assert.deepEqual(first.commands, ["aws configure --profile base"]);
    });
  });

  describe("what stands in the other file", () => {
    it("is edited where `aws configure set` would write what does not count", async () => {
      const error = 'The source_profile "bsae" referenced in the profile "deploy" does not exist.';
      const lines = "[deploy]\nrole_arn = arn:aws:iam::123456789012:role/deploy\nsource_profile = bsae\n";
      const base = `[base]\n${longLived}`;
      const inCredentials = await firstOf({
        config: "",
        credentials: `${lines}${base}`,
        error,
        profile: "deploy",
      });
      assert.deepEqual(inCredentials.commands, [edit(3, credentialsFile)]);
      assert.match(inCredentials.remedies[0]?.text.en ?? "", /source_profile = base/);
      const inConfig = await firstOf({
        config: lines.replace("[", "[profile "),
        credentials: base,
        error,
        profile: "deploy",
      });
      assert.deepEqual(inConfig.commands, ["aws configure set source_profile base --profile deploy"]);
    });

    it("is a session's key in the config file, whose token `aws configure set` would write elsewhere", async () => {
      const given = { error: invalid("GetCallerIdentity"), profile: "deploy" };
      const first = await firstOf({ config: `[profile deploy]\n${half}`, ...given });
      assert.equal(first.code, "session-without-token");
      assert.deepEqual(first.commands, [edit(2, join(home, ".aws/config"))]);
      const other = await firstOf({ config: "", credentials: `[deploy]\n${half}`, ...given });
      assert.deepEqual(other.commands, ["aws configure set aws_session_token TOKEN --profile deploy"]);
    });
  });

  describe("the shell of exec", () => {
    it("is the environment's where another profile was chosen in it, whose role stands behind", async () => {
      const first = await firstOf({
        config: role,
        env: { ...ofExec, AWS_PROFILE: "deploy" },
        error: invalid("ListUsers"),
      });
      assert.doesNotMatch(first.what.en, /of "deploy"/);
      // The source's key is the vault's, and its keyring is locked.
      assert.deepEqual(first.commands, [
        "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN",
        "tegata exec --nested deploy -- aws sts get-caller-identity",
      ]);
    });

    it("is its profile's where the same one is chosen", async () => {
      for (const AWS_PROFILE of [undefined, "base"]) {
        const facts = await factsOf({
          config: role,
          env: { ...ofExec, ...(AWS_PROFILE && { AWS_PROFILE }) },
          error: invalid("ListUsers"),
        });
        assert.deepEqual(
          [facts.profile.name, facts.environment.vaultProfile, facts.signer?.from],
          ["base", "base", "vault"],
        );
      }
    });

    it("is its profile's where a server hands the credentials over", async () => {
      for (const name of ["AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_EC2_METADATA_SERVICE_ENDPOINT"]) {
        const env = { AWS_VAULT: "base", [name]: "http://127.0.0.1:9/" };
        const facts = await factsOf({ config: role, env, error: invalid("ListUsers") });
        assert.deepEqual([facts.profile.name, facts.profile.setting], ["base", "AWS_VAULT"]);
        assert.deepEqual([facts.signer?.from, facts.signer?.kind], ["vault", "session"]);
      }
    });

    it("gets the session with a device where only the error is known", async () => {
      const first = await firstOf({ config: role, env: ofExec, error: invalid("ListUsers") });
      assert.deepEqual(first.commands, [
        "tegata mfa add base",
        'eval "$(tegata export --format sh --nested base)"',
      ]);
    });

    it("is left through the vault where nothing else can have the key", async () => {
      const first = await firstOf({
        config: role,
        env: ofExec,
        error: said(
          "AccessDenied",
          "GetSessionToken",
          "Cannot call GetSessionToken with session credentials",
        ),
        command: ["aws", "sts", "get-session-token"],
      });
      assert.deepEqual(first.commands, [
        "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN",
        "tegata exec --nested --no-session base -- aws sts get-session-token",
      ]);
    });

    it("gives no other profile's credentials to a client that it did not start", async () => {
      const error =
        'Error when retrieving credentials from custom-process: tegata: this is already inside of exec for profile "base", since AWS_VAULT is set';
      const given = {
        config: "[profile deploy]\ncredential_process = tegata export --format json deploy\n",
        error,
        profile: "deploy",
        command: ["aws", "s3", "ls", "--profile", "deploy"],
      };
      const inside = await firstOf({ ...given, env: ofExec });
      assert.equal(inside.code, "credential-process-failed");
      assert.deepEqual(
        inside.remedies.map(({ commands }) => commands),
        [
          [
            "aws configure set credential_process 'tegata export --nested --format json deploy' --profile deploy",
          ],
          ["tegata exec --nested deploy -- aws s3 ls"],
        ],
      );
      const leftOver = await firstOf({ ...given, env: { AWS_VAULT: "base" } });
      assert.deepEqual(leftOver.commands, ["unset AWS_VAULT"]);
    });
  });

  it("does not call a locked vault empty", async () => {
    const given = {
      config: "[profile other]\nregion = us-east-1\n",
      env: { AWS_PROFILE: "other" },
      error: nothing,
    };
    const locked = await firstOf(given);
    assert.match(locked.what.en, /cannot be seen, since it is locked/);
    assert.deepEqual(
      [locked.remedies[0]?.by, locked.commands],
      ["you-in-person", ["tegata exec other -- aws sts get-caller-identity"]],
    );
    const empty = await firstOf({ ...given, hasEmptyKeyring: true });
    assert.match(empty.what.en, /no key in the environment, the files or the vault/);
    assert.deepEqual(empty.commands, ["tegata add other"]);
  });

  it("does not call a source without a key where the vault is locked, and may have it", async () => {
    const first = await firstOf({
      config: role,
      error: 'The source profile "base" must have credentials.',
      profile: "deploy",
    });
    assert.equal(first.code, "source-without-credentials");
    assert.deepEqual(first.commands, ["tegata exec deploy -- aws sts get-caller-identity"]);
    assert.equal(first.remedies[0]?.by, "you-in-person");
  });

  it("claims less of a program that may name a profile by itself", async () => {
    const given = { config: "", error: nothing, hasEmptyKeyring: true };
    assert.equal((await firstOf(given)).certainty, "certain");
    assert.equal((await firstOf({ ...given, command: ["make", "all"] })).certainty, "likely");
  });

  it("names the only profile that the vault has a key of", () => {
    const facts = vectorFacts({
      symptom: { by: "client", code: "NoCredentials", sentence: nothing },
      profile: { name: "default", setting: null, exists: false, hasStoredKey: false, storedKeys: ["deploy"] },
      command: ["aws", "s3", "ls"],
    });
    const [first] = judge(facts);
    assert.deepEqual(
      first?.remedies.map(({ commands }) => commands),
      [
        [
          "aws configure set credential_process 'tegata export --format json deploy' --profile deploy",
          "export AWS_PROFILE='deploy'",
        ],
        ["tegata exec deploy -- aws s3 ls"],
      ],
    );
  });

  describe("names", () => {
    const wrongSecretOf = (name: string) =>
      firstOf({
        config: "",
        credentials: `[${name}]\n${longLived}`,
        error: mismatch("GetCallerIdentity"),
        profile: name,
        hasEmptyKeyring: true,
      });

    it("that begin with a dash are no option", async () => {
      assert.deepEqual((await wrongSecretOf("-lead")).commands, ["aws configure --profile=-lead"]);
    });

    it("that the vault does not take are the AWS CLI's", async () => {
      assert.deepEqual((await wrongSecretOf("my profile")).commands, [
        "aws configure --profile 'my profile'",
      ]);
      const error = "The config profile (o'brien) could not be found";
      const unknown = await firstOf({ config: "", error, profile: "o'brien", hasEmptyKeyring: true });
      assert.deepEqual(unknown.commands, ["aws configure --profile 'o'\\''brien'"]);
    });
  });

  for (const shell of ["sh", "zsh"])
    it(`opens an editor of several words in ${shell}, at a file with any name`, (t) => {
      if (!needs(t, shell)) return;
      const file = "/home/o'brien/my $dir/config";
      const env = { ...process.env, EDITOR: "printf '%s\\n'" };
      const opened = execFileSync(shell, ["-c", edit(3, file)], { env, encoding: "utf8" });
      assert.deepEqual(opened.trimEnd().split("\n"), ["+3", file]);
    });

  describe("variables that are left over", () => {
    const key = { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: secret };

    it("are the older name of the token, too", async () => {
      const env = { ...key, AWS_SECURITY_TOKEN: "token-of-a-session" };
      const first = await firstOf({ config: "", env, error: invalid("GetCallerIdentity") });
      assert.equal(first.code, "token-of-another-key");
      assert.deepEqual(first.commands, ["unset AWS_SECURITY_TOKEN"]);
      const session = { ...env, AWS_ACCESS_KEY_ID: "ASIAIOSFODNN7EXAMPLE", AWS_PROFILE: "deploy" };
      const over = await firstOf({
        config: "",
        credentials: `[deploy]\n${longLived}`,
        env: session,
        error: expired("GetCallerIdentity"),
      });
      assert.match(over.commands?.[0] ?? "", / AWS_SECURITY_TOKEN$/);
    });

    it("are a session's end beside a long-lived key", async () => {
      const env = { ...key, AWS_CREDENTIAL_EXPIRATION: "2020-01-01T00:00:00Z" };
      const error = "Credentials were refreshed, but the refreshed credentials are still expired.";
      const first = await firstOf({ config: "", env, error });
      assert.deepEqual([first.code, first.certainty], ["expired-in-environment", "certain"]);
      assert.deepEqual(first.commands, ["unset AWS_CREDENTIAL_EXPIRATION"]);
    });
  });

  it("adds the AWS CLI's option to no other program", async () => {
    const given = {
      config: "[profile deploy]\nregion = us-east-1\n",
      error: "Error: failed to get shared config profile, deplyo",
    };
    const terraform = await firstOf({ ...given, command: ["terraform", "plan"] });
    assert.equal(terraform.code, "profile-unknown");
    assert.deepEqual(terraform.commands, []);
    const aws = await firstOf({ ...given, command: ["aws", "s3", "ls", "--profile", "deplyo"] });
    assert.deepEqual(aws.commands, ["aws s3 ls --profile deploy"]);
  });
});
