import type { RunningKeycloak } from '@access-layer/engines/keycloak';

const REALM = 'access-layer';

/** What an operator does in Keycloak's console, by its API. */
export async function openKeycloak({ url, administrator }: RunningKeycloak) {
  const realm = `${url}/realms/${REALM}`;
  const admin = `${url}/admin/realms/${REALM}`;
  const tokenAt = async (of: string, form: Record<string, string>) => {
    const answer = await fetch(`${of}/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    const body = (await answer.json()) as { access_token?: string; id_token?: string };
    if (!body.access_token) throw new Error(`no token: ${answer.status} ${JSON.stringify(body)}`);
    return body.access_token;
  };
  const adminToken = () =>
    tokenAt(`${url}/realms/master`, { grant_type: 'password', client_id: 'admin-cli', ...administrator });
  const call = async (method: string, path: string, body?: object): Promise<Response> => {
    const answer = await fetch(admin + path, {
      method,
      headers: { authorization: `Bearer ${await adminToken()}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const json = async <T>(path: string) => (await (await call('GET', path)).json()) as T;
  const idOf = async (client: string) => (await json<{ id: string }[]>(`/clients?clientId=${client}`))[0]!.id;
  return {
    issuer: realm,
    jwksUri: `${realm}/protocol/openid-connect/certs`,
    adminToken,
    call,
    idOf,
    /** An access token of a client by its secret, which Keycloak has made. */
    async token(client: string, scope: string): Promise<string> {
      const { value } = await json<{ value: string }>(`/clients/${await idOf(client)}/client-secret`);
      const form = { grant_type: 'client_credentials', client_id: client, client_secret: value, scope };
      return tokenAt(realm, form);
    },
    /** A new key signs from now on; answers how to take the former ones away. */
    async rotate(): Promise<() => Promise<void>> {
      const provider = 'org.keycloak.keys.KeyProvider';
      const former = await json<{ id: string; providerId: string }[]>(`/components?type=${provider}`);
      await call('POST', '/components', {
        ...{ name: `es256-${Date.now()}`, providerId: 'ecdsa-generated', providerType: provider },
        config: { priority: ['200'], enabled: ['true'], active: ['true'], ecdsaEllipticCurveKey: ['P-256'] },
      });
      return async () => {
        for (const { id, providerId } of former) {
          if (providerId === 'ecdsa-generated') await call('DELETE', `/components/${id}`);
        }
      };
    },
  };
}

export type Keycloak = Awaited<ReturnType<typeof openKeycloak>>;
