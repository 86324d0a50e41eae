/** Every row of docs/vault/bad-input.md with real processes: the sentence, the hint, the exit code, and files as before. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { randomBytes } from "../../src/crypto/index.ts";
import { sessionCacheKeyItem } from "../../src/vault/keyring/index.ts";
import { fingerprint } from "../cli/support.ts";
import { needs, type Run, runProgram } from "../support/aws-cli.ts";
import { type BadInput, type BadStage, badInput, shown, soundConfig } from "../support/bad-input/index.ts";
import { type Desk, type Device, openDesk, type Person } from "../support/desk.ts";
import { cleanEnvironment, type RunningServer, startServer } from "../support/server.ts";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";

describe("bad input", () => {
  let server: RunningServer;
  let tls: Server;
  let desk: Desk;
  let ann: Person;
  let device: Device;
  let sound: VaultHome;

  before(async () => {
    sound = makeVaultHome();
    server = await startServer();
    tls = await startTls(sound.folder);
    desk = openDesk(server);
    ann = await desk.addUser("ann", { Action: "sts:*" });
    device = await desk.addDevice("ann");
    await desk.addRole("admin", { Principal: { AWS: ann.arn } });
    await desk.addRole("owner", {
      Principal: { AWS: `arn:aws:iam::${desk.accountId}:user/ann` },
      Effect: "Deny",
    });
  });
  after(async () => {
    sound.remove();
    tls.close();
    await server.stop();
  });

  /** Texts of the table with this run's values, and back. */
  const values = (home: VaultHome): readonly (readonly [string, string, string])[] => [
    ["TLS_ENDPOINT", `https://localhost:${(tls.address() as AddressInfo).port}`, shown.tlsEndpoint],
    ["ENDPOINT", server.endpoint, shown.endpoint],
    ["ACCOUNT", desk.accountId, shown.account],
    ["DEVICE", device.serial, device.serial],
    ["HOME", home.folder, "~"],
  ];
  const fill = (text: string, home: VaultHome): string =>
    values(home).reduce((left, [name, value]) => left.replaceAll(name, value), text);
  const show = (text: string, home: VaultHome): string =>
    values(home)
      .reduce((left, [, value, as]) => left.replaceAll(value, as), text)
      .replaceAll(ann.accessKeyId, "AKIA…")
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:]+Z/g, "…");

  async function setUp(row: BadInput, home: VaultHome): Promise<void> {
    home.writeConfig(fill(row.config ?? soundConfig, home));
    if (row.credentials !== undefined) home.writeCredentials(fill(row.credentials, home));
    await home.addKey("dev", ann);
    // The key that seals sessions is made once; a row shows whether anything else is written.
    await home.keyring.write(sessionCacheKeyItem, randomBytes(32));
    const stage: BadStage = { home, desk, ann, device };
    await row.prepare?.(stage);
  }

  /** Without a terminal, a browser or a desktop. */
  function run({ prefix = [], args, env = {} }: BadInput, home: VaultHome): Promise<Run> {
    const command = [...prefix, "setsid", "--wait", ...home.command, ...args.map((arg) => fill(arg, home))];
    const bare = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined, BROWSER: undefined };
    return runProgram(command, cleanEnvironment({ ...home.env, ...bare, ...env }), "", home.folder);
  }

  for (const { title, rows } of badInput)
    describe(title, { concurrency: 2 }, () => {
      for (const row of rows)
        it(row.what, async (t) => {
          if (row.needs !== undefined && !needs(t, ...row.needs)) return;
          const home = makeVaultHome();
          t.after(() => home.remove());
          await setUp(row, home);
          const kept = (): readonly string[] => fingerprint(home.folder).filter((line) => isKept(line, row));
          const before = kept();
          const ended = await run(row, home);
          assert.equal(show(ended.stderr, home), textOf(row));
          assert.equal(ended.code, row.exitCode);
          assert.equal(ended.stdout, "");
          assert.deepEqual(kept(), before);
        });
    });
});

/** What stands on standard error. Hints of the parser of flags stand in parentheses, ours are indented. */
function textOf({ sentence, hint }: BadInput): string {
  if (sentence === undefined) return "";
  const lines = hint?.split("\n").map((line) => (line.startsWith("(") ? line : `  ${line}`)) ?? [];
  return [`tegata: ${sentence}`, ...lines, ""].join("\n");
}

/** Folders may be made; files are neither made nor changed, but for those that the row names. */
function isKept(line: string, { writes }: BadInput): boolean {
  const isFolder = line.endsWith(" ");
  return !isFolder && (writes === undefined || !line.includes(`/${writes}/`));
}

async function startTls(folder: string): Promise<Server> {
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  await runProgram(["openssl", "req", "-x509", ...kind, ...names, "-keyout", key, "-out", cert], process.env);
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return server;
}
