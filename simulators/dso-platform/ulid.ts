import { randomBytes } from 'node:crypto';

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** ULID: 48 bits of milliseconds, 80 random bits, in 26 digits of Crockford's base 32. */
export function newUlid(timeMs: number): string {
  let value = (BigInt(timeMs) << 80n) | BigInt(`0x${randomBytes(10).toString('hex')}`);
  let text = '';
  for (let place = 0; place < 26; place++) {
    text = DIGITS[Number(value & 31n)] + text;
    value >>= 5n;
  }
  return text;
}
