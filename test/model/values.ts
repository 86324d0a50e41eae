/** Texts read as what the operators compare; undefined for a text that is not of the kind. */

/** A whole decimal number, exact if it is an integer. */
export function readNumber(text: string): number | bigint | undefined {
  if (text.length > 64) return undefined;
  if (/^-?\d+$/.test(text)) return BigInt(text);
  if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

const isoDate =
  /^(?<year>\d{4})(-(?<month>\d\d)(-(?<day>\d\d)(T(?<hour>\d\d):(?<minute>\d\d)(:(?<second>\d\d)(?<fraction>\.\d+)?)?(?<zone>Z|[+-]\d\d:?\d\d)?)?)?)?$/;

/**
 * Milliseconds since 1970, from the W3C profile of ISO 8601 or seconds since 1970. AWS: IAM user guide, "Date condition
 * operators". Four digits are a year; a time without zone is UTC.
 */
export function readInstant(text: string): number | undefined {
  const parts = isoDate.exec(text)?.groups;
  if (parts === undefined) return /^\d{1,15}$/.test(text) ? Number(text) * 1000 : undefined;
  const {
    year,
    month = "01",
    day = "01",
    hour = "00",
    minute = "00",
    second = "00",
    fraction = ".0",
  } = parts;
  const date = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const instant = Date.parse(`${date}Z`);
  // A day or an hour that does not exist comes back as another, or not at all.
  if (Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 19) !== date) return undefined;
  const offset = minutesEast(parts.zone ?? "Z");
  return offset === undefined ? undefined : instant + Number(`0${fraction}`) * 1000 - offset * 60_000;
}

/** `+01:00`, `-0500`. */
function minutesEast(zone: string): number | undefined {
  if (zone === "Z") return 0;
  const [hours, minutes] = [zone.slice(1, 3), zone.slice(-2)].map(Number);
  if (hours === undefined || minutes === undefined || hours > 23 || minutes > 59) return undefined;
  return (hours * 60 + minutes) * (zone.startsWith("-") ? -1 : 1);
}

/** `true` or `false` in any case. */
export function readBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === "true" ? true : lower === "false" ? false : undefined;
}

const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 → its bytes, written as bits; padding is optional. */
export function readBase64(text: string): string | undefined {
  const digits = [...text.replace(/={1,2}$/, "")].map((digit) => base64.indexOf(digit));
  if (digits.includes(-1) || digits.length % 4 === 1) return undefined;
  const bits = digits.map((digit) => digit.toString(2).padStart(6, "0")).join("");
  return bits.slice(0, bits.length - (bits.length % 8));
}

/** An address as 32 or 128 bits; one of version 4 mapped into version 6 (`::ffff:10.0.0.1`) is of version 4. */
export function readAddress(text: string): string | undefined {
  if (!text.includes(":")) return readV4(text);
  const bits = readV6(text);
  return bits?.startsWith(mapped) === true ? bits.slice(mapped.length) : bits;
}

const mapped = "0".repeat(80) + "1".repeat(16);

/** The leading bits that a CIDR block asks for, and how long its addresses are; one address is a block of its own. */
export function readBlock(text: string): { readonly leading: string; readonly length: number } | undefined {
  const [host = "", prefix, ...more] = text.split("/");
  const bits = readAddress(host);
  if (bits === undefined || more.length > 0) return undefined;
  if (prefix === undefined) return { leading: bits, length: bits.length };
  if (!/^\d{1,3}$/.test(prefix)) return undefined;
  const kept = Number(prefix) - (host.includes(":") && bits.length === 32 ? mapped.length : 0);
  return kept < 0 || kept > bits.length ? undefined : { leading: bits.slice(0, kept), length: bits.length };
}

function readV4(text: string): string | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.map((part) => Number(part).toString(2).padStart(8, "0")).join("");
}

function readV6(text: string): string | undefined {
  // The end may be written as of version 4: two groups.
  const v4 = /(?<=:)[\d.]+\.[\d.]+$/.exec(text)?.[0];
  if (v4 !== undefined) {
    const bits = readV4(v4);
    if (bits === undefined) return undefined;
    const [high, low] = [bits.slice(0, 16), bits.slice(16)].map((half) =>
      Number.parseInt(half, 2).toString(16),
    );
    return readV6(`${text.slice(0, -v4.length)}${high}:${low}`);
  }
  const [before = "", after, ...more] = text.split("::");
  if (more.length > 0) return undefined;
  const head = before === "" ? [] : before.split(":");
  const tail = after === undefined || after === "" ? [] : after.split(":");
  const missing = 8 - head.length - tail.length;
  if (after === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, "0")).join("");
}

/** Simple case folding, character by character: `ß` is not `ss`. */
export function foldCase(text: string): string {
  const keep = (from: string, to: string): string => (to.length === from.length ? to : from);
  return [...text]
    .map((character) => keep(character, character.toUpperCase()))
    .map((character) => keep(character, character.toLowerCase()))
    .join("");
}
