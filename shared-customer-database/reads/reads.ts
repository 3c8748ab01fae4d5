import type { Caller } from '@access-layer/kit/token';
import type { Access, AllowedRange, PodQuestion } from '../access/access.ts';
import type { ServedRecord } from '../events-api/events-context.ts';
import type { Registry } from '../registry.ts';
import type { Span } from '../released/spans.ts';
import { deliveriesOf, type PodDelivery } from './pod-deliveries.ts';
import { podsOfDocument, REGISTRY_DATA, type ShownDocument } from './pods-of-document.ts';
import { countInto, piecesOf, type Reader, type ReadPiece } from './read-entry.ts';
import type { ReadWriter } from './read-writer.ts';

/** What is asked of a PoD. */
export interface ReadAsked extends Span {
  pod: string;
  dataSet: string;
  purpose?: string;
}

/** One question, which may be answered in several pages: one entry for each holder whose data it is about. */
export interface ReadQuestion {
  /**
   * Enters what is asked, as far as the rules open it now. Wait for it before the answer is given.
   * @throws AccessLayerError SCD_READ_LEDGER
   */
  asked(basis: readonly AllowedRange[]): Promise<void>;
  /** Records that are given now, by their times. */
  given(timesMs: Iterable<number>): void;
  /** Nothing more is given. Where nobody says so, the entry ends by itself. */
  end(): void;
}

/** Something of a PoD that is shown beside others, in a list for example. */
export interface ReadShown extends Span {
  pod: string;
  basis: readonly Pick<AllowedRange, 'from' | 'until' | 'consents' | 'holders'>[];
}

/** The read ledger, for who releases data: nothing leaves before it is entered here. */
export interface Reads {
  question(caller: Caller, asked: ReadAsked): ReadQuestion;
  /** So many records of a PoD that another service is about to give out. @throws AccessLayerError SCD_READ_LEDGER */
  given(caller: Caller, asked: PodQuestion, basis: readonly AllowedRange[], count: number): Promise<void>;
  /** Who reads the personal data of a customer: of each PoD that he holds or held. @throws AccessLayerError SCD_READ_LEDGER */
  personal(caller: Caller, customer: string): Promise<void>;
  /** What is shown of several PoDs: one entry for each in five minutes. @throws AccessLayerError SCD_READ_LEDGER */
  shown(caller: Caller, dataSet: string, shown: readonly ReadShown[]): Promise<void>;
  /** Documents of the registry that are shown. @throws AccessLayerError SCD_READ_LEDGER */
  documents(caller: Caller, documents: readonly ShownDocument[]): Promise<void>;
  /** Records of the Events API that are about to be given out. @throws AccessLayerError SCD_READ_LEDGER */
  delivered(caller: Caller, records: readonly ServedRecord[]): Promise<void>;
}

export interface ReadsOptions {
  writer: Pick<ReadWriter, 'write' | 'writeLater'>;
  access: Pick<Access, 'allowedRanges'>;
  registry: Pick<Registry, 'podFacts' | 'list'>;
}

