/** Internet addresses and ranges, versions 4 and 6. An IPv4 address mapped into IPv6 counts as IPv4. */

export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

export interface AddressRange {
  readonly address: Address;
  /** Leading bits that must be equal. */
  readonly prefix: number;
}

const mappedPrefix = 0xffffn;
const mappedBits = 96;

/** `203.0.113.7`, `2001:DB8::1`; undefined when the text is no address. */
export function parseAddress(text: string): Address | undefined {
  if (!text.includes(":")) return parseV4(text);
  const value = parseV6(text);
  if (value === undefined) return undefined;
  return value >> 32n === mappedPrefix ? { bits: 32, value: value & 0xffffffffn } : { bits: 128, value };
}

/** An address or a CIDR block; without prefix it is that one address. */
export function parseRange(text: string): AddressRange | undefined {
  const slash = text.indexOf("/");
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  if (slash < 0) return { address, prefix: address.bits };
  const digits = text.slice(slash + 1);
  if (!/^[0-9]{1,3}$/.test(digits)) return undefined;
  const written = Number(digits);
  const mapped = address.bits === 32 && text.includes(":");
  const prefix = mapped ? written - mappedBits : written;
  return prefix < 0 || prefix > address.bits ? undefined : { address, prefix };
}

/** Whether `address` lies in `range`; host bits of the range do not matter, versions never mix. */
export function isInRange(address: Address, range: AddressRange): boolean {
  if (address.bits !== range.address.bits) return false;
  const rest = BigInt(address.bits - range.prefix);
  return address.value >> rest === range.address.value >> rest;
}

function parseV4(text: string): Address | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^[0-9]{1,3}$/.test(part) || Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return { bits: 32, value };
}

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
      groups.push(Number(v4.value >> 16n), Number(v4.value & 0xffffn));
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}
