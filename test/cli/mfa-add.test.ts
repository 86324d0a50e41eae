import assert from "node:assert/strict";
import { describe, it } from "node:test";
import jsQR from "jsqr";
import { create } from "qrcode";
import { renderQr } from "../../src/cli/verbs/mfa/add/qr-text.ts";
import { mfaSeedItem } from "../../src/vault/keyring/index.ts";
import { needs } from "../support/aws-cli.ts";
import { withoutTerminal } from "../support/terminals.ts";
import { makeVaultHome } from "../support/vault-home.ts";

const text = `otpauth://totp/Amazon%20Web%20Services:ann@123456789012?secret=${"ABCD2345".repeat(8)}&issuer=Amazon%20Web%20Services`;

describe("renderQr()", () => {
  const { modules } = create(text, { errorCorrectionLevel: "L" });
  const code = {
    size: modules.size,
    isDark: (row: number, column: number) => modules.get(row, column) === 1,
  };

  for (const hasColour of [true, false])
    it(`can be read off the screen ${hasColour ? "in colour" : "without colour, on a dark ground"}`, () => {
      const shown = renderQr(code, hasColour);

      const lines = shown
        .trimEnd()
        .split("\n")
        .map((line) => line.replaceAll(/\p{Cc}\[\d+m/gu, ""));
      assert.ok(lines.every((line) => line.length === lines[0]?.length && line.length <= 80));
      assert.equal(readOffScreen(lines, hasColour), text);
    });
});

/** As a camera sees it: each half of a character is a square of four pixels; blocks are ink in colour and light without. */
function readOffScreen(lines: readonly string[], isInkDark: boolean): string | undefined {
  const scale = 4;
  const quiet = 16;
  const columns = lines[0]?.length ?? 0;
  const width = columns * scale + 2 * quiet;
  const height = lines.length * 2 * scale + 2 * quiet;
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  lines.forEach((line, row) => {
    [...line].forEach((character, column) => {
      for (const half of [0, 1]) {
        const isInk = character === "█" || character === (half === 0 ? "▀" : "▄");
        if (isInk !== isInkDark) continue;
        for (let y = 0; y < scale; y += 1)
          for (let x = 0; x < scale; x += 1) {
            const at = (quiet + (row * 2 + half) * scale + y) * width + quiet + column * scale + x;
            pixels.fill(0, at * 4, at * 4 + 3);
          }
      }
    });
  });
  return jsQR.default(pixels, width, height)?.data;
}

describe("tegata mfa add", () => {
  it("needs a terminal before it makes anything, and refuses to keep a seed of AWS", async (t) => {
    if (!needs(t, "setsid")) return;
    const home = makeVaultHome();
    try {
      await home.addKey("p", { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "x" });
      home.writeConfig("[profile p]\nregion = us-east-1\n");
      const add = (...args: string[]) =>
        home.run(["setsid", "-w", ...home.command, "mfa", "add", "p", ...args]);
      const lonely = await add();
      assert.equal(lonely.code, 3);
      assert.match(lonely.stderr, /^tegata: there is no terminal to show the device's secret/);
      const refused = await add("--store-seed", "--yes");
      assert.equal(refused.code, 2, refused.stderr);
      assert.match(refused.stderr, /the device would be one of AWS, as no endpoint is named/);
      const named = await add("--store-seed", "--name", "a b");
      assert.equal(named.code, 2);
      assert.match(named.stderr, /"a b" cannot be the name of an MFA device/);
    } finally {
      home.remove();
    }
  });
});

describe("tegata mfa forget", () => {
  const serial = "arn:aws:iam::123456789012:mfa/ann";

  it("removes a kept seed, by serial or by profile, and asks before", async (t) => {
    if (!needs(t, "python3")) return;
    const home = makeVaultHome();
    try {
      home.writeConfig(`[profile work]\nmfa_serial = ${serial}\n`);
      for (const device of [serial, "work"]) {
        await home.keyring.write(mfaSeedItem(serial), Buffer.from("ABCD2345"));
        const unasked = await home.run([...withoutTerminal, ...home.command, "mfa", "forget", device]);
        assert.equal(unasked.code, 3);
        assert.match(unasked.stderr, new RegExp(`\\n {2}tegata mfa forget ${device} --force\\n$`));
        assert.ok(await home.keyring.read(mfaSeedItem(serial)));
        const done = await home.tegata(["mfa", "forget", device, "--force", "--json"]);
        assert.deepEqual(done.json, { SerialNumber: serial, RemovedSeed: true });
        assert.match(done.stderr, /as enabled at its service as before/);
        assert.equal(await home.keyring.read(mfaSeedItem(serial)), undefined);
      }
    } finally {
      home.remove();
    }
  });

  it("names the seeds that are kept where the device has none", async () => {
    const home = makeVaultHome();
    try {
      await home.keyring.write(mfaSeedItem(serial), Buffer.from("ABCD2345"));
      const run = await home.tegata(["mfa", "forget", "other", "--force"]);
      assert.equal(run.code, 1);
      assert.equal(
        run.stderr,
        `tegata: the keyring has no seed of an MFA device "other"\n  tegata mfa forget ${serial}\n`,
      );
    } finally {
      home.remove();
    }
  });
});
