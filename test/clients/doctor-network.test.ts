/** Endpoints that no request comes to, clients that are too old, and containers: each failure seen, told and mended. */
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { needs } from "../support/aws-cli.ts";
import { type Desk, openDesk, type Person } from "../support/desk.ts";
import { type Clinic, openClinic, quoted, variablesOf } from "../support/doctor.ts";
import { editor, placeProgram } from "../support/doctor-person.ts";
import {
  findDeadPort,
  type Standing,
  standPortal,
  standRefusingProxy,
  standSilent,
  standTls,
} from "../support/doctor-servers.ts";
import { type RunningServer, startServer } from "../support/server.ts";

const whoAmI = "aws sts get-caller-identity";
const noProxies = { HTTP_PROXY: undefined, HTTPS_PROXY: undefined, NO_PROXY: undefined, no_proxy: undefined };

describe("tegata why, of the network", () => {
  let server: RunningServer;
  let desk: Desk;
  let clinic: Clinic;
  let ann: Person;

  before(async () => {
    server = await startServer();
    desk = openDesk(server);
    clinic = openClinic();
    ann = await desk.addUser("ann", { Action: "sts:AssumeRole" });
  });
  after(async () => {
    clinic.home.remove();
    await server.stop();
  });

  const write = (endpoint: string) =>
    clinic.home.writeConfig(
      `[profile ann]\nregion = us-east-1\nendpoint_url = ${endpoint}\n` +
        `aws_access_key_id = ${ann.accessKeyId}\naws_secret_access_key = ${ann.secretAccessKey}\n`,
    );
  /** The person who knows where the service is. */
  const mendsLine = () => editor(clinic, `s|^endpoint_url.*|endpoint_url = ${server.endpoint}|`);
  const stands = async <T extends Standing>(
    t: { after(end: () => Promise<void>): void },
    made: Promise<T>,
  ) => {
    const standing = await made;
    t.after(standing.close);
    return standing;
  };
  const inProfile = { command: `${whoAmI} --profile ann`, profile: "ann" } as const;
  const said = (words: RegExp, { findings }: Awaited<ReturnType<Clinic["cure"]>>) =>
    assert.match(findings[0]?.what.en ?? "", words);

  it("a name that nobody resolves", async (t) => {
    if (!needs(t, "aws")) return;
    write("http://sts.nowhere.invalid:4600");
    const seen = await clinic.cure({
      ...inProfile,
      shows: /Could not connect to the endpoint URL/,
      env: { ...noProxies, ...mendsLine() },
      finding: ["endpoint-not-reached", "certain"],
      actor: "you-in-person",
    });
    said(/its name cannot be resolved \(DNS\)/, seen);
  });

  it("a port at which nothing listens", async (t) => {
    if (!needs(t, "aws")) return;
    write(`http://127.0.0.1:${await findDeadPort()}`);
    const seen = await clinic.cure({
      ...inProfile,
      shows: /Could not connect to the endpoint URL/,
      env: { ...noProxies, ...mendsLine() },
      finding: ["endpoint-not-reached", "certain"],
      actor: "you-in-person",
    });
    said(/nothing listens there/, seen);
  });

  it("a variable that points to a dead port", async (t) => {
    if (!needs(t, "aws")) return;
    write(server.endpoint);
    for (const variable of ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS"])
      await clinic.cure({
        ...inProfile,
        shows: /Could not connect to the endpoint URL/,
        env: { ...noProxies, [variable]: `http://127.0.0.1:${await findDeadPort()}` },
        finding: ["endpoint-not-reached", "certain"],
        actor: "you",
      });
  });

  it("a variable that points to another server, which does not know the key", async (t) => {
    if (!needs(t, "aws")) return;
    const other = await startServer();
    t.after(() => other.stop());
    write(server.endpoint);
    const seen = await clinic.cure({
      ...inProfile,
      shows: /InvalidClientTokenId/,
      env: { ...noProxies, AWS_ENDPOINT_URL: other.endpoint },
      finding: ["endpoint-overruled", "certain"],
      actor: "you",
    });
    const key = seen.findings.find(({ code }) => code === "key-unknown");
    assert.ok(key?.what.en.includes(`is not known at ${other.endpoint}`), key?.what.en);
  });

  it("a server that takes the connection and never answers, within seconds", async (t) => {
    if (!needs(t, "aws")) return;
    const silent = await stands(t, standSilent());
    write(`http://127.0.0.1:${silent.port}`);
    const seen = await clinic.cure({
      command: `${whoAmI} --profile ann --cli-read-timeout 1`,
      profile: "ann",
      shows: /Read timeout on endpoint URL/,
      env: { ...noProxies, ...mendsLine() },
      finding: ["endpoint-not-reached", "certain"],
      actor: "you-in-person",
    });
    said(/nobody answers in time/, seen);
  });

  it("a certificate of an authority that nobody knows", async (t) => {
    if (!needs(t, "aws", "openssl")) return;
    const tls = await stands(t, standTls(server.endpoint));
    t.after(() => rmSync(dirname(tls.ca), { recursive: true }));
    write(`https://localhost:${tls.port}`);
    const seen = await clinic.cure({
      ...inProfile,
      shows: /SSL validation failed/,
      env: noProxies,
      finding: ["endpoint-not-reached", "certain"],
      actor: "you-in-person",
      fill: (line) => line.replace("/path/to/ca.pem", tls.ca),
    });
    said(/its certificate is not trusted/, seen);
  });

  it("a proxy at which nothing listens", async (t) => {
    if (!needs(t, "aws")) return;
    write(server.endpoint);
    const seen = await clinic.cure({
      ...inProfile,
      shows: /Failed to connect to proxy URL/,
      env: { ...noProxies, HTTP_PROXY: `http://127.0.0.1:${await findDeadPort()}` },
      finding: ["endpoint-not-reached", "certain"],
      actor: "you",
    });
    said(/the proxy does not let the request through/, seen);
    assert.deepEqual(seen.findings[0]?.remedies[0]?.commands, ["export NO_PROXY='127.0.0.1'"]);
  });

  it("a proxy that refuses, for https", async (t) => {
    if (!needs(t, "aws", "openssl")) return;
    const [tls, proxy] = [await stands(t, standTls(server.endpoint)), await stands(t, standRefusingProxy())];
    t.after(() => rmSync(dirname(tls.ca), { recursive: true }));
    write(`https://localhost:${tls.port}`);
    const seen = await clinic.cure({
      ...inProfile,
      shows: /Failed to connect to proxy URL/,
      env: { ...noProxies, AWS_CA_BUNDLE: tls.ca, HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` },
      finding: ["endpoint-not-reached", "certain"],
      actor: "you",
      // The second remedy: no proxy at all.
      remedy: 1,
    });
    said(/the proxy does not let the request through/, seen);
  });

  it("a web page where the service should be, at the endpoint or in the proxy", async (t) => {
    if (!needs(t, "aws")) return;
    const portal = await stands(t, standPortal());
    write(`http://127.0.0.1:${portal.port}`);
    said(
      /something else answers there/,
      await clinic.cure({
        ...inProfile,
        shows: /GetCallerIdentityResult/,
        env: { ...noProxies, ...mendsLine() },
        finding: ["endpoint-not-reached", "certain"],
        actor: "you-in-person",
      }),
    );
    write(server.endpoint);
    await clinic.cure({
      ...inProfile,
      shows: /GetCallerIdentityResult/,
      env: { ...noProxies, HTTP_PROXY: `http://127.0.0.1:${portal.port}` },
      finding: ["endpoint-not-reached", "certain"],
      actor: "you",
    });
  });

  it("an AWS CLI that is too old to know the endpoint", async (t) => {
    if (!needs(t, "aws")) return;
    write(server.endpoint);
    const old = [
      'if [ "$1" = --version ]; then echo "aws-cli/1.18.69 Python/3.8.10 Linux/5.4 botocore/1.16.19"; exit; fi',
      'echo "An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token included in the request is invalid" >&2',
      "exit 255",
    ];
    const env = placeProgram(clinic, "aws", old.join("\n"));
    // What pip does in the end: the old one is no longer what is found.
    placeProgram(
      clinic,
      "python3",
      'test "$*" = "-m pip install --user --upgrade awscli" && rm "$(dirname "$0")/aws"',
    );
    t.after(() => rmSync(join(clinic.home.folder, "stand-ins"), { recursive: true }));
    const seen = await clinic.cure({
      ...inProfile,
      shows: /InvalidClientTokenId/,
      env: { ...noProxies, ...env },
      finding: ["client-too-old", "certain"],
      actor: "you",
    });
    said(/1\.18\.69 does not know AWS_ENDPOINT_URL/, seen);
  });
});

/**
 * `docker compose up` as the AWS CLI in a container meets it: it has the variables that the compose file lists, no files of
 * the person's, and a loopback of its own.
 */
const standIn = `#!/usr/bin/env python3
import os, re, subprocess, sys
compose = open("compose.yaml").read()
listed = re.findall(r"- (AWS_\\w+)", compose)
env = {name: os.environ[name] for name in listed if name in os.environ}
env.update(PATH=os.environ["REAL_PATH"], HOME="/nonexistent", AWS_EC2_METADATA_DISABLED="true", AWS_MAX_ATTEMPTS="1")
url = env.get("AWS_ENDPOINT_URL", "")
if "127.0.0.1" in url and "network_mode: host" not in compose and "REACHABLE" not in os.environ:
    env["AWS_ENDPOINT_URL"] = "http://127.0.0.1:1"
run = subprocess.run(["aws", "sts", "get-caller-identity"], env=env, capture_output=True, text=True)
for line in (run.stdout + run.stderr).replace("http://127.0.0.1:1/", url + "/").splitlines():
    print("app-1  | " + line, file=sys.stderr if run.returncode else sys.stdout)
sys.exit(run.returncode)
`;

describe("tegata why, of containers", () => {
  let server: RunningServer;
  let desk: Desk;
  let clinic: Clinic;
  let ann: Person;
  let folder: string;

  before(async () => {
    server = await startServer();
    desk = openDesk(server);
    clinic = openClinic();
    ann = await desk.addUser("ann");
    await clinic.home.addKey("ann", ann);
    clinic.home.writeConfig(`[profile ann]\nregion = us-east-1\nendpoint_url = ${server.endpoint}\n`);
    folder = join(clinic.home.folder, "project");
    mkdirSync(folder);
    const bin = join(clinic.home.folder, "bin");
    writeFileSync(join(bin, "docker"), standIn, { mode: 0o755 });
  });
  after(async () => {
    clinic.home.remove();
    await server.stop();
  });

  const keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
  const writeCompose = (names: readonly string[], more = "") => {
    const listed =
      names.length === 0 ? "" : `    environment:\n${names.map((name) => `      - ${name}\n`).join("")}`;
    writeFileSync(
      join(folder, "compose.yaml"),
      `services:\n  app:\n    image: amazon/aws-cli\n${more}${listed}`,
    );
  };
  const surroundings = () => ({ REAL_PATH: process.env.PATH ?? "" });
  /** In the project's folder, as `why` must be. */
  const inProject = (line: string) => `cd ${quoted(folder)} && ${line}`;
  const why = async (command: string, env: Readonly<Record<string, string | undefined>>) => {
    const run = await clinic.sh(inProject(`tegata why ann --json -- ${command}`), env);
    const text = /\n(\{\n[\s\S]*\n\})\n$/.exec(run.stderr)?.[1];
    assert.ok(text, run.stderr);
    return { run, findings: JSON.parse(text).findings };
  };
  const mend = async (
    commands: readonly string[],
    command: string,
    env: Readonly<Record<string, string>>,
  ) => {
    const run = await clinic.sh(inProject(["set -e", ...commands, command].join("\n")), env);
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /app-1 {2}\| .*Arn/);
  };
  const throughVault = "tegata exec ann -- docker compose up";

  it("variables that the compose file does not list", async (t) => {
    if (!needs(t, "aws", "python3")) return;
    writeCompose([]);
    const list = [...keys, "AWS_ENDPOINT_URL"].map((name) => `      - ${name}`).join("\\n");
    const env = { ...surroundings(), REACHABLE: "1", ...editor(clinic, `$a\\    environment:\\n${list}`) };
    const { run, findings } = await why(throughVault, env);
    assert.notEqual(run.code, 0);
    assert.match(run.stderr, /Unable to locate credentials/);
    assert.deepEqual(
      [findings[0].code, findings[0].certainty, findings[0].remedies[0].by],
      ["container-variables-not-listed", "certain", "you-in-person"],
      run.stderr,
    );
    await mend(findings[0].remedies[0].commands, throughVault, env);
  });

  it("an endpoint on 127.0.0.1, which in the container is the container", async (t) => {
    if (!needs(t, "aws", "python3")) return;
    writeCompose([...keys, "AWS_ENDPOINT_URL"]);
    const env = { ...surroundings(), ...editor(clinic, "s/^    image:.*/&\\n    network_mode: host/") };
    const { run, findings } = await why(throughVault, env);
    assert.match(run.stderr, /Could not connect to the endpoint URL/);
    assert.deepEqual(
      [findings[0].code, findings[0].certainty, findings[0].remedies[0].by],
      ["container-loopback-endpoint", "certain", "you-in-person"],
      run.stderr,
    );
    await mend(findings[0].remedies[0].commands, throughVault, env);
  });

  it("credentials that the container got as variables, and that nothing renews there", async (t) => {
    if (!needs(t, "aws", "python3")) return;
    writeCompose([...keys, "AWS_ENDPOINT_URL"], "    network_mode: host\n");
    const env = surroundings();
    const made = await clinic.sh("tegata exec --duration 15m ann -- env", env);
    const old = Object.fromEntries(
      made.stdout
        .split("\n")
        .map((line) => line.split(/=(.*)/s, 2))
        .filter(([name = ""]) => [...keys, "AWS_ENDPOINT_URL"].includes(name)),
    );
    await desk.advance(16 * 60);
    // The container of before is started again, with what it was made with.
    placeProgram(
      clinic,
      "docker-of-before",
      `exec env ${Object.entries(old)
        .map(([name, value]) => `${name}=${quoted(String(value))}`)
        .join(" ")} docker "$@"`,
    );
    const { run, findings } = await why("docker-of-before compose up", {
      ...env,
      ...placeProgram(clinic, "nothing", ":"),
    });
    assert.match(run.stderr, /ExpiredToken/);
    assert.deepEqual(
      [findings[0].code, findings[0].certainty, findings[0].remedies[0].by],
      ["container-cannot-renew", "certain", "you"],
      run.stderr,
    );
    assert.ok(variablesOf(ann).AWS_ACCESS_KEY_ID);
  });
});
