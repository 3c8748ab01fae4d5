import { sendTagged, UNCHANGED } from '@access-layer/kit/conditional';
import { type Caller, callerOf, type Role } from '@access-layer/kit/token';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { DATA_SETS } from '../access/data-set.ts';
import { badRequest } from '../api/bad-request.ts';
import { badCursor, cursorReader, encodeCursor } from '../api/cursor.ts';
import type { ShownDocument } from '../reads/pods-of-document.ts';
import { KIND_RULES, KINDS, type Kind, type RegistryDocument } from '../registry/documents.ts';
import type { Change } from '../registry.ts';
import { etagOf } from './answer.ts';
import { answerSchemaOf, ChangeAnswer, listOf, RangesAnswer } from './answer-schemas.ts';
import { ingestionError } from './errors.ts';
import { maySee, outsideOf, PATHS, resourceOf } from './kinds.ts';
import { answers, closed, IdParams, oneOf, PodCode, page, Time } from './schemas.ts';
import type { IngestionSources } from './sources.ts';
import { timeOf } from './times.ts';

export const READ = { config: { scope: 'data:read' } } as const;
export const PAGE_LIMIT = 100;
/** A page looks at so many documents at most, however many of them the caller may not see. */
export const MAX_LOOKED_AT = 2000;

export const readPositionCursor = cursorReader(Type.Object({ position: Type.Integer() }));

/** GET of one document, of a page of them, and of a document's history, for every kind. */
export function documentReadRoutes(http: FastifyInstance, sources: IngestionSources): void {
  for (const kind of KINDS) {
    getRoute(http, sources, kind);
    listRoute(http, sources, kind);
    historyRoute(http, sources, kind);
  }
}

function getRoute(http: FastifyInstance, sources: IngestionSources, kind: Kind): void {
  http.get(
    `${PATHS[kind]}/:id`,
    {
      ...READ,
      schema: {
        operationId: `get-${kind}`,
        tags: ['registry'],
        summary: `One ${kind}`,
        params: IdParams,
        response: answers({ 200: answerSchemaOf(kind), 304: UNCHANGED }),
      } as object,
    },
    async (request, reply) => {
      const { id } = request.params as { id: string };
      const found = await sources.registry.get(kind, id);
      if (!found || !(await maySee(sources, callerOf(request), kind, found.document))) {
        throw ingestionError('SCD_NOT_FOUND', `there is no ${kind} ${id}`);
      }
      await sources.reads?.documents(callerOf(request), [{ kind, document: found.document }]);
      const { document, revision } = found;
      return sendTagged(request, reply, etagOf(revision), outsideOf(kind, document, revision));
    },
  );
}

function listRoute(http: FastifyInstance, sources: IngestionSources, kind: Kind): void {
  const { references, filters = [] } = KIND_RULES[kind];
  const fields = [...Object.keys(references), ...filters];
  const filter = Type.Optional(
    Type.String({ minLength: 1, maxLength: 100, description: 'Only those that name it', example: 'agg-1' }),
  );
  const readIdCursor = cursorReader(Type.Object({ [kind]: Type.String() }));
  const Query = Type.Object(
    { ...Object.fromEntries(fields.map((field) => [field, filter])), ...page },
    closed,
  );
  http.get(
    PATHS[kind],
    {
      ...READ,
      schema: {
        operationId: `list-${kind}`,
        tags: ['registry'],
        summary: `Page of ${kind} documents that the caller may see`,
        querystring: Query,
        response: answers({ 200: listOf(answerSchemaOf(kind)) }),
      } as object,
    },
    async (request) => {
      const {
        cursor,
        limit = PAGE_LIMIT,
        ...where
      } = request.query as Record<string, string> & { limit?: number };
      const after = readIdCursor(cursor)?.[kind] ?? '';
      const caller = callerOf(request);
      const shown: ShownDocument[] = [];
      const answer = await pageOf({
        limit: Number(limit),
        first: after,
        read: (from: string, count) => sources.registry.list(kind, { where, after: from, limit: count }),
        sees: ({ document }) => maySee(sources, caller, kind, document),
        show: ({ document, revision }) => {
          shown.push({ kind, document });
          return outsideOf(kind, document, revision);
        },
        positionOf: ({ id }) => id,
        cursorOf: (id) => encodeCursor({ [kind]: id }),
        isNarrow: Object.keys(where).length > 0,
      });
      await sources.reads?.documents(caller, shown);
      return answer;
    },
  );
}

export interface Paging<Item, Position> {
  limit: number;
  first: Position;
  read: (after: Position, count: number) => Promise<Item[]>;
  sees: (item: Item) => Promise<boolean>;
  show: (item: Item) => Record<string, unknown>;
  positionOf: (item: Item) => Position;
  cursorOf: (position: Position) => string;
  /** The question names somebody or something. */
  isNarrow?: boolean;
}

