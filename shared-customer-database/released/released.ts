import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import type { Caller } from '@access-layer/kit/token';
import type { Access } from '../access/access.ts';
import type { DataSet } from '../access/data-set.ts';
import type { ServiceName } from '../access/question.ts';
import { completenessOf, type NodeCompleteness } from '../ledger/completeness.ts';
import type { LedgerReader, Pod } from '../ledger/ledger-reader.ts';
import { NO_READS, type ReadShown, type Reads } from '../reads/reads.ts';
import type {
  PacketCursor,
  PacketsQuery,
  Page,
  ReadingCursor,
  ReadingsQuery,
  Store,
  StoredPacket,
  StoredReading,
} from '../store.ts';
import { readSpans } from './read-spans.ts';
import { releasedSetPoints, type SetPointsPage, type SetPointsQuery } from './released-set-points.ts';
import { type Granted, grantedSpans, holds, type Span } from './spans.ts';

export interface ReleasedOptions {
  store: Store;
  ledger: LedgerReader;
  /** Absent where the service is open to everyone on its machine: everything is released. */
  access: Pick<Access, 'allowedRanges' | 'may'> | undefined;
  /** Where reads are entered; absent with the access rules. */
  reads?: Reads | undefined;
  /** Whether packets of a day are in the archive and not in the store. */
  isArchived?: (day: string) => boolean;
}

/** One question for readings, in as many pages as its reader takes: one entry in the read ledger. */
export interface ReadingsQuestion {
  /** One page; `withheld` is the part of the range that the caller may not read. */
  page(query: ReadingsQuery): Promise<Page<StoredReading, ReadingCursor> & Withheld>;
  /**
   * One page that a thread reads in our place, from the spans that the caller may read: it answers the times of what it
   * gives.
   */
  pageBy<P extends { timesMs: Float64Array }>(
    query: ReadingsQuery,
    read: (spans: Span[]) => Promise<P>,
  ): Promise<P & Withheld>;
  /** The reader has all of it, or has gone. */
  end(): void;
}

export type PacketsPage = Page<StoredPacket, PacketCursor> & { hidden: number };

/** Who calls; undefined only where there are no access rules. */
export type Who = Caller | undefined;

/** What was left out of an answer, since the caller may not see it. */
export interface Withheld {
  withheld: Span[];
}

const EVERYTHING: NonNullable<ReleasedOptions['access']> = {
  allowedRanges: async (_caller, { from, until }) => ({ ranges: [{ from, until }], basis: [] }),
  may: async () => ({ allowed: true, rules: [], errors: [] }),
};

const DATA_SET_OF: Partial<Record<StoredPacket['type'], DataSet>> = {
  measurement: 'measurements',
  activation: 'activations',
  event: 'events',
};
/** Of a packet about the node itself. */
const OTHER: DataSet = 'technical';
const DAY_MS = 86_400_000;
const ALL_TIME: Span = { fromMs: 0, untilMs: Number.MAX_SAFE_INTEGER };
/** A page looks at so many packets at most, however many of them the caller may not see. */
const MAX_LOOKED_AT = 5000;

/** The data of PoDs, as far as the access rules release them to a caller: the only way from a route to the store. */
export type Released = ReturnType<typeof createReleased>;

/**
 * Everything that is read of a PoD goes through here and is cut to what the rules allow, each time it is read. What a
 * caller may not see at all is answered like what does not exist.
 */
