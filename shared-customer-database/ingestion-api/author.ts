import type { Caller } from '@access-layer/kit/token';
import type { Author } from '../registry.ts';

/** The caller as the history keeps him. */
export function authorOf({ subject, clientId, role, party, customer }: Caller): Author {
  return { subject, clientId, role, ...(party ? { party } : {}), ...(customer ? { customer } : {}) };
}
