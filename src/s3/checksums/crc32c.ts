/** CRC-32C (Castagnoli), eight bytes a step. Reference: RFC 3720, appendix B.4 (check value of "123456789": E3069283). */

const polynomial = 0x82f63b78;
const slices = 8;

/** `tables[slice * 256 + byte]`: the effect of a byte that stands `slice` bytes before the end of a step. */
const tables = buildTables();

function buildTables(): Uint32Array {
  const built = new Uint32Array(slices * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
    built[byte] = value;
  }
  for (let index = 256; index < built.length; index += 1) {
    const previous = built[index - 256] ?? 0;
    built[index] = (previous >>> 8) ^ (built[previous & 255] ?? 0);
  }
  return built;
}

/** The checksum of what `previous` covers followed by `bytes`; start with 0. */
export function crc32c(bytes: Uint8Array, previous = 0): number {
  let crc = ~previous;
  let index = 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (; index + slices <= bytes.length; index += slices) {
    const head = crc ^ view.getUint32(index, true);
    const tail = view.getUint32(index + 4, true);
    crc =
      (tables[1792 + (head & 255)] as number) ^
      (tables[1536 + ((head >>> 8) & 255)] as number) ^
      (tables[1280 + ((head >>> 16) & 255)] as number) ^
      (tables[1024 + (head >>> 24)] as number) ^
      (tables[768 + (tail & 255)] as number) ^
      (tables[512 + ((tail >>> 8) & 255)] as number) ^
      (tables[256 + ((tail >>> 16) & 255)] as number) ^
      (tables[tail >>> 24] as number);
  }
  for (; index < bytes.length; index += 1) {
    crc = (crc >>> 8) ^ (tables[(crc ^ (bytes[index] as number)) & 255] as number);
  }
  return ~crc >>> 0;
}
