/** What the servers need of the machine around them, and it of them: proxies, containers, files, sockets. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { TegataError } from "../../../src/base/index.ts";
import {
  type Command,
  createNetworkArguments,
  dockerArguments,
  isContainerProgram,
  shadowOfServer,
  withDockerArguments,
} from "../../../src/vault/deliver/index.ts";
import { findPeerUserId } from "../../../src/vault/deliver/peer.ts";
import { proxyExceptions } from "../../../src/vault/deliver/proxy.ts";
import { runtimeFolder } from "../../../src/vault/deliver/token-file.ts";
import { machineOf } from "./machines.ts";

describe("proxyExceptions()", () => {
  it("excepts a server where a proxy is set, beside what was excepted, and is silent elsewhere", () => {
    assert.deepEqual(proxyExceptions(machineOf("linux", { NO_PROXY: "a" }), "127.0.0.1"), {});
    assert.deepEqual(
      proxyExceptions(machineOf("linux", { http_proxy: "http://p", NO_PROXY: "a" }), "127.0.0.1"),
      {
        NO_PROXY: "a,127.0.0.1",
        no_proxy: "a,127.0.0.1",
      },
    );
    assert.deepEqual(proxyExceptions(machineOf("win32", { ALL_PROXY: "http://p" }), "127.0.0.1"), {
      NO_PROXY: "127.0.0.1",
    });
  });
});

describe("withDockerArguments()", () => {
  const commandOf = (text: string): Command => {
    const [program = "", ...args] = text.split(" ");
    return [program, ...args];
  };

  for (const [typed, wanted] of [
    ["docker run image run", "docker run + image run"],
    ["docker container create -it image", "docker container create + -it image"],
    ["/usr/bin/podman --log-level debug run image", "/usr/bin/podman --log-level debug run + image"],
    ["docker --context run -D run image", "docker --context run -D run + image"],
    ["docker --context=other run image", "docker --context=other run + image"],
    ["C:\\bin\\docker.exe run image", "C:\\bin\\docker.exe run + image"],
  ] as const)
    it(`puts them behind the subcommand of ${typed}`, () => {
      assert.equal(withDockerArguments(commandOf(typed), ["+"]).join(" "), wanted);
    });

  for (const typed of [
    "docker compose run x",
    "docker",
    "docker ps run",
    "env run",
    "docker container ls run",
  ])
    it(`refuses ${typed}`, () => {
      assert.throws(
        () => withDockerArguments(commandOf(typed), []),
        (error) => error instanceof TegataError && error.code === "NotDockerRun" && error.exitCode === 2,
      );
    });

  it("knows programs of containers by their file's name", () => {
    assert.ok(isContainerProgram(["/opt/docker"]) && isContainerProgram(["Podman.EXE"]));
    assert.ok(!isContainerProgram(["/opt/docker/aws"]) && !isContainerProgram(["docker-credential-helper"]));
  });
});

describe("dockerArguments()", () => {
  const server = {
    address: "127.0.0.1",
    url: "http://127.0.0.1:5000/",
    tokenFile: "/run/user/1000/tegata-x/token",
  };

  it("shares the host's network with a server on loopback, and mounts the token", () => {
    assert.deepEqual(dockerArguments({ server, region: "eu-west-1" }), [
      ...["--network", "host"],
      ...["--mount", "type=bind,source=/run/user/1000/tegata-x/token,target=/run/tegata/token,readonly"],
      ...["--env", "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:5000/"],
      ...["--env", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=/run/tegata/token"],
      ...["--env", "AWS_REGION=eu-west-1", "--env", "AWS_DEFAULT_REGION=eu-west-1"],
    ]);
  });

  it("asks for a network where the server is a gateway's address, and says how to make one", () => {
    const gateway = { ...server, address: "169.254.170.2", url: "http://169.254.170.2:5000/" };
    assert.throws(
      () => dockerArguments({ server: gateway }),
      (error) =>
        error instanceof TegataError &&
        error.hint === "docker network create --subnet 169.254.170.0/24 --gateway 169.254.170.2 tegata",
    );
    assert.deepEqual(dockerArguments({ server: gateway, network: "tegata" }).slice(0, 2), [
      "--network",
      "tegata",
    ]);
    assert.ok(createNetworkArguments("tegata", "fd00:ec2::23").includes("--ipv6"));
  });

  it("quotes a path as docker reads a mount", () => {
    const odd = { ...server, tokenFile: '/a,b"c/token' };
    assert.ok(
      dockerArguments({ server: odd }).includes(
        'type=bind,"source=/a,b""c/token",target=/run/tegata/token,readonly',
      ),
    );
  });
});

describe("findPeerUserId()", () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1388 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 11111 1 0 100 0 0 10 0
   1: 0100007F:C350 0100007F:1388 01 00000000:00000000 00:00000000 00000000  1001        0 22222 1 0 20 4 30 10 -1
   2: 0100007F:1388 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 33333 1 0 20 4 30 10 -1
`;
  const connection = {
    localAddress: "127.0.0.1",
    localPort: 5000,
    remoteAddress: "127.0.0.1",
    remotePort: 50_000,
  };

  it("finds the owner of the other end, not of ours", () => {
    assert.equal(findPeerUserId(table, connection), 1001);
    assert.equal(findPeerUserId(table, { ...connection, remotePort: 50_001 }), undefined);
    assert.equal(findPeerUserId("", connection), undefined);
  });
});

describe("runtimeFolder()", () => {
  it("is the user's own where the system has one", () => {
    assert.equal(
      runtimeFolder({ platform: "linux", env: { XDG_RUNTIME_DIR: "/run/user/1", TMPDIR: "/t" } }),
      "/run/user/1",
    );
    assert.equal(runtimeFolder({ platform: "linux", env: {} }), undefined);
    assert.equal(
      runtimeFolder({ platform: "darwin", env: { XDG_RUNTIME_DIR: "/x", TMPDIR: "/var/folders/a" } }),
      "/var/folders/a",
    );
    assert.equal(runtimeFolder({ platform: "win32", env: { TEMP: "C:\\T" } }), "C:\\T");
  });
});

describe("shadowOfServer()", () => {
  const place = { file: "/home/ann/.aws/credentials", line: 2 };
  const filesOf = (name: string, property: string) => ({
    profiles: new Map([
      [
        name,
        {
          kind: "profile" as const,
          name,
          place,
          properties: new Map([[property, { name: property, value: "x", place }]]),
        },
      ],
    ]),
  });

  it("finds what gives the default profile credentials of its own, and nothing else", () => {
    assert.equal(shadowOfServer(filesOf("default", "aws_access_key_id"))?.place, place);
    assert.equal(shadowOfServer(filesOf("default", "credential_process"))?.name, "credential_process");
    assert.equal(shadowOfServer(filesOf("default", "region")), undefined);
    assert.equal(shadowOfServer(filesOf("other", "aws_access_key_id")), undefined);
  });
});
