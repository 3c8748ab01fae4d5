import type { DatabaseSync } from 'node:sqlite';
import { openAccounts } from './database.ts';
import { type ClientInput, ClientStore } from './oauth/client-store.ts';
import { makePassword } from './oauth/password.ts';
import { rotateKeys, type SigningKeyInfo } from './oauth/signing-keys.ts';
import { type UserInput, UserStore } from './oauth/user-store.ts';

export interface ProvisionedClient {
  clientId: string;
  created: boolean;
  /** Only when it was just made: the secret is not kept. */
  clientSecret?: string;
}

export interface ProvisionedUser {
  subject: string;
  username: string;
  created: boolean;
  /** Only when it was just made: the password is not kept. */
  password?: string;
}

/**
 * Makes a client in an accounts file (`accountsFile(dataDir)` of database.ts), whether the gateway runs or not. One that
 * is already there keeps its secret and gets the new description.
 * @throws AccessLayerError GW_CLIENT_INVALID
 */
export function provisionClient(file: string, input: ClientInput): ProvisionedClient {
  return withAccounts(file, (database) => {
    const clients = new ClientStore(database);
    if (clients.find(input.clientId)) {
      clients.update(input);
      return { clientId: input.clientId, created: false };
    }
    const { clientSecret } = clients.create(input);
    return { clientId: input.clientId, created: true, ...(clientSecret ? { clientSecret } : {}) };
  });
}

/**
 * Makes a person who signs in with a password: the one given, or a random one that is returned. Someone who is already
 * there keeps the password and gets the new name, role and scopes.
 * @throws AccessLayerError GW_CLIENT_INVALID when the password is too short
 */
export async function provisionUser(
  file: string,
  input: UserInput,
  password = makePassword(),
): Promise<ProvisionedUser> {
  return withAccounts(file, async (database) => {
    const users = new UserStore(database);
    if (users.findByName(input.username)) {
      const { subject, username } = users.update(input);
      return { subject, username, created: false };
    }
    const { subject, username } = await users.create(input, password);
    return { subject, username, created: true, password };
  });
}

/** Replaces the key that signs tokens; a running gateway follows within seconds. Tokens already issued stay valid. */
export function rotateSigningKeys(file: string): Promise<SigningKeyInfo[]> {
  return withAccounts(file, (database) => rotateKeys(database));
}

function withAccounts<T>(file: string, work: (database: DatabaseSync) => T): T {
  const database = openAccounts(file);
  const close = () => database.close();
  try {
    const result = work(database);
    if (result instanceof Promise) return result.finally(close) as T;
    close();
    return result;
  } catch (error) {
    if (database.isOpen) close();
    throw error;
  }
}
