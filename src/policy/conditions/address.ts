/** Internet addresses and ranges, versions 4 and 6. An IPv4 address mapped into IPv6 counts as IPv4. */

/** IPv4 addresses are numbers, those of IPv6 too long for that. */
export type Address =
  | { readonly bits: 32; readonly value: number }
  | { readonly bits: 128; readonly value: bigint };

export interface AddressRange {
  readonly address: Address;
  /** Leading bits that must be equal. */
  readonly prefix: number;
}

const mappedPrefix = 0xffffn;
const mappedBits = 96;

/** `203.0.113.7`, `2001:DB8::1`; undefined when the text is no address. */
export function parseAddress(text: string): Address | undefined {
  const v4 = parseV4(text);
  if (v4 !== undefined) return { bits: 32, value: v4 };
  if (!text.includes(":")) return undefined;
  const value = parseV6(text);
  if (value === undefined) return undefined;
  return value >> 32n === mappedPrefix
    ? { bits: 32, value: Number(value & 0xffffffffn) }
    : { bits: 128, value };
}

/** An address or a CIDR block; without prefix it is that one address. */
export function parseRange(text: string): AddressRange | undefined {
  const slash = text.indexOf("/");
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const { bits } = address;
  if (slash < 0) return { address, prefix: bits };
  const digits = text.slice(slash + 1);
  if (!/^[0-9]{1,3}$/.test(digits)) return undefined;
  const written = Number(digits);
  const mapped = bits === 32 && text.includes(":");
  const prefix = mapped ? written - mappedBits : written;
  return prefix < 0 || prefix > bits ? undefined : { address, prefix };
}

/** Whether `address` lies in `range`; host bits of the range do not matter, versions never mix. */
export function isInRange(address: Address, { address: base, prefix }: AddressRange): boolean {
  // A shift of a number by 32 would be one by 0.
  if (address.bits === 32)
    return base.bits === 32 && (prefix === 0 || (address.value ^ base.value) >>> (32 - prefix) === 0);
  if (base.bits === 32) return false;
  const rest = BigInt(128 - prefix);
  return address.value >> rest === base.value >> rest;
}

/** Four numbers of one to three digits, none above 255. */
function parseV4(text: string): number | undefined {
  let value = 0;
  let parts = 0;
  let digits = 0;
  let part = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const digit = at < text.length ? text.charCodeAt(at) - 0x30 : dot;
    if (digit === dot) {
      if (digits === 0) return undefined;
      value = value * 256 + part;
      parts += 1;
      digits = 0;
      part = 0;
    } else if (digit >= 0 && digit <= 9) {
      digits += 1;
      part = part * 10 + digit;
      if (digits > 3 || part > 255) return undefined;
    } else return undefined;
  }
  return parts === 4 ? value : undefined;
}

/** `.` seen as a digit. */
const dot = 0x2e - 0x30;

function parseV6(text: string): bigint | undefined {
  const [left = "", right, ...more] = text.split("::");
  if (more.length > 0) return undefined;
  const head = parseGroups(left, right === undefined);
  const tail = right === undefined ? [] : parseGroups(right, true);
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (right === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  return groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

/** `mayEndInV4`: the last group may be written as an IPv4 address. */
function parseGroups(text: string, mayEndInV4: boolean): number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    if (part.includes(".") && mayEndInV4 && index === parts.length - 1) {
      const v4 = parseV4(part);
      if (v4 === undefined) return undefined;
      groups.push(v4 >>> 16, v4 & 0xffff);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}
