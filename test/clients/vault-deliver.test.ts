/**
 * What the vault hands out, taken by clients that we did not write, each by its own default chain: the container server,
 * the metadata server, the environment, and every format of export.
 */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, it, type TestContext } from "node:test";
import { Secret, TegataError } from "../../src/base/index.ts";
import {
  type ContainerServer,
  type ContainerServerOptions,
  childEnvironment,
  type ExportFormat,
  exportCredentials,
  type Handover,
  shadowOfServer,
  startContainerServer,
  startMetadataServer,
} from "../../src/vault/deliver/index.ts";
import type { Credentials, Environment, Machine, Platform } from "../../src/vault/index.ts";
import { needs, type Run, runProgram } from "../support/aws-cli.ts";
import {
  assertRole,
  type CredentialClient,
  credentialClients,
  makeTerraformCaller,
  needsBoto3,
  needsTerraform,
  terraformCommand,
} from "../support/credential-clients.ts";
import { type Desk, openDesk, type Person } from "../support/desk.ts";
import { stepScript } from "../support/sdk-step.ts";
import { cleanEnvironment, type RunningServer, startServer } from "../support/server.ts";
import { elementOf } from "../support/signed.ts";

const region = "us-east-1";
/** The shortest role session that STS gives. */
const sessionSeconds = 900;

interface Client extends CredentialClient {
  readonly ask: (env: NodeJS.ProcessEnv) => Promise<Run>;
}

const asking = (client: CredentialClient): Client => ({
  ...client,
  ask: (env) => runProgram(client.command(env.AWS_ENDPOINT_URL ?? ""), env),
});
const [cli, ...others] = credentialClients;
const clients: readonly [Client, ...Client[]] = [asking(cli), ...others.map(asking)];

