import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { AccessLayerError } from '@access-layer/core/errors';
import type Type from 'typebox';
import { Compile } from 'typebox/compile';
import { badRequest } from './bad-request.ts';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Until a service keeps one, a key of this process. */
let key: Buffer = randomBytes(KEY_BYTES);

/** Takes the key of a file, which is made where it is missing: cursors stay good over a restart. */
export function keepCursorKey(file: string): void {
  try {
    writeFileSync(file, randomBytes(KEY_BYTES), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const kept = readFileSync(file);
  if (kept.length !== KEY_BYTES)
    throw new RangeError(
      `${file} has ${kept.length} bytes, not ${KEY_BYTES}; remove it, and a new key is made`,
    );
  key = kept;
}

/**
 * A place in a list, sealed: it may be that of something the reader may not see, and a place that he made up himself
 * would let him count what lies between two names. The same place has the same text, so that an answer keeps its ETag.
 */
export function encodeCursor(cursor: object): string {
  const text = JSON.stringify(cursor);
  const nonce = createHmac('sha256', key).update(text).digest().subarray(0, NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce);
  const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
}

function unseal(text: string): string {
  const bytes = Buffer.from(text, 'base64url');
  const opener = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  opener.setAuthTag(bytes.subarray(-TAG_BYTES));
  return opener.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + opener.final('utf8');
}

export function badCursor(text: unknown): AccessLayerError {
  return badRequest('cursor', text, 'the `next` of an earlier answer to the same question');
}

/** @throws AccessLayerError SCD_BAD_REQUEST */
export function cursorReader<S extends Type.TSchema>(
  schema: S,
): (text?: string) => Type.Static<S> | undefined {
  const checker = Compile(schema);
  return (text) => {
    if (text === undefined) return undefined;
    try {
      const value: unknown = JSON.parse(unseal(text));
      if (checker.Check(value)) return value as Type.Static<S>;
    } catch {
      // falls through to the one answer there is
    }
    throw badCursor(text);
  };
}
