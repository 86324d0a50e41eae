/** Passwords of login profiles: scrypt, with the parameters and the salt in the stored text. */
import { type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { randomBytes } from "./random.ts";

interface Cost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/** OWASP's password storage recommendation for scrypt with 32 MiB. */
const presentCost: Cost = { logN: 15, r: 8, p: 3 };
/** SECURITY: stored parameters above these are refused, so that an altered row cannot exhaust memory. */
const maxCost: Cost = { logN: 18, r: 16, p: 8 };
const saltBytes = 16;
const hashBytes = 32;

/** `$scrypt$ln=15,r=8,p=3$salt$hash`, salt and hash in base64. Takes about a fifth of a second, off the main thread. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await derive(password, salt, presentCost);
  const { logN, r, p } = presentCost;
  return `$scrypt$ln=${logN},r=${r},p=${p}$${encode(salt)}$${encode(hash)}`;
}

/** Whether the password is the one hashed; false also for a stored text that is not of our making. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const parts = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]+)$/.exec(
    stored,
  );
  if (parts === null) return false;
  const cost: Cost = { logN: Number(parts[1]), r: Number(parts[2]), p: Number(parts[3]) };
  if (!isBearable(cost)) return false;
  const expected = Buffer.from(parts[5] ?? "", "base64");
  if (expected.length !== hashBytes) return false;
  const actual = await derive(password, Buffer.from(parts[4] ?? "", "base64"), cost);
  return timingSafeEqual(actual, expected);
}

function isBearable(cost: Cost): boolean {
  const aboveZero = cost.logN > 0 && cost.r > 0 && cost.p > 0;
  return aboveZero && cost.logN <= maxCost.logN && cost.r <= maxCost.r && cost.p <= maxCost.p;
}

function derive(password: string, salt: Uint8Array, cost: Cost): Promise<Buffer> {
  const n = 2 ** cost.logN;
  const options: ScryptOptions = { N: n, r: cost.r, p: cost.p, maxmem: 256 * n * cost.r };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, hashBytes, options, (error, hash) => (error ? reject(error) : resolve(hash)));
  });
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
