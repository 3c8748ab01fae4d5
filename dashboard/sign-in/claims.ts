export const ROLES = [
  'dso-operator',
  'dso-administrator',
  'tso',
  'market',
  'aggregator',
  'customer',
  'auditor',
] as const;
export type Role = (typeof ROLES)[number];

/** Whom a token stands for. For what the page shows only: the services check the token themselves. */
export interface Person {
  name: string;
  role: Role;
  party?: string;
  customer?: string;
  scopes: ReadonlySet<string>;
}

export interface ClaimNames {
  role: string;
  party: string;
  customer: string;
}

type Claims = Record<string, unknown>;

/** Reads the person out of an access token and, for the name, an ID token. */
export function personOf(accessToken: string, idToken: string | undefined, names: ClaimNames): Person {
  const claims = claimsOf(accessToken);
  const about = idToken ? claimsOf(idToken) : claims;
  const text = (path: string) => {
    const value = at(claims, path);
    return typeof value === 'string' ? value : undefined;
  };
  const roles = [at(claims, names.role)].flat();
  const party = text(names.party);
  const customer = text(names.customer);
  return {
    name: String(about.name ?? about.preferred_username ?? claims.sub ?? ''),
    role: ROLES.find((role) => roles.includes(role)) ?? 'customer',
    ...(party ? { party } : {}),
    ...(customer ? { customer } : {}),
    scopes: new Set(String(claims.scope ?? '').split(' ')),
  };
}

function claimsOf(token: string): Claims {
  const [, body = ''] = token.split('.');
  const bytes = Uint8Array.from(atob(body.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Claims;
}

/** `realm_access.roles`: a path with dots. */
function at(claims: Claims, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (value as Claims | undefined)?.[name], claims);
}