export function createReads({ writer, access, registry }: ReadsOptions): Reads {
  let questions = 0;

  /** Whose data a time is, where the rules opened it without asking for that. */
  async function holdersOf(pod: string): Promise<AllowedRange[]> {
    const { holdings } = await registry.podFacts(pod);
    return holdings.map(({ customer, from, until }) => {
      return { from, until, rules: [], consents: [], holders: [customer] };
    });
  }

  function question(caller: Caller, asked: ReadAsked): ReadQuestion {
    const reader = readerOf(caller);
    const number = questions++;
    let pieces: ReadPiece[] = [];
    let key = '';
    const enter = (counted: ReadPiece[]) => {
      return { kind: 'enter', order: { key, atMs: Date.now(), reader, pieces: counted } } as const;
    };
    const enterPieces = async (now: ReadPiece[]) => {
      pieces = now;
      // With a consent that came or went between two pages it is another entry.
      const nowKey = `${number} ${JSON.stringify(now)}`;
      if (nowKey === key) return;
      if (key) writer.writeLater({ kind: 'end', key });
      key = nowKey;
      await writer.write(enter(now));
    };
    return {
      asked(basis) {
        // At once where it can be: the disk works while the data are read.
        if (basis.length > 0) return enterPieces(piecesOf(basis, asked));
        return holdersOf(asked.pod).then((held) => enterPieces(piecesOf(held, asked)));
      },
      given(timesMs) {
        const counted = countInto(pieces, timesMs);
        if (counted.some(({ count }) => count > 0)) writer.writeLater(enter(counted));
      },
      end: () => writer.writeLater({ kind: 'end', key }),
    };
  }

  /** Enters a question that is answered at once with so many records of one time. */
  async function enterOnce(
    caller: Caller,
    asked: ReadAsked,
    basis: readonly AllowedRange[],
    count: number,
  ): Promise<void> {
    const once = question(caller, asked);
    await once.asked(basis);
    once.given(Array.from({ length: count }, () => asked.fromMs));
    once.end();
  }

  /** Under one key for a while: whoever looks at a list again and again is one entry, and then the next. */
  async function shown(caller: Caller, dataSet: string, found: readonly ReadShown[]): Promise<void> {
    const reader = readerOf(caller);
    const orders = await Promise.all(
      found.map(async ({ pod, basis, fromMs, untilMs }) => {
        const held = basis.length > 0 ? basis : await holdersOf(pod);
        return piecesOf(held, { pod, dataSet, fromMs, untilMs }).map((piece) => {
          const key = JSON.stringify([reader, dataSet, piece.pod, piece.holders, piece.consents]);
          return { key, atMs: Date.now(), reader, pieces: [{ ...piece, count: 1 }] };
        });
      }),
    );
    await Promise.all(orders.flat().map((order) => writer.write({ kind: 'enter', order })));
  }

  return {
    question,
    shown,
    async documents(caller, documents) {
      const nowMs = Date.now();
      const about = await Promise.all(documents.map((each) => podsOfDocument(registry, each, nowMs)));
      if (about.flat().length > 0) await shown(caller, REGISTRY_DATA, about.flat());
    },
    given: (caller, { pod, dataSet, purpose, from, until }, basis, count) => {
      const span = { fromMs: from, untilMs: until || Number.MAX_SAFE_INTEGER };
      return enterOnce(caller, { pod, dataSet, ...span, ...(purpose ? { purpose } : {}) }, basis, count);
    },

    async personal(caller, customer) {
      const holdings = await registry.list('holding', { where: { customer }, limit: -1 });
      await Promise.all(
        holdings.map(({ document: { pod, from, until } }) => {
          const basis = [{ from, until, rules: [], consents: [], holders: [customer] }];
          const span = { fromMs: from, untilMs: until || Number.MAX_SAFE_INTEGER };
          return enterOnce(caller, { pod, dataSet: 'personal', ...span }, basis, 1);
        }),
      );
    },

    async delivered(caller, records) {
      const reader = readerOf(caller);
      const enter = async ({ topic, timesMs, ...asked }: PodDelivery) => {
        const { basis } = await access.allowedRanges(caller, {
          ...{ pod: asked.pod, dataSet: asked.dataSet, from: asked.fromMs, until: asked.untilMs },
        });
        const held = basis.length > 0 ? basis : await holdersOf(asked.pod);
        const pieces = countInto(piecesOf(held, asked), timesMs);
        // A stream that goes on for weeks is one entry for a while, and then the next.
        const orders = pieces.map((piece) => {
          const key = JSON.stringify([reader, topic, piece.pod, piece.holders, piece.consents]);
          return { key, atMs: Date.now(), reader, pieces: [piece] };
        });
        await Promise.all(orders.map((order) => writer.write({ kind: 'enter', order })));
      };
      await Promise.all(deliveriesOf(records).map(enter));
    },
  };
}

function readerOf({ clientId, subject, role, party, customer }: Caller): Reader {
  return {
    client: clientId,
    ...(subject && subject !== clientId ? { subject } : {}),
    role,
    ...(party ? { party } : {}),
    ...(customer ? { customer } : {}),
  };
}

/** Where there are no access rules nobody knows who reads. */
export const NO_READS: Reads = {
  question: () => ({ asked: async () => undefined, given: () => undefined, end: () => undefined }),
  given: async () => undefined,
  personal: async () => undefined,
  shown: async () => undefined,
  documents: async () => undefined,
  delivered: async () => undefined,
};
