import { readFileSync } from 'node:fs';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { MongoBulkWriteError, MongoClient, MongoError, type MongoServerError } from 'mongodb';
import type { MongoRegistryConfig } from '../registry/registry-config.ts';

export type MongoOptions = Omit<MongoRegistryConfig, 'name'>;

const DUPLICATE_KEY = 11_000;
/** How long a member that takes writes is looked for, before the caller is told to come again. */
const SELECTION_TIMEOUT_MS = 10_000;
const WRITE_TIMEOUT_MS = 10_000;

/** A write is answered when most members have it in their journals; what is read is what most of them have. */
export async function connect({ url, user, passwordFile, caFile }: MongoOptions): Promise<MongoClient> {
  const client = new MongoClient(url, {
    appName: 'access-layer',
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: WRITE_TIMEOUT_MS },
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    serverSelectionTimeoutMS: SELECTION_TIMEOUT_MS,
    ignoreUndefined: true,
    ...(caFile ? { tls: true, tlsCAFile: caFile } : {}),
    ...(user ? { auth: { username: user, password: passwordIn(passwordFile) } } : {}),
  });
  return client.connect();
}

function passwordIn(file: string | undefined): string {
  return file ? readFileSync(file, 'utf8').trim() : '';
}

export function isDuplicate(error: unknown): boolean {
  return error instanceof MongoError && (error as MongoServerError).code === DUPLICATE_KEY;
}

/** Only for what does the same when it is done twice: the server may have done it, and its answer was lost. */
export async function twice<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isAway(error)) throw error;
    return work();
  }
}

const AWAY = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongoPoolClearedError',
  'MongoWriteConcernError',
]);

function isAway(error: unknown): boolean {
  // Of many writes at once a lost connection is told without its name, and so without a fault of any of them.
  if (error instanceof MongoBulkWriteError) return [error.writeErrors].flat().length === 0;
  return error instanceof MongoError && (AWAY.has(error.name) || error.hasErrorLabel('RetryableWriteError'));
}

/** Every method of a registry, with the faults of the connection as SCD_REGISTRY_UNAVAILABLE. */
export function named<T extends object>(registry: T): T {
  return new Proxy(registry, {
    get(target, key) {
      const member = Reflect.get(target, key, target);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]) => {
        try {
          return await member.apply(target, args);
        } catch (error) {
          throw isAway(error) ? unavailable(error) : error;
        }
      };
    },
  });
}

function unavailable(cause: unknown): AccessLayerError {
  return new AccessLayerError({
    code: 'SCD_REGISTRY_UNAVAILABLE',
    message: `the database of the registry does not answer: ${messageOf(cause)}`,
    retryable: true,
    cause,
  });
}
