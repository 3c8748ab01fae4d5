/** Hexadecimal text of bytes, lower case, with the 0x prefix: the one spelling every format uses. */
export type Hex = `0x${string}`;

const digits = '0123456789abcdef';
const encoder = new TextEncoder();
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function toHex(bytes: Uint8Array): Hex {
  let text = '0x';
  for (const byte of bytes) text += digits[byte >> 4]! + digits[byte & 15]!;
  return text as Hex;
}

/** Bytes of a `0x…` text in lower case; undefined when it is anything else, so a stranger's text never throws. */
export function tryFromHex(text: string, length?: number): Uint8Array | undefined {
  if (!text.startsWith('0x') || text.length % 2 !== 0) return undefined;
  const bytes = new Uint8Array((text.length - 2) / 2);
  if (length !== undefined && bytes.length !== length) return undefined;
  for (let i = 0; i < bytes.length; i++) {
    const high = nibble(text.charCodeAt(2 + 2 * i));
    const low = nibble(text.charCodeAt(3 + 2 * i));
    if (high < 0 || low < 0) return undefined;
    bytes[i] = (high << 4) | low;
  }
  return bytes;
}

/** As `tryFromHex`, for texts that our own checks have already passed. */
export function fromHex(text: string): Uint8Array {
  const bytes = tryFromHex(text);
  if (!bytes) throw new TypeError(`not lower-case 0x hexadecimal of whole bytes: ${text.slice(0, 80)}`);
  return bytes;
}

function nibble(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  return -1;
}

export function toUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Text of strictly valid UTF-8; undefined otherwise. A byte order mark stays visible as U+FEFF. */
export function tryFromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return undefined;
  }
}

export function concatBytes(...parts: Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Lexicographic order of two byte strings of equal length: negative, zero or positive. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