/**
 * Fills a page with what the caller may see, and counts what he may not. Not where the question is narrow: a count of
 * the consents of one customer to one party would be the answer that the rules refuse.
 */
export async function pageOf<Item, Position>(paging: Paging<Item, Position>) {
  const { limit, read, sees, show, positionOf, cursorOf, isNarrow } = paging;
  const items: Record<string, unknown>[] = [];
  let hidden = 0;
  let position = paging.first;
  const counted = () => (isNarrow ? {} : { hidden });
  for (;;) {
    const found = await read(position, limit);
    for (const item of found) {
      if (items.length === limit) return { items, ...counted(), next: cursorOf(position) };
      if (await sees(item)) items.push(show(item));
      else hidden += 1;
      position = positionOf(item);
    }
    if (found.length < limit) return { items, ...counted() };
    if (items.length + hidden >= MAX_LOOKED_AT) return { items, ...counted(), next: cursorOf(position) };
  }
}

const HistoryQuery = Type.Object(page, closed);
const readHistoryCursor = cursorReader(Type.Object({ of: Type.String(), position: Type.Integer() }));

function historyRoute(
  http: FastifyInstance,
  { registry, access, reads }: IngestionSources,
  kind: Kind,
): void {
  http.get(
    `${PATHS[kind]}/:id/history`,
    {
      ...READ,
      schema: {
        operationId: `history-of-${kind}`,
        tags: ['registry'],
        summary: `Who changed a ${kind}, when, and what it was then`,
        params: IdParams,
        querystring: HistoryQuery,
        response: answers({ 200: listOf(ChangeAnswer) }),
      } as object,
    },
    async (request) => {
      const { id } = request.params as { id: string };
      const { cursor, limit = PAGE_LIMIT } = request.query as { cursor?: string; limit?: number };
      const of = `${kind} ${id}`;
      const place = readHistoryCursor(cursor);
      // Later pages are for who has seen the first: here alone is nothing to see an answer, and not a refusal.
      if (place && place.of !== of) throw badCursor(cursor);
      const after = place?.position ?? 0;
      const changes = await registry.history({ kind, id, after, limit });
      const caller = callerOf(request);
      // Each change is decided by what the document was then: the holder of today does not see the one before him.
      const last = async ({ position, document }: Change): Promise<RegistryDocument | undefined> =>
        document ??
        (await registry.history({ kind, id, limit: -1 })).findLast(
          (before) => before.position < position && before.document,
        )?.document;
      const seen: Record<string, unknown>[] = [];
      const shown: ShownDocument[] = [];
      for (const change of changes) {
        const document = await last(change);
        const resource = document && (await resourceOf(kind, document, registry, caller));
        if (!resource || !(await access.may(caller, 'read history', resource)).allowed) continue;
        seen.push(changeOutside(change));
        shown.push({ kind, document });
      }
      if (seen.length === 0 && after === 0)
        throw ingestionError('SCD_NOT_FOUND', `there is no ${kind} ${id}`);
      await reads?.documents(caller, shown);
      const next =
        changes.length === limit ? { next: encodeCursor({ of, position: changes.at(-1)!.position }) } : {};
      return { items: seen, hidden: changes.length - seen.length, ...next };
    },
  );
}

/** The journal of the whole registry, for who audits it. */
export function journalRoute(http: FastifyInstance, { registry, access, reads }: IngestionSources): void {
  http.get(
    '/v1/registry-history',
    {
      ...READ,
      schema: {
        operationId: 'registry-history',
        tags: ['registry'],
        summary: 'Every change of the registry in order: who, when, what',
        description: 'Of personal data it says that something changed, never what.',
        querystring: HistoryQuery,
        response: answers({ 200: listOf(ChangeAnswer) }),
      } as object,
    },
    async (request) => {
      const { allowed } = await access.may(callerOf(request), 'view', {
        type: 'Service',
        service: 'registry-history',
      });
      if (!allowed)
        throw ingestionError('SCD_FORBIDDEN', 'no rule lets you view the history of the registry');
      const { after, limit } = pageQuery(request);
      const changes = await registry.history({ after, limit });
      const shown = changes.flatMap(({ kind, document }) =>
        document && kind !== 'personal-data' ? [{ kind, document }] : [],
      );
      await reads?.documents(callerOf(request), shown);
      const next =
        changes.length === limit ? { next: encodeCursor({ position: changes.at(-1)!.position }) } : {};
      return { items: changes.map(changeOutside), hidden: 0, ...next };
    },
  );
}

