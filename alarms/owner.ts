import type { Caller } from '@access-layer/kit/token';
import { alarmsError } from './errors.ts';

/**
 * Whose a rule is: the DSO together, an aggregator's organisation, or a customer. Each sees and changes only what is its
 * own. Text, as it stands in the database: `dso`, `aggregator:<party>`, `customer:<customer>`.
 */
export type Owner = string;
export const DSO: Owner = 'dso';

export function ownerOf({ role, party, customer }: Caller): Owner {
  if (role === 'dso-operator' || role === 'dso-administrator') return DSO;
  if (role === 'aggregator' && party) return `aggregator:${party}`;
  if (role === 'customer' && customer) return `customer:${customer}`;
  throw alarmsError(
    'ALM_FORBIDDEN',
    `alarms are for the DSO, aggregators and customers; the token is of ${role}`,
  );
}

/** Id of the organisation or customer: channels that the DSO lets others use name it. */
export function idOf(owner: Owner): string {
  return owner.slice(owner.indexOf(':') + 1);
}

/** As the access rules are asked about it. */
export function identityOf(owner: Owner): {
  role: 'aggregator' | 'customer';
  party?: string;
  customer?: string;
} {
  const id = idOf(owner);
  return owner.startsWith('customer:')
    ? { role: 'customer', customer: id }
    : { role: 'aggregator', party: id };
}
