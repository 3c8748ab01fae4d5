import type { AccessLayerError } from '@access-layer/core/errors';
import type { Caller } from '@access-layer/kit/token';
import Type from 'typebox';
import type { Access } from '../access/access.ts';
import type { Action, Resource } from '../access/question.ts';
import type {
  Consent,
  Contract,
  Customer,
  Documents,
  FlexibleResource,
  Forecast,
  Holding,
  Interval,
  Kind,
  Party,
  Pod,
  Portfolio,
  RegistryDocument,
  View,
} from '../registry/documents.ts';
import type { Registry } from '../registry.ts';
import { checkerOf } from './check.ts';
import { ingestionError } from './errors.ts';
import { closed, type DocumentKind, FIELDS, Id, PartyId, PodCode, Revision } from './schemas.ts';
import { timesOutside } from './times.ts';
import { checkPanels, viewResource } from './view-rights.ts';
import { PersonId } from './view-schemas.ts';

/** Where each kind stands in the API. */
export const PATHS: Record<Kind, string> = {
  party: '/v1/parties',
  customer: '/v1/customers',
  pod: '/v1/pods',
  holding: '/v1/holdings',
  portfolio: '/v1/portfolios',
  'flexible-resource': '/v1/flexible-resources',
  contract: '/v1/contracts',
  consent: '/v1/consents',
  binding: '/v1/bindings',
  forecast: '/v1/forecasts',
  group: '/v1/groups',
  person: '/v1/people',
  view: '/v1/views',
};

export const DOCUMENT_KINDS = Object.keys(FIELDS) as DocumentKind[];

/** `flexible-resource`: FlexibleResource. */
const titleOf = (kind: string) => kind.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

const OWN_IDS: Partial<Record<DocumentKind, Type.TSchema>> = {
  party: PartyId,
  pod: PodCode,
  person: PersonId,
};
const idSchema = (kind: DocumentKind) => OWN_IDS[kind] ?? Id;

/** A document as it is sent; `revision` in it stands for If-Match. */
export const DOCUMENT_SCHEMAS = Object.fromEntries(
  DOCUMENT_KINDS.map((kind) => [
    kind,
    Type.Object(
      { id: idSchema(kind), ...FIELDS[kind], revision: Type.Optional(Revision) } as Type.TProperties,
      { ...closed, title: titleOf(kind) },
    ),
  ]),
) as unknown as Record<DocumentKind, Type.TObject>;

export const documentCheckers = Object.fromEntries(
  DOCUMENT_KINDS.map((kind) => [kind, checkerOf(DOCUMENT_SCHEMAS[kind])]),
) as Record<DocumentKind, ReturnType<typeof checkerOf>>;

/** What a schema cannot say. @throws AccessLayerError SCD_BAD_REQUEST */
export function checkDocument(kind: DocumentKind, document: RegistryDocument, podPattern: RegExp): void {
  if (kind === 'pod' && !podPattern.test(document.id)) {
    throw ingestionError(
      'SCD_BAD_REQUEST',
      `"${document.id}" is no PoD code; expected ${podPattern.source}`,
      {
        field: 'id',
      },
    );
  }
  if (kind === 'view') checkPanels(document as View);
  if (kind !== 'forecast') return;
  const { from, until, periodS, averagePowersW } = document as Forecast;
  if (averagePowersW.length * periodS * 1000 === until - from) return;
  const message = `${averagePowersW.length} average powers of ${periodS} s do not fill ${(until - from) / 1000} s`;
  throw ingestionError('SCD_BAD_REQUEST', message, { field: 'averagePowersW' });
}

/** A document as the API shows it. The salt of a binding stays with the DSO: with it, others could test guesses. */
export function outsideOf(kind: Kind, document: RegistryDocument, revision: number): Record<string, unknown> {
  const { salt: _salt, ...shown } = timesOutside(document);
  return kind === 'binding' ? { ...shown, revision } : { ...timesOutside(document), revision };
}

type Facts = Pick<Registry, 'podFacts' | 'get'>;

