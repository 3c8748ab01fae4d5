import { AccessLayerError } from '@access-layer/core/errors';

export function badRequest(what: string, value: unknown, expected: string): AccessLayerError {
  const shown = (JSON.stringify(value) ?? String(value)).slice(0, 200);
  return new AccessLayerError({
    code: 'SCD_BAD_REQUEST',
    message: `${what}: ${shown}; expected ${expected}`,
  });
}
