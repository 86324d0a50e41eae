/** Endpoints that no request comes to, clients that are too old, and containers: each failure seen, told and mended. */
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, describe, it } from "node:test";
import { needs } from "../support/aws-cli.ts";
import type { Person } from "../support/desk.ts";
import { type Ailment, quoted, type Seen } from "../support/doctor.ts";
import { editor, placeProgram } from "../support/doctor-person.ts";
import {
  findDeadPort,
  type Standing,
  standPortal,
  standRefusingProxy,
  standSilent,
  standTls,
} from "../support/doctor-servers.ts";
import { linesOf, openPractice } from "../support/practice.ts";
import { startServer } from "../support/server.ts";

const whoAmI = "aws sts get-caller-identity";
const noProxies = { HTTP_PROXY: undefined, HTTPS_PROXY: undefined, NO_PROXY: undefined, no_proxy: undefined };

describe("tegata why, of the network", () => {
  const practice = openPractice();
  const { cure } = practice;
  let ann: Person;

  before(async () => {
    ann = await practice.desk.addUser("ann", { Action: "sts:AssumeRole" });
  });

  const write = (endpoint: string) =>
    practice.clinic.home.writeConfig(
      `[profile ann]\nregion = us-east-1\nendpoint_url = ${endpoint}\n${linesOf(ann)}`,
    );
  /** The person who knows where the service is. */
  const mendsLine = () =>
    editor(practice.clinic, `s|^endpoint_url.*|endpoint_url = ${practice.server.endpoint}|`);
  const stands = async <T extends Standing>(
    t: { after(end: () => Promise<void>): void },
    made: Promise<T>,
  ) => {
    const standing = await made;
    t.after(standing.close);
    return standing;
  };
  const inProfile = { command: `${whoAmI} --profile ann`, profile: "ann" } as const;
  const said = (words: RegExp, { findings }: Seen) => assert.match(findings[0]?.what.en ?? "", words);

  it("B12 a name that nobody resolves", async (t) => {
    if (!needs(t, "aws")) return;
    write("http://sts.nowhere.invalid:4600");
    const seen = await cure({
      ...inProfile,
      shows: /Could not connect to the endpoint URL/,
      env: { ...noProxies, ...mendsLine() },
      finding: ["endpoint-not-reached", "certain"],
      actor: "you-in-person",
    });
    said(/its name cannot be resolved \(DNS\)/, seen);
  });

  it("B12 a port at which nothing listens", async (t) => {
    if (!needs(t, "aws")) return;
    write(`http://127.0.0.1:${await findDeadPort()}`);
    const seen = await cure({
      ...inProfile,
      shows: /Could not connect to the endpoint URL/,
      env: { ...noProxies, ...mendsLine() },
      finding: ["endpoint-not-reached", "certain"],
      actor: "you-in-person",
    });
    said(/nothing listens there/, seen);
  });

  it("B12 a variable that points to a dead port", async (t) => {
    if (!needs(t, "aws")) return;
    write(practice.server.endpoint);
    for (const variable of ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS"])
      await cure({
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
    write(practice.server.endpoint);
    const seen = await cure({
      ...inProfile,
      shows: /InvalidClientTokenId/,
      env: { ...noProxies, AWS_ENDPOINT_URL: other.endpoint },
      finding: ["endpoint-overruled", "certain"],
      actor: "you",
    });
    const key = seen.findings.find(({ code }) => code === "key-unknown");
    assert.ok(key?.what.en.includes(`is not known at ${other.endpoint}`), key?.what.en);
  });

  it("B12 a server that takes the connection and never answers, within seconds", async (t) => {
    if (!needs(t, "aws")) return;
    const silent = await stands(t, standSilent());
    write(`http://127.0.0.1:${silent.port}`);
    const seen = await cure({
      command: `${whoAmI} --profile ann --cli-read-timeout 1`,
      profile: "ann",
      shows: /Read timeout on endpoint URL/,
      env: { ...noProxies, ...mendsLine() },
      finding: ["endpoint-not-reached", "certain"],
      actor: "you-in-person",
    });
    said(/nobody answers in time/, seen);
  });

  it("B12 a certificate of an authority that nobody knows", async (t) => {
    if (!needs(t, "aws", "openssl")) return;
    const tls = await stands(t, standTls(practice.server.endpoint));
    t.after(() => rmSync(dirname(tls.ca), { recursive: true }));
    write(`https://localhost:${tls.port}`);
    const seen = await cure({
      ...inProfile,
      shows: /SSL validation failed/,
      env: noProxies,
      finding: ["endpoint-not-reached", "certain"],
      actor: "you-in-person",
      fill: (line) => line.replace("/path/to/ca.pem", tls.ca),
    });
    said(/its certificate is not trusted/, seen);
  });

  it("B12 a proxy at which nothing listens", async (t) => {
    if (!needs(t, "aws")) return;
    write(practice.server.endpoint);
    const seen = await cure({
      ...inProfile,
      shows: /Failed to connect to proxy URL/,
      env: { ...noProxies, HTTP_PROXY: `http://127.0.0.1:${await findDeadPort()}` },
      finding: ["endpoint-not-reached", "certain"],
      actor: "you",
    });
    said(/the proxy does not let the request through/, seen);
    assert.deepEqual(seen.findings[0]?.remedies[0]?.commands, ["export NO_PROXY='127.0.0.1'"]);
  });

  it("B12 a proxy that refuses, for https", async (t) => {
    if (!needs(t, "aws", "openssl")) return;
    const [tls, proxy] = [
      await stands(t, standTls(practice.server.endpoint)),
      await stands(t, standRefusingProxy()),
    ];
    t.after(() => rmSync(dirname(tls.ca), { recursive: true }));
    write(`https://localhost:${tls.port}`);
    const seen = await cure({
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

  it("B12 a web page where the service should be, at the endpoint or in the proxy", async (t) => {
    if (!needs(t, "aws")) return;
    const portal = await stands(t, standPortal());
    write(`http://127.0.0.1:${portal.port}`);
    said(
      /something else answers there/,
      await cure({
        ...inProfile,
        shows: /GetCallerIdentityResult/,
        env: { ...noProxies, ...mendsLine() },
        finding: ["endpoint-not-reached", "certain"],
        actor: "you-in-person",
      }),
    );
    write(practice.server.endpoint);
    await cure({
      ...inProfile,
      shows: /GetCallerIdentityResult/,
      env: { ...noProxies, HTTP_PROXY: `http://127.0.0.1:${portal.port}` },
      finding: ["endpoint-not-reached", "certain"],
      actor: "you",
    });
  });

  it("B11 an AWS CLI that is too old to know the endpoint", async (t) => {
    if (!needs(t, "aws")) return;
    write(practice.server.endpoint);
    const old = [
      'if [ "$1" = --version ]; then echo "aws-cli/1.18.69 Python/3.8.10 Linux/5.4 botocore/1.16.19"; exit; fi',
      'echo "An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token included in the request is invalid" >&2',
      "exit 255",
    ];
    const env = placeProgram(practice.clinic, "aws", old.join("\n"));
    // What pip does in the end: the old one is no longer what is found.
    placeProgram(
      practice.clinic,
      "python3",
      'test "$*" = "-m pip install --user --upgrade awscli" && rm "$(dirname "$0")/aws"',
    );
    t.after(() => rmSync(join(practice.clinic.home.folder, "stand-ins"), { recursive: true }));
    const seen = await cure({
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
 * `docker compose` as the AWS CLI in a container meets it: it has the variables that the compose file listed when it was
 * made, no files of the person's, and a loopback of its own. `restart` keeps what `up` gave.
 */
const standIn = `#!/usr/bin/env python3
import json, os, re, subprocess, sys
compose = open("compose.yaml").read()
listed = re.findall(r"- (AWS_\\w+)", compose)
made = {name: os.environ[name] for name in listed if name in os.environ}
if "up" in sys.argv:
    json.dump(made, open("made.json", "w"))
env = dict(json.load(open("made.json")))
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
  const practice = openPractice();
  let folder: string;

  before(async () => {
    await practice.clinic.home.addKey("ann", await practice.desk.addUser("ann"));
    practice.clinic.home.writeConfig(`[profile ann]\n${practice.there}`);
    folder = join(practice.clinic.home.folder, "project");
    mkdirSync(folder);
    writeFileSync(join(practice.clinic.home.folder, "bin", "docker"), standIn, { mode: 0o755 });
  });

  const all = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL",
  ];
  const writeCompose = (names: readonly string[], more = "") => {
    const listed = names.map((name) => `      - ${name}\n`).join("");
    writeFileSync(
      join(folder, "compose.yaml"),
      `services:\n  app:\n    image: amazon/aws-cli\n${more}${listed === "" ? "" : `    environment:\n${listed}`}`,
    );
  };
  const through = "tegata exec ann -- docker compose up";

  /** In the project's folder, where the compose file is. */
  const cure = async ({
    command = through,
    shows,
    finding,
    actor,
    env: more = {},
  }: Pick<Ailment, "shows" | "finding" | "actor"> & {
    readonly command?: string;
    readonly env?: Readonly<Record<string, string>>;
  }): Promise<void> => {
    const env = { REAL_PATH: process.env.PATH ?? "", ...more };
    const inProject = (...lines: readonly string[]) =>
      practice.clinic.sh([`cd ${quoted(folder)}`, ...lines].join("\n"), env);
    const run = await inProject(`tegata why ann --json -- ${command}`);
    assert.notEqual(run.code, 0);
    assert.match(run.stderr, shows);
    const [first] = JSON.parse(/\n(\{\n[\s\S]*\n\})\n$/.exec(run.stderr)?.[1] ?? "{}").findings;
    assert.deepEqual([first.code, first.certainty, first.remedies[0].by], [...finding, actor], run.stderr);
    const mended = await inProject("set -e", ...first.remedies[0].commands, command);
    assert.equal(mended.code, 0, mended.stderr);
    assert.match(mended.stdout, /app-1 {2}\| .*Arn/);
  };

  it("variables that the compose file does not list", async (t) => {
    if (!needs(t, "aws", "python3")) return;
    writeCompose([]);
    const list = all.map((name) => `      - ${name}`).join("\\n");
    await cure({
      shows: /Unable to locate credentials/,
      env: { REACHABLE: "1", ...editor(practice.clinic, `$a\\    environment:\\n${list}`) },
      finding: ["container-variables-not-listed", "certain"],
      actor: "you-in-person",
    });
  });

  it("a region that the compose file does not list", async (t) => {
    if (!needs(t, "aws", "python3")) return;
    writeCompose(all.filter((name) => name !== "AWS_DEFAULT_REGION"));
    await cure({
      shows: /You must specify a region/,
      env: { REACHABLE: "1", ...editor(practice.clinic, "$a\\      - AWS_DEFAULT_REGION") },
      finding: ["container-variables-not-listed", "certain"],
      actor: "you-in-person",
    });
  });

  it("an endpoint on 127.0.0.1, which in the container is the container", async (t) => {
    if (!needs(t, "aws", "python3")) return;
    writeCompose(all);
    await cure({
      shows: /Could not connect to the endpoint URL/,
      env: editor(practice.clinic, "s/^    image:.*/&\\n    network_mode: host/"),
      finding: ["container-loopback-endpoint", "certain"],
      actor: "you-in-person",
    });
  });

  it("no credentials around docker compose: through the vault", async (t) => {
    if (!needs(t, "aws", "python3")) return;
    writeCompose(all, "    network_mode: host\n");
    const env = { REAL_PATH: process.env.PATH ?? "", AWS_DEFAULT_REGION: "us-east-1" };
    const run = await practice.clinic.sh(
      `cd ${quoted(folder)} && tegata why ann --json -- docker compose up`,
      env,
    );
    const [first] = JSON.parse(/\n(\{\n[\s\S]*\n\})\n$/.exec(run.stderr)?.[1] ?? "{}").findings;
    assert.equal(first.code, "no-credentials", run.stderr);
    assert.deepEqual(first.remedies[0].commands, [through]);
    const mended = await practice.clinic.sh(`cd ${quoted(folder)} && ${first.remedies[0].commands[0]}`, env);
    assert.equal(mended.code, 0, mended.stderr);
  });

  it("credentials that the container got as variables, and that a restart does not renew", async (t) => {
    if (!needs(t, "aws", "python3")) return;
    writeCompose(all, "    network_mode: host\n");
    const env = { REAL_PATH: process.env.PATH ?? "" };
    const made = await practice.clinic.sh(
      `cd ${quoted(folder)} && tegata exec -d 15m ann -- docker compose up`,
      env,
    );
    assert.equal(made.code, 0, made.stderr);
    await practice.desk.advance(16 * 60);
    assert.equal((await practice.clinic.sh("tegata clear ann")).code, 0);
    await cure({
      command: "docker compose restart",
      shows: /ExpiredToken/,
      finding: ["container-cannot-renew", "certain"],
      actor: "you",
    });
  });
});