/** What the rules are told about a document. */
export async function resourceOf(
  kind: Kind,
  document: RegistryDocument,
  registry: Facts,
  caller: Caller,
): Promise<Resource> {
  switch (kind) {
    case 'party':
      return { type: 'PartyRecord', party: (document as Party).id };
    case 'customer':
      return { type: 'CustomerRecord', customer: (document as Customer).id };
    case 'pod':
      return { type: 'Pod' };
    case 'holding':
      return { type: 'Holding', customer: (document as Holding).customer };
    case 'portfolio': {
      const { aggregator, pod } = document as Portfolio;
      return { type: 'Portfolio', aggregator, ...(await holdersOf(pod, registry)) };
    }
    case 'flexible-resource':
      return {
        type: 'FlexibleResource',
        portfolios: await portfoliosNow((document as FlexibleResource).pod, registry),
      };
    case 'forecast': {
      const { pod, party } = document as Forecast;
      return { type: 'Forecast', portfolios: await portfoliosNow(pod, registry), party };
    }
    case 'contract':
      return { type: 'Contract', parties: (document as Contract).parties };
    case 'consent': {
      const { customer, party } = document as Consent;
      return { type: 'Consent', customer, party };
    }
    case 'binding':
      return { type: 'Binding' };
    case 'group':
    case 'person':
    case 'view':
      return viewResource(kind, document, registry, caller);
  }
}

/** Whether the caller sees a document: by a rule about it, or because he may read that part of the PoD's data. */
export async function maySee<K extends Kind>(
  { access, registry }: { access: Access; registry: Facts },
  caller: Caller,
  kind: K,
  document: Documents[K],
): Promise<boolean> {
  const resource = await resourceOf(kind, document, registry, caller);
  if ((await access.may(caller, 'read', resource)).allowed) return true;
  const now = Date.now();
  if (kind === 'pod') {
    const { id } = document as Pod;
    return mayReadAll(access, caller, { pod: id, dataSet: 'technical', from: now, until: now + 1 });
  }
  if (kind === 'flexible-resource') {
    const { pod } = document as FlexibleResource;
    return mayReadAll(access, caller, { pod, dataSet: 'technical', from: now, until: now + 1 });
  }
  if (kind === 'forecast') {
    const { pod, from, until } = document as Forecast;
    return mayReadAll(access, caller, { pod, dataSet: 'forecasts', from, until });
  }
  return false;
}

/** Whether a whole interval of a PoD's data may be read, not only a part of it. */
export async function mayReadAll(
  access: Access,
  caller: Caller,
  question: Parameters<Access['allowedRanges']>[1],
): Promise<boolean> {
  const [range] = (await access.allowedRanges(caller, question)).ranges;
  return range?.from === question.from && range.until === question.until;
}

/** What the rules are told about these is what the caller has said himself. */
const SAID_BY_CALLER = new Set<Resource['type']>(['Statement', 'Consent', 'PersonalData']);

/** @throws AccessLayerError SCD_FORBIDDEN */
export async function requireRule(
  access: Access,
  caller: Caller,
  action: Action,
  resource: Resource,
): Promise<void> {
  const { allowed } = await access.may(caller, action, resource);
  if (!allowed) throw notAllowed(caller, action, resource);
}

/**
 * Names nothing that the caller may not know: who holds a PoD, in whose portfolio it is, or what an existing document
 * says.
 */
export function notAllowed(caller: Caller, action: Action, resource: Resource): AccessLayerError {
  const { type, ...facts } = resource;
  const who = [caller.role, caller.party ?? caller.customer].filter(Boolean).join(' ');
  const said = SAID_BY_CALLER.has(type) ? ` ${JSON.stringify(facts)}` : '';
  const message = `no rule lets ${who} ${action} ${type}${said}`;
  return ingestionError('SCD_FORBIDDEN', message);
}

/** Who holds a PoD at present, and with whom these have agreed on anything, at whatever time that holds. */
async function holdersOf(pod: string, registry: Facts): Promise<{ holders: string[]; agreed: string[] }> {
  const { holdings, consents } = await registry.podFacts(pod);
  const holders = holdings.filter(inForceNow).map(({ customer }) => customer);
  const given = consents.filter(({ customer, revokedAt }) => holders.includes(customer) && !revokedAt);
  return { holders, agreed: [...new Set(given.map(({ party }) => party))] };
}

async function portfoliosNow(pod: string, registry: Facts): Promise<string[]> {
  return (await registry.podFacts(pod)).portfolios.filter(inForceNow).map(({ aggregator }) => aggregator);
}

function inForceNow({ from, until }: Interval): boolean {
  const now = Date.now();
  return from <= now && (until === 0 || now < until);
}
