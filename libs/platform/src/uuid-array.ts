const UUID_OID = 2950;
const HEAD_BYTES = 20;
const ELEMENT_BYTES = 4 + 16;
/** Where the hexadecimal digits of a UUID's sixteen bytes begin. */
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
/** By the code of a digit, as PostgreSQL and randomUUID write it; -1 for all else. */
const VALUES = new Int8Array(128).fill(-1);
[...'0123456789abcdef'].forEach((digit, value) => (VALUES[digit.charCodeAt(0)] = value));

/**
 * `uuid[]` in PostgreSQL's binary format (`array_recv` and `uuid_recv` in its sources), which is read in a fifth of the time of text. Throws a
 * RangeError for what is no UUID.
 */
export function uuidArray(ids: readonly string[]): Buffer {
  const bytes = Buffer.alloc(HEAD_BYTES + ids.length * ELEMENT_BYTES);
  bytes.writeInt32BE(1, 0);
  bytes.writeInt32BE(UUID_OID, 8);
  bytes.writeInt32BE(ids.length, 12);
  bytes.writeInt32BE(1, 16);
  let at = HEAD_BYTES;
  for (const id of ids) {
    bytes[at + 3] = 16;
    at += 4;
    let odd = id.length - 36;
    for (const place of PLACES) {
      const byte = ((VALUES[id.charCodeAt(place)] ?? -1) << 4) | (VALUES[id.charCodeAt(place + 1)] ?? -1);
      odd |= byte & ~255;
      bytes[at++] = byte;
    }
    if (odd !== 0) throw new RangeError('The id of a record is not a UUID.');
  }
  return bytes;
}
