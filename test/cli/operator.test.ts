/** `tegata account` and `tegata mfa` against a running authority, signed with the admin's key. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { decodeBase32 } from "../../src/base/index.ts";
import { totpCode, totpStep } from "../../src/crypto/index.ts";
import { listOf, type Run } from "../support/aws-cli.ts";
import { type Key, type RunningServer, startServer } from "../support/server.ts";
import { elementOf, sendQuery } from "../support/signed.ts";
import { assertRefused, tegata } from "./support.ts";

describe("the operator's verbs", () => {
  let server: RunningServer;

  before(async () => {
    server = await startServer({ testMode: false });
  });
  after(() => server?.stop());

  /** With the admin's key in the environment, as `eval "$(tegata env)"` leaves it. */
  function operate(args: readonly string[], input = "", key: Key = server.admin): Promise<Run> {
    const env = {
      TEGATA_ENDPOINT: server.endpoint,
      AWS_ACCESS_KEY_ID: key.accessKeyId,
      AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    };
    return tegata(args, { env, input });
  }

  it("tegata account create makes an account whose admin's key works, and list shows it", async () => {
    const made = await operate(["account", "create", "--account", "000000000042", "--name", "answers"]);
    assert.equal(made.code, 0, made.stderr);
    const [, accessKeyId = "", secretAccessKey = ""] =
      /^\[tegata-000000000042\]\naws_access_key_id = (\S+)\naws_secret_access_key = (\S+)$/m.exec(
        made.stdout,
      ) ?? [];
    const key = { accessKeyId, secretAccessKey };
    const identity = await sendQuery({ endpoint: server.endpoint, key }, "sts", "GetCallerIdentity");
    assert.equal(elementOf(identity, "Arn"), "arn:aws:iam::000000000042:user/admin");

    const listed = await operate(["account", "list", "--json"]);
    assert.deepEqual(
      listOf(listed.json.Accounts)
        .map(({ AccountId, IsManagement }) => [AccountId, IsManagement])
        .sort(),
      [
        ["000000000042", false],
        [server.accountId, true],
      ].sort(),
    );
    const table = await operate(["account", "list"]);
    assert.match(table.stdout, /^AccountId +Name +Alias +Unit +Management +Created$/m);
    assert.match(table.stdout, /^000000000042 {2}answers +/m);

    const refused = await operate(["account", "list"], "", key);
    assertRefused(refused, 1, /^tegata: AccessDenied/);
  });

  it("tegata account create refuses an account that is there, and a number that is none", async () => {
    assertRefused(await operate(["account", "create", "--account", server.accountId]), 1, /exist/i);
    assertRefused(await operate(["account", "create", "--account", "12"]), 1, /^tegata: \w+: /);
  });

  it("tegata account create --json and a random number", async () => {
    const made = await operate(["account", "create", "--json"]);
    assert.match(String(made.json.AccountId), /^[0-9]{12}$/);
    assert.match(String(made.json.Admin?.AccessKeyId), /^AKIA/);
  });

  it("tegata mfa register-hardware takes the seed from standard input; its user enables it with two codes", async () => {
    const seedText = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    const to = { endpoint: server.endpoint, key: server.admin };
    await sendQuery(to, "iam", "CreateUser", { UserName: "ann" });
    const args = [
      "mfa",
      "register-hardware",
      "--user",
      "ann",
      "--serial",
      "GAHT12345678",
      "--seed-file",
      "-",
    ];
    const run = await operate(args, `${seedText}\n`);
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /device GAHT12345678 is registered for ann/);
    assert.equal((run.stdout + run.stderr).includes(seedText), false);

    const seed = decodeBase32(seedText);
    assert.ok(seed);
    const step = totpStep(Date.now());
    const enabled = await sendQuery(to, "iam", "EnableMFADevice", {
      UserName: "ann",
      SerialNumber: "GAHT12345678",
      AuthenticationCode1: totpCode(seed, step - 1),
      AuthenticationCode2: totpCode(seed, step),
    });
    assert.equal(enabled.status, 200, enabled.text);
    const devices = await sendQuery(to, "iam", "ListMFADevices", { UserName: "ann" });
    assert.equal(elementOf(devices, "SerialNumber"), "GAHT12345678");

    assertRefused(await operate(args, "not base32!"), 1, /^tegata: \w+: /);
    assertRefused(await operate([...args.slice(0, -1), "/nowhere/seed"]), 2, /cannot read the seed file/);
  });

  it("the verbs take the key from the credentials file when the environment has none", async () => {
    const file = join("/nowhere", "credentials");
    const env = { TEGATA_ENDPOINT: server.endpoint };
    const run = await tegata(["account", "list", "--credentials-file", file], { env });
    assertRefused(run, 1, /there is no key of profile "tegata-admin" in "\/nowhere\/credentials"/);
  });

  it("the verbs say so when nobody answers, or somebody else", async (t) => {
    const env = { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "x".repeat(40) };
    const nobody = await tegata(["account", "list", "--endpoint", "http://127.0.0.1:1"], { env });
    assertRefused(nobody, 1, /no authority answers at http:\/\/127\.0\.0\.1:1/);
    const other = createServer((_, response) => response.end("<html>hello</html>")).listen(0, "127.0.0.1");
    t.after(() => other.close());
    await new Promise((resolve) => other.once("listening", resolve));
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const stranger = await tegata(["account", "list", "--endpoint", `http://127.0.0.1:${port}`], { env });
    assertRefused(stranger, 1, /is not a Tegata authority/);
  });
});
