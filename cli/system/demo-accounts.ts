import { existsSync, mkdirSync } from 'node:fs';
import { provisionClient, provisionUser } from '@access-layer/gateway/accounts';
import { DASHBOARD_CLIENT } from '@access-layer/gateway/dashboard-files';
import { accountsFile } from '@access-layer/gateway/database';
import { API_SCOPES } from '@access-layer/gateway/oauth/scopes';
import type { DataFolder } from '../data-folder.ts';
import { type Credential, writeCredentials } from '../demo-credentials.ts';
import { DEMO_ACCOUNTS } from '../demo-parties.ts';

/** The dashboard signs people in as this client; it keeps no secret (authorization code with PKCE). */
export function ensureDashboardClient(folder: DataFolder, url: string): void {
  mkdirSync(folder.gateway, { recursive: true, mode: 0o700 });
  provisionClient(accountsFile(folder.gateway), {
    clientId: DASHBOARD_CLIENT,
    name: 'Dashboard',
    auth: 'none',
    scopes: [...API_SCOPES],
    redirectUris: [`${url}/sign-in`],
    postLogoutRedirectUris: [`${url}/`],
    firstParty: true,
  });
}

/**
 * Makes a client and a person of every role with random secrets, once. They are written to a file that only its owner
 * reads; the gateway keeps hashes. Undefined where they are there already.
 */
export async function ensureDemoAccounts(folder: DataFolder): Promise<Credential[] | undefined> {
  if (existsSync(folder.credentials)) return undefined;
  mkdirSync(folder.gateway, { recursive: true, mode: 0o700 });
  const file = accountsFile(folder.gateway);
  const credentials: Credential[] = [];
  for (const { id, ...account } of DEMO_ACCOUNTS) {
    const { clientSecret } = provisionClient(file, { clientId: id, auth: 'client_secret', ...account });
    if (clientSecret) credentials.push({ kind: 'client', id, secret: clientSecret, about: account.name });
  }
  const people = DEMO_ACCOUNTS.map(async ({ id, ...account }): Promise<Credential[]> => {
    const { password } = await provisionUser(file, { username: id, ...account });
    return password ? [{ kind: 'user', id, secret: password, about: account.name }] : [];
  });
  credentials.push(...(await Promise.all(people)).flat());
  writeCredentials(folder.credentials, credentials);
  return credentials;
}
