import type { Caller } from '@access-layer/kit/token';
import type { PlainAttributes } from './cedar-schema.ts';

/** A document or a service that somebody wants to read or change; attributes as `schema.cedarschema` declares them. */
export type Resource =
  | { type: 'Pod' | 'Binding' }
  | { type: 'PartyRecord'; party: string }
  | { type: 'CustomerRecord' | 'PersonalData' | 'Holding' | 'Erasure'; customer: string }
  | { type: 'Portfolio'; aggregator: string; holders: readonly string[]; agreed: readonly string[] }
  | { type: 'FlexibleResource'; portfolios: readonly string[] }
  | { type: 'Forecast'; portfolios: readonly string[]; party: string }
  | { type: 'Contract'; parties: readonly string[] }
  | { type: 'Consent'; customer: string; party: string }
  | { type: 'Statement'; statementType: string; sender: string; recipients: readonly string[] }
  | { type: 'View'; viewRole: ViewRole; isEnabled: boolean }
  | { type: 'Group'; viewRole: ViewRole }
  | { type: 'Person'; viewRole: ViewRole; isSelf: boolean }
  | { type: 'Service'; service: ServiceName };

/** What the caller is among the people of views. */
export type ViewRole = 'admin' | 'editor' | 'reader' | 'none';

export const SERVICE_NAMES = [
  'anchors',
  'completeness',
  'anomalies',
  'light-nodes',
  'statistics',
  'read-ledger',
  'registry-history',
  'topics',
  'clients',
  'limits',
  'quarantine',
  'archive',
] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

export const ACTIONS = [
  'read',
  'create',
  'change',
  'remove',
  'read history',
  'revoke',
  'record on paper',
  'view',
  'administer',
  'enable',
] as const;
export type Action = (typeof ACTIONS)[number];

export interface Principal {
  type: string;
  id: string;
  attributes: PlainAttributes;
}

/** What the rules are asked, as plain values. */
export interface Question {
  principal: Principal;
  action: string;
  resource: { type: string; id: string; attributes: PlainAttributes };
  context: Record<string, string | readonly string[]>;
}

/** Only who the caller acts for counts, so that all tokens of one organisation share decisions. */
export type CallerIdentity = Pick<Caller, 'role' | 'party' | 'customer'>;

/**
 * The caller as the rules know him: role `dso-operator` is type `DsoOperator`, and so on. A customer is his customer
 * id, so that `resource.holders.contains(principal)` says what it means. Undefined for a customer's token that names
 * no customer.
 */
export function principalOf({ role, party, customer }: CallerIdentity): Principal | undefined {
  const type = role.replace(/(^|-)([a-z])/g, (_all, _hyphen, letter: string) => letter.toUpperCase());
  if (role === 'customer') return customer ? { type, id: customer, attributes: {} } : undefined;
  return { type, id: party ?? role, attributes: party ? { party } : {} };
}

export function documentQuestion(principal: Principal, action: Action, resource: Resource): Question {
  const { type, ...attributes } = resource;
  const id = resource.type === 'Service' ? resource.service : 'document';
  return {
    principal,
    action,
    resource: { type, id, attributes: attributes as PlainAttributes },
    context: {},
  };
}
