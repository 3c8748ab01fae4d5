import { concatBytes, toUtf8, tryFromUtf8 } from '../bytes.ts';

/**
 * ZIP archives (PKWARE APPNOTE 6.3) of stored files, with one form for one content: names in UTF-8, no dates, no extra
 * fields. So the same files are the same bytes everywhere, and a byte that was changed anywhere is found.
 */
export interface ZipEntry {
  name: string;
  bytes: Uint8Array;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const LOCAL_BYTES = 30;
const VERSION = 20;
const UTF8_NAMES = 0x0800;
/** 1980-01-01, the first date there is. */
const DATE = 0x0021;
const MOST_FILES = 65_534;
const MOST_BYTES = 0xffff_fffe;

/** Writes an archive piece by piece, so that it need not be held as a whole. @throws RangeError beyond 4 GB or 65,534 files */
export function createZipWriter() {
  const directory: Uint8Array[] = [];
  let offset = 0;
  return {
    /** Bytes of the next file. */
    entry({ name, bytes }: ZipEntry): Uint8Array {
      const encoded = toUtf8(name);
      const common = commonFields(bytes, encoded.length);
      const local = concatBytes(numbers([LOCAL, 4]), common, encoded, bytes);
      const place = numbers([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]);
      directory.push(concatBytes(numbers([CENTRAL, 4], [VERSION, 2]), common, place, encoded));
      offset += local.length;
      if (offset > MOST_BYTES || directory.length > MOST_FILES)
        throw new RangeError('an archive holds at most 4 GB and 65,534 files; ask for a shorter time');
      return local;
    },
    /** Bytes after the last file. */
    end(): Uint8Array {
      const central = concatBytes(...directory);
      const count = directory.length;
      return concatBytes(
        central,
        numbers([END, 4], [0, 2], [0, 2], [count, 2], [count, 2], [central.length, 4], [offset, 4], [0, 2]),
      );
    },
  };
}

export function writeZip(entries: readonly ZipEntry[]): Uint8Array {
  const writer = createZipWriter();
  return concatBytes(...entries.map((entry) => writer.entry(entry)), writer.end());
}

/** Reads such an archive; one that is not exactly as it would be written is refused. Never throws. */
export function readZip(
  bytes: Uint8Array,
): { ok: true; entries: ZipEntry[] } | { ok: false; detail: string } {
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + LOCAL_BYTES <= bytes.length && view.getUint32(at, true) === LOCAL) {
    const [size, nameLength] = [view.getUint32(at + 18, true), view.getUint16(at + 26, true)];
    const begin = at + LOCAL_BYTES + nameLength;
    if (begin + size > bytes.length) return { ok: false, detail: 'it ends within a file' };
    const name = tryFromUtf8(bytes.subarray(at + LOCAL_BYTES, begin));
    if (name === undefined || !isPlain(name)) return { ok: false, detail: 'a name that is no plain path' };
    if (names.has(name)) return { ok: false, detail: `${name} stands in it twice` };
    names.add(name);
    entries.push({ name, bytes: bytes.subarray(begin, begin + size) });
    at = begin + size;
  }
  if (entries.length === 0) return { ok: false, detail: 'not an archive of stored files' };
  const difference = firstDifference(entries, bytes);
  if (difference === undefined) return { ok: true, entries };
  return {
    ok: false,
    detail: `byte ${difference} is not as this format writes it: changed, or packed by another program`,
  };
}

const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;
const isPlain = (name: string) => name.length <= 200 && PLAIN.test(name);

function firstDifference(entries: readonly ZipEntry[], bytes: Uint8Array): number | undefined {
  const writer = createZipWriter();
  let at = 0;
  const differs = (piece: Uint8Array): number | undefined => {
    for (let i = 0; i < piece.length; i++) if (piece[i] !== bytes[at + i]) return at + i;
    at += piece.length;
    return undefined;
  };
  for (const entry of entries) {
    const place = differs(writer.entry(entry));
    if (place !== undefined) return place;
  }
  return differs(writer.end()) ?? (at === bytes.length ? undefined : at);
}

/** Version, flags, method, date, checksum, sizes and the length of the name: the same in both headers. */
function commonFields(bytes: Uint8Array, nameLength: number): Uint8Array {
  const { length } = bytes;
  return numbers(
    ...([
      [VERSION, 2],
      [UTF8_NAMES, 2],
      [0, 2],
      [0, 2],
      [DATE, 2],
      [crc32(bytes), 4],
    ] as const),
    ...([
      [length, 4],
      [length, 4],
      [nameLength, 2],
      [0, 2],
    ] as const),
  );
}

/** Little-endian, each of so many bytes. */
function numbers(...fields: readonly (readonly [value: number, bytes: 2 | 4])[]): Uint8Array {
  const out = new Uint8Array(fields.reduce((total, [, size]) => total + size, 0));
  const view = new DataView(out.buffer);
  let at = 0;
  for (const [value, size] of fields) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return out;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (let i = 0; i < bytes.length; i++) crc = CRC_TABLE[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffff_ffff) >>> 0;
}