function changeOutside({ document, kind, at, revision, ...change }: Change): Record<string, unknown> {
  const shown = document && kind !== 'personal-data' ? { document: outsideOf(kind, document, revision) } : {};
  return { ...change, kind, revision, at: new Date(at).toISOString(), ...shown };
}

export function pageQuery(request: FastifyRequest): { after: number; limit: number } {
  const { cursor, limit = PAGE_LIMIT } = request.query as { cursor?: string; limit?: number };
  return { after: readPositionCursor(cursor)?.position ?? 0, limit };
}

const RangesQuery = Type.Object(
  {
    pod: PodCode,
    dataSet: oneOf(DATA_SETS, 'Kind of data'),
    from: Type.Optional(Time),
    until: Type.Optional(Time),
    purpose: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$' })),
    given: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1_000_000,
        description:
          'For a service that is about to give out so many records of all that is asked about: where the caller may read ' +
          'it, it is entered in the read ledger before the answer',
        example: 1,
      }),
    ),
    role: Type.Optional(
      oneOf(
        ['aggregator', 'customer'],
        'Of somebody else, whom the DSO is about to tell something: the DSO alone asks so',
      ),
    ),
    party: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'Of that aggregator', example: 'agg-1' }),
    ),
    customer: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'That customer', example: 'customer-1' }),
    ),
    partly: Type.Optional(
      Type.Boolean({
        description:
          'With `given`: the records are of what the caller may read of it, or of what operation and audit may see without',
        example: false,
      }),
    ),
  },
  closed,
);
type RangesQuery = Type.Static<typeof RangesQuery>;

/**
 * Who the question is about: the caller, or for the DSO, which reads consents and contracts anyway, somebody whom it tells
 * something.
 */
function askedAbout(
  caller: Caller,
  { role, party, customer }: Pick<RangesQuery, 'role' | 'party' | 'customer'>,
): Caller {
  if ((role ?? party ?? customer) === undefined) return caller;
  if (!['dso-operator', 'dso-administrator'].includes(caller.role)) {
    throw ingestionError(
      'SCD_FORBIDDEN',
      `what others may read is for the DSO to ask; the token is of ${caller.role}`,
    );
  }
  const [own, other] = role === 'customer' ? [customer, party] : [party, customer];
  if (role === undefined || own === undefined || other !== undefined) {
    throw badRequest('role', role, 'aggregator with party, or customer with customer');
  }
  const { party: _, customer: __, ...rest } = caller;
  const identity =
    role === 'customer' ? { role, customer: own } : { role: 'aggregator' as const, party: own };
  return { ...rest, subject: own, ...identity };
}

/** Who may see what the Blockchain Access Layer has noticed, whatever it is about. */
const OPERATION: readonly Role[] = ['dso-operator', 'dso-administrator', 'auditor'];
const open = (ms: number) => (ms === 0 ? {} : { until: new Date(ms).toISOString() });

/**
 * What the caller himself may read of a PoD: for people, and for services that pass on his token. The DSO's alarms ask for
 * the owner of a rule, who is not there to send one.
 */
export function accessRoute(http: FastifyInstance, { access, reads }: IngestionSources): void {
  http.get(
    '/v1/access/ranges',
    {
      ...READ,
      schema: {
        operationId: 'access-ranges',
        tags: ['registry'],
        summary: 'The times of which the caller may read a kind of data of a PoD, and why',
        querystring: RangesQuery,
        response: answers({ 200: RangesAnswer }),
      } as object,
    },
    async (request) => {
      const {
        from,
        until,
        given,
        partly = false,
        role,
        party,
        customer,
        ...what
      } = request.query as RangesQuery;
      const { pod, dataSet } = what;
      const asked = {
        ...what,
        from: from === undefined ? 0 : timeOf('from', from),
        until: until === undefined ? 0 : timeOf('until', until),
      };
      const caller = askedAbout(callerOf(request), { role, party, customer });
      const { ranges, basis, refused } = await access.allowedRanges(caller, asked);
      const isWhole =
        ranges.length === 1 && ranges[0]!.from === asked.from && ranges[0]!.until === asked.until;
      const isPartly = partly && (ranges.length > 0 || OPERATION.includes(caller.role));
      if (given !== undefined && (isWhole || isPartly)) await reads?.given(caller, asked, basis, given);
      const outside = <T extends { from: number; until: number }>({
        from: start,
        until: end,
        ...rest
      }: T) => ({
        from: new Date(start).toISOString(),
        ...open(end),
        ...rest,
      });
      return {
        pod,
        dataSet,
        ranges: ranges.map(outside),
        // Whose data it is: a caller that may read it need not be told his name.
        basis: basis.map(({ holders: _, ...why }) => outside(why)),
        ...(refused ? { refused } : {}),
      };
    },
  );
}
