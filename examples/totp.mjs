/**
 * What an authenticator app shows, for scripts: `node examples/totp.mjs SEED-FILE [previous|now|next …]` prints one code
 * a line. The file holds the device's Base32StringSeed. RFC 6238: HMAC-SHA-1, six digits, steps of 30 seconds.
 */
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const stepSeconds = 30;
const offsets = { previous: -1, now: 0, next: 1 };

const [file, ...asked] = process.argv.slice(2);
const wanted = asked.length === 0 ? ["now"] : asked;
if (file === undefined || wanted.some((name) => !Object.hasOwn(offsets, name))) {
  process.stderr.write("usage: node examples/totp.mjs SEED-FILE [previous|now|next …]\n");
  process.exit(2);
}

const digits = readFileSync(file, "utf8").trim().replace(/=+$/, "");
const bits = [...digits].map((digit) => alphabet.indexOf(digit).toString(2).padStart(5, "0")).join("");
const seed = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
const step = Math.floor(Date.now() / 1000 / stepSeconds);
for (const name of wanted) process.stdout.write(`${code(step + offsets[name])}\n`);

/** @param {number} at the step, counted from 1970 */
function code(at) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(at));
  const mac = createHmac("sha1", seed).update(counter).digest();
  const from = (mac.at(-1) ?? 0) & 0xf;
  return String((mac.readUInt32BE(from) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}