export function createReleased(options: ReleasedOptions) {
  const { store, ledger, access = EVERYTHING, reads = NO_READS, isArchived = () => false } = options;
  const granted = (caller: Who, asked: Span & { pod: string; dataSet: DataSet }) =>
    grantedSpans(access, caller as Caller, asked);

  /** Whether the caller may see all that a packet tells: a signed packet cannot be cut. Asks once for those of one page. */
  function releasing(caller: Who): (packet: StoredPacket) => Promise<boolean> {
    const known = new Map<string, Promise<Granted>>();
    return async ({ pod, type, fromMs, toMs }) => {
      const dataSet = DATA_SET_OF[type] ?? OTHER;
      const place = `${pod} ${dataSet}`;
      const decided = known.get(place) ?? granted(caller, { pod, dataSet, ...ALL_TIME });
      known.set(place, decided);
      return holds((await decided).allowed, { fromMs, toMs });
    };
  }

  /** @throws AccessLayerError SCD_POD_UNKNOWN where nothing may be read */
  async function measurements(
    caller: Who,
    { pod, fromMs, untilMs }: Span & { pod: string },
  ): Promise<Granted> {
    const grant = await granted(caller, { pod, fromMs, untilMs, dataSet: 'measurements' });
    if (grant.allowed.length === 0) throw podUnknown(pod);
    return grant;
  }

  /** Enters a question whose answer is one page, reads, and gives it out when the entry is on disk. */
  async function entered<T>(
    caller: Who,
    asked: Span & { pod: string; dataSet: string },
    basis: Granted['basis'],
    read: () => Promise<{ answer: T; timesMs: Iterable<number> }>,
  ): Promise<T> {
    const question = reads.question(caller as Caller, asked);
    const onDisk = question.asked(basis);
    try {
      const [{ answer, timesMs }] = await Promise.all([read(), onDisk]);
      question.given(timesMs);
      return answer;
    } finally {
      question.end();
    }
  }

  async function releasedPackets(caller: Who, query: PacketsQuery): Promise<PacketsPage> {
    const items: StoredPacket[] = [];
    let hidden = 0;
    let { cursor } = query;
    for (;;) {
      const page = await store.packets({ ...query, ...(cursor ? { cursor } : {}), limit: query.limit });
      const isReleased = releasing(caller);
      for (const packet of page.items) {
        if (items.length === query.limit) return { items, hidden, ...(cursor ? { next: cursor } : {}) };
        if (await isReleased(packet)) items.push(packet);
        else hidden += 1;
        cursor = { fromMs: packet.fromMs, node: packet.node, seq: packet.seq };
      }
      if (!page.next) return { items, hidden };
      cursor = page.next;
      if (items.length === query.limit || items.length + hidden >= MAX_LOOKED_AT)
        return { items, hidden, next: page.next };
    }
  }

  async function enteredPacket(caller: Who, packet: StoredPacket): Promise<StoredPacket> {
    const { pod, type, fromMs, toMs } = packet;
    const asked = { pod, dataSet: DATA_SET_OF[type] ?? OTHER, fromMs, untilMs: toMs + 1 };
    const { basis } = await granted(caller, asked);
    return entered(caller, asked, basis, async () => ({ answer: packet, timesMs: [fromMs] }));
  }

  /** Who may not read the PoD at that time learns nothing of it: for him the packet does not exist. */
  async function requireNotArchived(caller: Who, { day, pod }: { day: string; pod: string }): Promise<void> {
    const fromMs = Date.parse(day);
    const { allowed } = await granted(caller, {
      pod,
      dataSet: 'measurements',
      fromMs,
      untilMs: fromMs + DAY_MS,
    });
    if (allowed.length > 0) throw archived(day);
  }

  async function mayView(caller: Who, service: ServiceName): Promise<boolean> {
    return (await access.may(caller as Caller, 'view', { type: 'Service', service })).allowed;
  }

  return {
    /** The readings of a PoD over a time range, page by page. */
    readings(caller: Who, asked: Span & { pod: string }): ReadingsQuestion {
      const question = reads.question(caller as Caller, { ...asked, dataSet: 'measurements' });
      return {
        async page(query) {
          const { allowed, withheld, basis } = await measurements(caller, query);
          const entered = question.asked(basis);
          const [page] = await Promise.all([readSpans(store, query, allowed), entered]);
          question.given(page.items.map(({ timeMs }) => timeMs));
          return { ...page, withheld };
        },
        async pageBy(query, read) {
          const { allowed, withheld, basis } = await measurements(caller, query);
          const entered = question.asked(basis);
          const [page] = await Promise.all([read(allowed), entered]);
          question.given(page.timesMs);
          return { ...page, withheld };
        },
        end: question.end,
      };
    },

    /** One page of the packets of a PoD; `hidden` says how many of those looked at the caller may not see. */
    async packets(caller: Who, query: PacketsQuery): Promise<PacketsPage> {
      const { pod, type, fromMs, untilMs } = query;
      const dataSets = type
        ? [DATA_SET_OF[type as StoredPacket['type']] ?? OTHER]
        : [...new Set([...Object.values(DATA_SET_OF), OTHER])];
      const grants = await Promise.all(
        dataSets.map((dataSet) => granted(caller, { pod, dataSet, fromMs, untilMs })),
      );
      if (grants.every(({ allowed }) => allowed.length === 0)) throw podUnknown(pod);
      const asked = { pod, fromMs, untilMs, dataSet: type ? dataSets[0]! : 'packets' };
      const basis = grants.flatMap((grant) => grant.basis);
      return entered(caller, asked, basis, async () => {
        const answer = await releasedPackets(caller, query);
        return { answer, timesMs: answer.items.map((packet) => packet.fromMs) };
      });
    },

    /** One page of the set-points of a PoD that touch a range. */
    async setPoints(caller: Who, query: SetPointsQuery): Promise<SetPointsPage> {
      const page = await releasedSetPoints(ledger, (asked) => granted(caller, asked), query);
      if (!page) throw podUnknown(query.pod);
      const asked = { ...query, dataSet: 'set-points' as const };
      const { basis } = await granted(caller, asked);
      const timesMs = page.items.map(({ setPoint }) => Date.parse(setPoint.from));
      return entered(caller, asked, basis, async () => ({ answer: page, timesMs }));
    },

    /**
     * The packet with this payload hash or message hash.
     * @throws AccessLayerError SCD_HASH_UNKNOWN, SCD_ARCHIVED
     */
    async packet(caller: Who, hash: Hex): Promise<StoredPacket> {
      for (const { day, node, seq, pod } of ledger.byHash(hash)) {
        const packet = await store.packet(day, node, seq);
        if (!packet && isArchived(day)) await requireNotArchived(caller, { day, pod });
        const isIt = packet && (packet.payloadHash === hash || packet.messageHash === hash);
        if (!packet || !(isIt || ledger.isDuplicate(node, seq, hash))) continue;
        if (await releasing(caller)(packet)) return enteredPacket(caller, packet);
      }
      throw new AccessLayerError({
        code: 'SCD_HASH_UNKNOWN',
        message: `no packet with the hash ${hash} is stored; expected a payloadHash or messageHash of a certificate`,
      });
    },

    /** What came of a PoD, for who audits completeness; for others of the times whose proofs they may read. */
    async completeness(
      caller: Who,
      query: Span & { pod: string; lateAfterMs: number },
    ): Promise<{ nodes: NodeCompleteness[] } & Withheld> {
      const asked = { ...query, dataSet: 'proofs' as const };
      const { allowed, withheld, basis } = await granted(caller, asked);
      const isWhole = await mayView(caller, 'completeness');
      if (!isWhole && allowed.length === 0) throw podUnknown(query.pod);
      return entered(caller, asked, basis, async () => {
        const spans = isWhole ? [query] : allowed;
        const parts = await Promise.all(spans.map((span) => completenessOf(ledger, { ...query, ...span })));
        const answer = { nodes: parts.flat(), withheld: isWhole ? [] : withheld };
        return { answer, timesMs: spans.map(({ fromMs }) => fromMs) };
      });
    },

    /** PoDs of which something is stored and may be read, and how many of those looked at may not. */
    async series(
      caller: Who,
      { after, limit }: { after: string; limit: number },
    ): Promise<{ pods: Pod[]; hidden: number; next?: string }> {
      const found = ledger.pods(after, limit + 1);
      const looked = found.slice(0, limit);
      const pods: Pod[] = [];
      const shown: ReadShown[] = [];
      for (const entry of looked) {
        const { allowed, basis } = await granted(caller, {
          pod: entry.pod,
          dataSet: 'measurements',
          ...ALL_TIME,
        });
        const visible = {
          ...entry,
          series: entry.series.filter(({ firstMs, lastMs }) => touches(allowed, firstMs, lastMs)),
        };
        if (visible.series.length === 0) continue;
        const isWhole = entry.series.every(({ firstMs, lastMs }) =>
          holds(allowed, { fromMs: firstMs, toMs: lastMs }),
        );
        // How much there was of times that the caller may not see is not for him to know.
        pods.push(isWhole ? entry : { ...entry, series: [] });
        const [fromMs, untilMs] = [
          Math.min(...visible.series.map(({ firstMs }) => firstMs)),
          Math.max(...visible.series.map(({ lastMs }) => lastMs)) + 1,
        ];
        shown.push({ pod: entry.pod, basis, fromMs, untilMs });
      }
      if (shown.length > 0) await reads.shown(caller as Caller, 'series', shown);
      const next = found.length > limit ? { next: looked.at(-1)!.pod } : {};
      return { pods, hidden: looked.length - pods.length, ...next };
    },

    /** @throws AccessLayerError SCD_FORBIDDEN unless the rules let the caller view a service. */
    async requireView(caller: Who, service: ServiceName): Promise<void> {
      if (await mayView(caller, service)) return;
      throw new AccessLayerError({
        code: 'SCD_FORBIDDEN',
        message: `no rule lets ${caller?.role ?? 'you'} view ${service}`,
      });
    },
  };
}

function archived(day: string): AccessLayerError {
  return new AccessLayerError({
    code: 'SCD_ARCHIVED',
    message: `the packet is of ${day}, which is in the archive; POST /v1/archive/restores brings the day back for a time`,
  });
}

/** The same for a PoD of which there is nothing and for one that the caller may not see. */
export function podUnknown(code: string): AccessLayerError {
  return new AccessLayerError({
    code: 'SCD_POD_UNKNOWN',
    message: `nothing is stored of PoD "${code}" that you may see; GET /v1/series lists what is`,
  });
}

function touches(spans: Span[], firstMs: number, lastMs: number): boolean {
  return spans.some(({ fromMs, untilMs }) => fromMs <= lastMs && firstMs < untilMs);
}