describe("what the vault hands out", () => {
  let server: RunningServer;
  let desk: Desk;
  let ann: Person;
  let folder: string;
  const roles = { reader: "", writer: "" };

  before(async () => {
    server = await startServer();
    desk = openDesk(server);
    folder = mkdtempSync(join(tmpdir(), "tegata-deliver-"));
    ann = await desk.addUser("ann", { Action: "sts:AssumeRole" });
    for (const name of ["reader", "writer"] as const)
      roles[name] = await desk.addRole(name, { Principal: { AWS: ann.arn } });
  });
  after(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  describe("the container server", () => {
    for (const client of clients)
      it(`gives ${client.name} its credentials`, async (t) => {
        if (!client.isReady(t)) return;
        const container = await startContainer(t);
        assertRole("reader", await client.ask(environmentFor({ server: container })));
      });

    it("gives Terraform's provider its credentials", async (t) => {
      if (!needsTerraform(t)) return;
      const container = await startContainer(t);
      assert.match(await callerOfTerraform(environmentFor({ server: container })), /assumed-role\/reader\//);
    });

    it("gives a listed role at its path, and no other", async (t) => {
      const container = await startContainer(t, {
        roles: { allowed: [roles.writer], assume: (roleArn) => mint(roleArn) },
      });
      const env = environmentFor({ server: container });
      const ask = (roleArn: string, client: Client) =>
        client.ask({ ...env, AWS_CONTAINER_CREDENTIALS_FULL_URI: `${container.url}role-arn/${roleArn}` });
      for (const client of clients.filter(({ isReady }) => isReady(t)))
        assertRole("writer", await ask(roles.writer, client));
      const [cli] = clients;
      assert.match((await ask(roles.reader, cli)).stderr, /this role is not on the list/);
    });

    it("lets the AWS CLI say why there are none, its three attempts being one mint", async (t) => {
      const [cli] = clients;
      if (!cli.isReady(t)) return;
      let minted = 0;
      const container = await startContainer(t, {
        getCredentials: () => {
          minted++;
          return Promise.reject(new TegataError("MfaRefused", "the code was refused as used before"));
        },
      });
      const run = await cli.ask(environmentFor({ server: container }));
      assert.notEqual(run.code, 0);
      assert.match(run.stderr, /the code was refused as used before/);
      assert.equal(minted, 1);
    });

    it("renews while a client lives: boto3's second call signs with newer ones, after the first have ended", async (t) => {
      if (!needs(t, "python3") || !needsBoto3(t)) return;
      const container = await startContainer(t);
      const script = `
import boto3, sys
session = boto3.Session()
sts = session.client('sts')
for line in sys.stdin:
    arn = sts.get_caller_identity()['Arn']
    print(session.get_credentials().get_frozen_credentials().access_key, arn, flush=True)
`;
      const child = spawn("python3", ["-c", script], {
        env: environmentFor({ server: container }),
        stdio: ["pipe", "pipe", "inherit"],
      });
      const next = lineReader(child);
      const [first = "", arn] = (await next()).split(" ");
      assert.match(arn ?? "", /assumed-role\/reader\//);
      assert.equal(
        (await next()).split(" ")[0],
        first,
        "credentials that are good for a while are not minted anew",
      );
      await desk.advance(sessionSeconds + 1);
      const [second = "", still] = (await next()).split(" ");
      assert.match(still ?? "", /assumed-role\/reader\//);
      assert.notEqual(second, first);
      child.stdin?.end();
      await once(child, "close");
    });

    it("is not asked where [default] has a key of its own, which shadowOfServer() finds", async (t) => {
      if (!needs(t, "aws")) return;
      const container = await startContainer(t);
      const file = join(folder, "with-default");
      writeFileSync(
        file,
        `[default]\naws_access_key_id = ${ann.accessKeyId}\naws_secret_access_key = ${ann.secretAccessKey}\n`,
      );
      const env = environmentFor({ server: container }, { AWS_SHARED_CREDENTIALS_FILE: file });
      const run = await runProgram(["aws", "sts", "get-caller-identity"], env);
      assert.match(run.stdout, /:user\/ann"/);
      const place = { file, line: 2 };
      const key = { name: "aws_access_key_id", value: ann.accessKeyId, place };
      const section = {
        kind: "profile",
        name: "default",
        place,
        properties: new Map([[key.name, key]]),
      } as const;
      assert.equal(shadowOfServer({ profiles: new Map([["default", section]]) }), key);
    });
  });

  describe("the metadata server", () => {
    for (const client of clients)
      it(`gives ${client.name} its credentials`, async (t) => {
        if (!client.isReady(t)) return;
        assertRole("reader", await client.ask(await environmentOfMetadata(t)));
      });

    it("gives Terraform's provider its credentials", async (t) => {
      if (!needsTerraform(t)) return;
      assert.match(await callerOfTerraform(await environmentOfMetadata(t)), /assumed-role\/reader\//);
    });

    it("tells boto3 the region", async (t) => {
      if (!needs(t, "python3") || !needsBoto3(t)) return;
      const script =
        "from botocore.utils import IMDSRegionProvider as P; from botocore.session import get_session as s; print(P(s()).provide())";
      const run = await runProgram(["python3", "-c", script], await environmentOfMetadata(t));
      assert.equal(run.stdout.trim(), region, run.stderr);
    });

    it("is asked by the AWS CLI past a proxy", async (t) => {
      const [cli] = clients;
      if (!cli.isReady(t)) return;
      // Nothing listens there.
      assertRole(
        "reader",
        await cli.ask(await environmentOfMetadata(t, { HTTP_PROXY: "http://127.0.0.1:9" })),
      );
    });

    async function environmentOfMetadata(
      t: TestContext,
      extra: Readonly<Record<string, string>> = {},
    ): Promise<NodeJS.ProcessEnv> {
      const metadata = await startMetadataServer({
        machine: machineWith(extra),
        profile: "team/reader",
        region,
        getCredentials: () => mint(roles.reader),
      });
      t.after(() => metadata.close());
      await metadata.prefetch();
      return environmentFor({ server: metadata }, extra);
    }
  });

  describe("the environment and exports", () => {
    for (const client of clients)
      it(`give ${client.name} their credentials, as variables and by credential_process`, async (t) => {
        if (!client.isReady(t)) return;
        const credentials = await mint(roles.reader);
        assertRole(
          "reader",
          await client.ask(environmentFor({ credentials }, { AWS_PROFILE: "no-such-profile" })),
        );
        const answer = writeExport("json", credentials);
        const config = join(folder, "config");
        writeFileSync(config, `[profile piped]\nregion = ${region}\ncredential_process = cat ${answer}\n`);
        const env = bareEnvironment({ AWS_CONFIG_FILE: config, AWS_PROFILE: "piped" });
        assertRole("reader", await client.ask(env));
      });

    for (const client of clients)
      it(`give ${client.name} a section of the credentials file`, async (t) => {
        if (!client.isReady(t)) return;
        const file = writeExport("ini", await mint(roles.reader));
        const env = bareEnvironment({
          AWS_SHARED_CREDENTIALS_FILE: file,
          AWS_PROFILE: "reader",
          AWS_REGION: region,
        });
        assertRole("reader", await client.ask(env));
      });

    for (const shell of ["sh", "bash", "zsh", "fish"] as const)
      it(`are evaluated by ${shell} and give the AWS CLI its credentials in place of the shell's`, async (t) => {
        if (!needs(t, "aws", shell)) return;
        const env = bareEnvironment({ AWS_PROFILE: "no-such-profile", AWS_ROLE_ARN: roles.writer });
        const machine = machineWith(env);
        const file = writeExport(shell === "fish" ? "fish" : "sh", await mint(roles.reader), machine);
        const read = shell === "fish" ? `source ${file}` : `eval "$(cat ${file})"`;
        assertRole("reader", await runProgram([shell, "-c", `${read}; aws sts get-caller-identity`], env));
      });

    it("are read by node --env-file", async () => {
      const file = writeExport("dotenv", await mint(roles.reader));
      const step = { endpoint: server.endpoint, service: "sts", operation: "GetCallerIdentity" };
      const run = await runProgram(
        [process.execPath, `--env-file=${file}`, stepScript],
        bareEnvironment({ AWS_CONFIG_FILE: "/dev/null" }),
        JSON.stringify(step),
      );
      assertRole("reader", run);
    });

    function writeExport(format: ExportFormat, credentials: Credentials, machine = machineWith({})): string {
      const file = join(mkdtempSync(join(folder, "export-")), format);
      writeFileSync(file, exportCredentials(format, { profile: "reader", credentials, machine, region }), {
        mode: 0o600,
      });
      return file;
    }
  });

  /** As the vault will: temporary credentials of a role, with their end. */
  async function mint(RoleArn: string): Promise<Credentials> {
    const DurationSeconds = String(sessionSeconds);
    const answer = await desk.ask(
      "sts",
      "AssumeRole",
      { RoleArn, RoleSessionName: "session", DurationSeconds },
      ann,
    );
    return {
      accessKeyId: elementOf(answer, "AccessKeyId") ?? "",
      secretAccessKey: new Secret(elementOf(answer, "SecretAccessKey") ?? ""),
      sessionToken: new Secret(elementOf(answer, "SessionToken") ?? ""),
      expiration: Date.parse(elementOf(answer, "Expiration") ?? ""),
    };
  }

  async function startContainer(
    t: TestContext,
    options: Partial<ContainerServerOptions> = {},
  ): Promise<ContainerServer> {
    const container = await startContainerServer({
      machine: machineWith({ TMPDIR: folder, TEMP: folder }),
      getCredentials: () => mint(roles.reader),
      ...options,
    });
    t.after(() => container.close());
    return container;
  }

  /** This machine with the authority's clock. */
  function machineWith(env: Environment): Machine {
    return { platform: process.platform as Platform, env, home: folder, clock: { now: () => desk.now() } };
  }

  /** No configuration, and no other way to credentials than those of `extra`. */
  function bareEnvironment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
    return cleanEnvironment({
      HOME: folder,
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_MAX_ATTEMPTS: "1",
      AWS_PAGER: "",
      ...extra,
    });
  }

  function environmentFor(
    handover: Handover,
    extra: Readonly<Record<string, string>> = {},
  ): NodeJS.ProcessEnv {
    const machine = machineWith(bareEnvironment(extra));
    return {
      ...childEnvironment({ machine, profile: "reader", region, endpointUrl: server.endpoint, ...handover }),
    };
  }

  /** The caller's ARN as the provider sees it, after `init` and `apply` in a folder of its own. */
  async function callerOfTerraform(env: NodeJS.ProcessEnv): Promise<string> {
    const terraform = await makeTerraformCaller(folder, env);
    const run = await runProgram(terraformCommand, { ...env, ...terraform.env }, "", terraform.folder);
    assert.equal(run.code, 0, run.stdout + run.stderr);
    return run.stdout;
  }
});

/** Sends a line and reads one. */
function lineReader(child: ChildProcess): () => Promise<string> {
  if (child.stdout === null) throw new Error("no output");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async () => {
    child.stdin?.write("next\n");
    return String((await lines.next()).value);
  };
}
