/** What a token may be good for; the texts are on the consent page. */
export const API_SCOPES = [
  'data:read',
  'ingest:write',
  'events:read',
  'events:write',
  'events:admin',
  'admin',
] as const;

/** The resource (RFC 8707) that tokens are for; `aud` in them is the audience. */
export const RESOURCE = 'urn:access-layer';
export const AUDIENCE = 'access-layer';
