import { toUtf8 } from './bytes.ts';
import { keccak256 } from './keccak.ts';

/**
 * The one-time code that an installer types: 40 characters in eight groups, of the alphabet of Crockford's base 32, which
 * has no I, L, O and U. 16 are the secret (80 bits); 20 the beginning of the SHA-256 of the authority's certificate (100
 * bits), so that the first connection is already to the right server; 4 tell a slip of the finger.
 */
export interface EnrolmentCode {
  secret: string;
  authority: string;
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SECRET_LENGTH = 16;
const AUTHORITY_LENGTH = 20;
const CHECK_LENGTH = 4;
const LENGTH = SECRET_LENGTH + AUTHORITY_LENGTH + CHECK_LENGTH;
export const SECRET_BYTES = 10;

/** `secret` is 10 random bytes, `authorityHash` the SHA-256 of the authority's certificate (DER). */
export function writeEnrolmentCode(secret: Uint8Array, authorityHash: Uint8Array): string {
  if (secret.length !== SECRET_BYTES) throw new RangeError(`a secret of ${secret.length} bytes; expected 10`);
  const text = base32(secret, SECRET_LENGTH) + base32(authorityHash, AUTHORITY_LENGTH);
  return (text + checkOf(text)).match(/.{5}/g)!.join('-');
}

/** Reads what somebody typed: small letters, spaces, and I, L and O for 1, 1 and 0 are understood. Never throws. */
export function readEnrolmentCode(
  typed: string,
): { ok: true; code: EnrolmentCode } | { ok: false; reason: string } {
  const text = typed.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0');
  if (text.length !== LENGTH) {
    return { ok: false, reason: `the code has ${text.length} characters; expected ${LENGTH}` };
  }
  const strange = [...text].find((character) => !ALPHABET.includes(character));
  if (strange) return { ok: false, reason: `the code has a "${strange}", which no code has` };
  const body = text.slice(0, LENGTH - CHECK_LENGTH);
  if (checkOf(body) !== text.slice(body.length)) {
    return { ok: false, reason: 'the code was mistyped: its last four characters do not fit the others' };
  }
  return { ok: true, code: { secret: body.slice(0, SECRET_LENGTH), authority: body.slice(SECRET_LENGTH) } };
}

/** Whether a certificate, by the SHA-256 of its DER form, is the authority that the code names. */
export function isAuthorityOf({ authority }: EnrolmentCode, certificateHash: Uint8Array): boolean {
  return base32(certificateHash, AUTHORITY_LENGTH) === authority;
}

/** The bytes of a secret as a code carries it. */
export function secretBytes(secret: string): Uint8Array {
  const bytes = new Uint8Array(SECRET_BYTES);
  for (const [at, character] of [...secret].entries()) {
    const value = ALPHABET.indexOf(character);
    for (let bit = 0; bit < 5; bit++) {
      const place = 5 * at + bit;
      if ((value >> (4 - bit)) & 1) bytes[place >> 3]! |= 128 >> (place & 7);
    }
  }
  return bytes;
}

function checkOf(text: string): string {
  return base32(keccak256(toUtf8(text)), CHECK_LENGTH);
}

/** The first `length` characters, five bits each. */
function base32(bytes: Uint8Array, length: number): string {
  let text = '';
  for (let at = 0; at < length; at++) {
    const bit = 5 * at;
    const pair = (bytes[bit >> 3]! << 8) | (bytes[(bit >> 3) + 1] ?? 0);
    text += ALPHABET[(pair >> (11 - (bit & 7))) & 31]!;
  }
  return text;
}
