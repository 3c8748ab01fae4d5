import type { DataSet } from '../access/data-set.ts';
import type { ViewRole } from '../access/question.ts';
import type { ViewPanel } from '../ingestion-api/view-schemas.ts';

/**
 * The DSO's knowledge. Times are milliseconds since 1970; intervals are half-open, `until` 0 is open. Nothing here names
 * a person: a customer is an id, and his personal data is kept apart.
 */
export interface Documents {
  party: Party;
  customer: Customer;
  pod: Pod;
  holding: Holding;
  portfolio: Portfolio;
  'flexible-resource': FlexibleResource;
  contract: Contract;
  consent: Consent;
  binding: Binding;
  forecast: Forecast;
  group: Group;
  person: Person;
  view: View;
}
export type Kind = keyof Documents;
export type RegistryDocument = Documents[Kind];

export const KINDS: readonly Kind[] = [
  'party',
  'customer',
  'pod',
  'holding',
  'portfolio',
  'flexible-resource',
  'contract',
  'consent',
  'binding',
  'forecast',
  'group',
  'person',
  'view',
];

export interface Interval {
  from: number;
  until: number;
}

export interface Party {
  id: string;
  role: 'dso' | 'tso' | 'market' | 'aggregator' | 'research' | 'other';
  name: string;
  /** Address of the key that signs its statements, lower case. */
  key?: string;
}

export interface Customer {
  id: string;
  kind: 'household' | 'business' | 'public';
}

export interface PersonalData {
  name: string;
  address?: string;
  email?: string;
  phone?: string;
  taxCode?: string;
}

export interface Pod {
  /** PoD code. */
  id: string;
  municipality: string;
  province: string;
  powerClass: string;
  contractedPowerW: number;
  voltageLevel: 'LV' | 'MV';
  serviceTypes: string[];
  latitude?: number;
  longitude?: number;
  meters: { id: string; role: string; profile?: string }[];
}

/** A customer holds a PoD for a time. At any time a PoD has at most one holder. */
export interface Holding extends Interval {
  id: string;
  pod: string;
  customer: string;
}

/** A PoD is in an aggregator's portfolio for a time. At any time it is in at most one. */
export interface Portfolio extends Interval {
  id: string;
  aggregator: string;
  pod: string;
}

export interface FlexibleResource {
  id: string;
  pod: string;
  type: string;
  powerW: number;
  services: string[];
}

export interface Contract extends Interval {
  id: string;
  parties: string[];
  resources: string[];
  services: string[];
}

export interface Consent extends Interval {
  id: string;
  customer: string;
  party: string;
  purpose: string;
  dataSets: DataSet[];
  /** PoD codes, or all that the customer holds. */
  pods: string[] | 'all';
  grantedAt: number;
  revokedAt?: number;
  /** Where the customer signed on paper: the sheet that the DSO keeps. */
  paper?: { reference: string; signedOn: string };
}

export type BindingStatus =
  | 'requested'
  | 'bound'
  | 'end-requested'
  | 'ended'
  | 'revocation-requested'
  | 'revoked'
  | 'failed';

/** A Light Node's key at a meter; the contract is the truth, this is the DSO's opening of it and its state. */
export interface Binding extends Interval {
  id: string;
  node: string;
  pod: string;
  meterId: string;
  role: string;
  key: string;
  salt: string;
  status: BindingStatus;
  revokedAt?: number;
  /** Why the registrar could not do it. */
  reason?: string;
}

/** Expected average power of a PoD, one value for each `periodS`. */
export interface Forecast extends Interval {
  id: string;
  pod: string;
  /** Who forecasts. */
  party: string;
  issuedAt: number;
  periodS: number;
  averagePowersW: number[];
}

/** People to whom a view is opened together. */
export interface Group {
  id: string;
  name: string;
}

/** Somebody who signs in, as far as views go. */
export interface Person {
  /** Subject of his tokens. */
  id: string;
  role: Exclude<ViewRole, 'none'>;
  isEnabled: boolean;
  groups: string[];
}

/** Panels that an editor has put together. Whoever looks at it sees in them what he may see elsewhere. */
export interface View {
  id: string;
  title: string;
  about?: string;
  panels: ViewPanel[];
  /** Who is enabled for it: people, and all people of groups. */
  people: string[];
  groups: string[];
}

interface KindRules {
  /** Field to the kind of document that its id (or ids) must name. Such fields can be asked for in lists. */
  references: Record<string, Kind>;
  /** More fields that can be asked for in lists. */
  filters?: readonly string[];
  /** Of one value of this field, intervals may not overlap. */
  exclusive?: string;
  /** Whether a change can alter an access decision. */
  decisive: boolean;
}

/** What every adapter holds of each kind. */
export const KIND_RULES: Record<Kind, KindRules> = {
  party: { references: {}, filters: ['role'], decisive: false },
  customer: { references: {}, filters: ['kind'], decisive: false },
  pod: { references: {}, filters: ['municipality', 'province', 'powerClass'], decisive: false },
  holding: { references: { pod: 'pod', customer: 'customer' }, exclusive: 'pod', decisive: true },
  portfolio: { references: { pod: 'pod', aggregator: 'party' }, exclusive: 'pod', decisive: true },
  'flexible-resource': { references: { pod: 'pod' }, filters: ['type'], decisive: true },
  contract: { references: { parties: 'party', resources: 'flexible-resource' }, decisive: true },
  consent: {
    references: { customer: 'customer', party: 'party', pods: 'pod' },
    filters: ['purpose'],
    decisive: true,
  },
  binding: { references: { pod: 'pod' }, filters: ['node', 'key', 'status'], decisive: false },
  forecast: { references: { pod: 'pod', party: 'party' }, decisive: false },
  group: { references: {}, decisive: false },
  person: { references: { groups: 'group' }, filters: ['role'], decisive: false },
  view: { references: { people: 'person', groups: 'group' }, decisive: false },
};

export interface Link {
  field: string;
  value: string;
  /** Set where the value is the id of another document. */
  target?: Kind;
}

/** What a document can be found by, and what it names. `pods: 'all'` names none. */
export function linksOf(kind: Kind, document: RegistryDocument): Link[] {
  const { references, filters = [] } = KIND_RULES[kind];
  const fields = document as unknown as Record<string, string | string[] | undefined>;
  const links = [...Object.keys(references), ...filters].flatMap((field) => {
    if (field === 'pods' && fields.pods === 'all') return [];
    const target = references[field];
    return [fields[field] ?? []]
      .flat()
      .map((value) => (target ? { field, value, target } : { field, value }));
  });
  return links;
}

export function overlaps(a: Interval, b: Interval): boolean {
  return a.from < (b.until || Number.POSITIVE_INFINITY) && b.from < (a.until || Number.POSITIVE_INFINITY);
}

/** JSON with its keys in order, so that equal documents have equal texts. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, item) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
