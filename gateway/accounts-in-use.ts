import type { ClientStore } from './oauth/client-store.ts';
import type { SigningKeyInfo } from './oauth/signing-keys.ts';
import type { UserStore } from './oauth/user-store.ts';

/** What the admin API manages, where the issuer is the gateway's own. */
export interface Accounts {
  clients: ClientStore;
  users: UserStore;
  signingKeys(): SigningKeyInfo[];
  rotateKeys(): Promise<SigningKeyInfo[]>;
}
