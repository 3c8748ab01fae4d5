import type { DatabaseSync } from 'node:sqlite';
import type { ClientStore } from './client-store.ts';
import { revokeGrant } from './oidc-adapter.ts';
import { RESOURCE } from './scopes.ts';
import type { TokenRevocation } from './token-revocation.ts';

/** What a person lets an application do in his name. */
export interface PersonsGrant {
  id: string;
  clientName: string;
  /** The operator's own application: it asks for nothing, and has access again at the next sign-in. */
  firstParty: boolean;
  scopes: string[];
  sinceMs: number;
}

interface GrantPayload {
  clientId?: string;
  iat?: number;
  openid?: { scope?: string };
  resources?: Record<string, string>;
}

export interface GrantParts {
  database: DatabaseSync;
  clients: ClientStore;
  revocation: TokenRevocation;
}

/** A person's grants that are in force, the latest first. */
export function grantsOf({ database, clients }: GrantParts, subject: string): PersonsGrant[] {
  const rows = database
    .prepare(`SELECT id, payload FROM oidc_state WHERE model = 'Grant' AND account = ? AND expires_at > ?`)
    .all(subject, Date.now()) as { id: string; payload: string }[];
  const grants = rows.map(({ id, payload }) => {
    const { clientId = '', iat = 0, openid, resources } = JSON.parse(payload) as GrantPayload;
    const client = clients.find(clientId);
    const scopes = `${openid?.scope ?? ''} ${resources?.[RESOURCE] ?? ''}`.split(' ').filter(Boolean);
    const { name = clientId, firstParty = false } = client ?? {};
    return { id, clientName: name, firstParty, scopes: [...new Set(scopes)], sinceMs: iat * 1000 };
  });
  return grants.sort((a, b) => b.sinceMs - a.sinceMs);
}

/**
 * Ends a grant of this person, with every code, refresh token and access token that came of it.
 * @returns false where it is not his, or is no more
 */
export function withdrawGrant({ database, revocation }: GrantParts, subject: string, id: string): boolean {
  const { changes } = database
    .prepare(`DELETE FROM oidc_state WHERE model = 'Grant' AND id = ? AND account = ?`)
    .run(id, subject);
  if (changes === 0) return false;
  revokeGrant(database, revocation, id);
  return true;
}
