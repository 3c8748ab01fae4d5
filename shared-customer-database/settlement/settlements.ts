import type { MarketCodes } from '@access-layer/core/dossier/dossier';
import { AccessLayerError } from '@access-layer/core/errors';
import type { Activation } from '@access-layer/core/payloads/activation';
import type { SetPoint } from '@access-layer/core/payloads/set-point';
import { senderPlaceOf } from '@access-layer/core/sender-chain';
import { disputeStates } from '@access-layer/core/settlement/dispute-states';
import type { SettlementParameters } from '@access-layer/core/settlement/parameters';
import { similarDays } from '@access-layer/core/settlement/similar-days';
import type { Slice } from '@access-layer/core/settlement/slices';
import type { Caller } from '@access-layer/kit/token';
import type { Access } from '../access/access.ts';
import type { DataSet } from '../access/data-set.ts';
import type { WorkerPool } from '../aggregates/worker-pool.ts';
import type { StatementCertificates } from '../ingestion-api/statement-certificates.ts';
import type { Certificate } from '../ledger/certificates.ts';
import type { LedgerReader } from '../ledger/ledger-reader.ts';
import type { Reads } from '../reads/reads.ts';
import type { Registry } from '../registry.ts';
import { grantedSpans, holds } from '../released/spans.ts';
import { type ActivationFiles, activationFiles } from './activation-files.ts';
import type { ActivationTask, UsedPacket, WorkedActivation } from './activation-task.ts';
import { createMarketView, type MarketOfActivation, type Named } from './market-view.ts';
import type { ArchiveSigner } from './seal-archive.ts';

export interface SettlementsOptions {
  network: string;
  access: Pick<Access, 'allowedRanges' | 'may'>;
  /** Where reads are entered. */
  reads: Pick<Reads, 'given'>;
  registry: Pick<Registry, 'statements' | 'statement' | 'podFacts' | 'list'>;
  ledger: Pick<LedgerReader, 'certificates'>;
  certificates: Pick<StatementCertificates, 'proof'>;
  /** Runs `activation-task.ts`. */
  pool: WorkerPool;
  parameters: SettlementParameters;
  market: MarketCodes;
  /** Absent where the service has no key: then there are no archives. */
  signer: ArchiveSigner | undefined;
}

/** A set-point of a PoD as the ledger has it. */
export interface KnownSetPoint {
  setPoint: SetPoint;
  certificate: Certificate;
}

/** An activation with what stands behind its figures. */
export interface SettledActivation {
  setPoint: SetPoint;
  /** Of the set-point. */
  hash: string;
  payloadHash: string;
  market: MarketOfActivation;
  worked: WorkedActivation;
  task: ActivationTask;
  excludedDays: { date: string; reason: 'event' | 'other-holder' }[];
}

const DAY_MS = 86_400_000;

/** What activations have delivered, as far as the access rules release it. They are worked out in worker threads. */
export function createSettlements(options: SettlementsOptions) {
  const { access, registry, ledger, pool, parameters } = options;
  const market = createMarketView(registry);

  /** Whether the caller may see all of a time of a kind of data. */
  async function mayReadAll(
    caller: Caller,
    asked: Slice & { pod: string; dataSet: DataSet },
  ): Promise<boolean> {
    const { allowed } = await grantedSpans(access, caller, asked);
    return holds(allowed, { fromMs: asked.fromMs, toMs: asked.untilMs - 1 });
  }

  /** Nothing is given out before it is in the read ledger. @throws AccessLayerError SCD_READ_LEDGER */
  async function enter(
    caller: Caller,
    asked: Slice & { pod: string; dataSet: DataSet },
    count: number,
  ): Promise<void> {
    const { basis } = await grantedSpans(access, caller, asked);
    const { pod, dataSet, fromMs: from, untilMs: until } = asked;
    await options.reads.given(caller, { pod, dataSet, from, until }, basis, count);
  }

  /** Those that ask something of a device, of which the caller may see the settlement. */
  async function visible(
    caller: Caller,
    pod: string,
    within: Slice,
  ): Promise<{ seen: KnownSetPoint[]; hidden: number }> {
    const seen: KnownSetPoint[] = [];
    let hidden = 0;
    for (const certificate of ledger.certificates.setPointsFrom(
      chainOf(pod),
      within.fromMs,
      within.untilMs,
    )) {
      const known = knownSetPoint(certificate);
      const { fromMs, untilMs } = spanOf(known.setPoint);
      if (known.setPoint.mode === 'resume') continue;
      if (await mayReadAll(caller, { pod, dataSet: 'settlements', fromMs, untilMs })) seen.push(known);
      else hidden += 1;
    }
    return { seen, hidden };
  }

  async function heldSince(pod: string, atMs: number): Promise<number> {
    const { holdings } = await registry.podFacts(pod);
    const holding = holdings.find(({ from, until }) => from <= atMs && (until === 0 || atMs < until));
    return holding?.from ?? 0;
  }

  /** Who decides disputes: the DSO of the registry. */
  async function decider(): Promise<string | undefined> {
    return (await registry.list('party', { where: { role: 'dso' }, limit: 1 }))[0]?.id;
  }

  async function workOut(
    { setPoint, certificate }: KnownSetPoint,
    { withProofs, signal, isBegun = false }: { withProofs: boolean; signal: AbortSignal; isBegun?: boolean },
  ): Promise<SettledActivation> {
    const { pod, seq, order } = setPoint;
    const period = spanOf(setPoint);
    const hash = certificate.messageHash;
    const said = await market.ofActivation({ pod, hash, order, ...period });
    const aggregator = said.order?.payload.sender;
    const sent = await market.baseline(pod, period.fromMs, period.untilMs, aggregator);
    const { certificates } = ledger;
    const reachMs = period.fromMs - (parameters.lookBackDays + 2) * DAY_MS;
    const events = certificates
      .setPointTimes(chainOf(pod), period.untilMs, reachMs)
      .filter((other) => other.seq !== seq && other.mode !== 'resume')
      .map(({ fromMs, untilMs }) => ({ fromMs, untilMs }));
    const heldSinceMs = await heldSince(pod, period.fromMs);
    const { days, excluded } = similarDays({ period, events, heldSinceMs, parameters });
    const heard = said.disputes.map(({ messageHash, payload }) => ({ hash: messageHash, dispute: payload }));
    const task: ActivationTask = {
      ...{ setPoint, hash, days, parameters, withProofs },
      later: certificates.setPointsBehind(chainOf(pod), seq, period.untilMs).map((other) => {
        return { hash: other.messageHash, fromMs: Math.max(other.fromMs, period.fromMs) };
      }),
      deal: said.order && { order: said.order.payload, result: said.result?.payload },
      sent: sent?.payload,
      // The adjustment looks at what was asked shortly before; the rest has only made days unlike.
      events: events.filter((event) => event.untilMs > period.fromMs - 2 * DAY_MS),
      disputes: disputeStates(heard, await decider()),
    };
    const worked = await pool.run<WorkedActivation>(task, signal, { isBegun });
    const withBaseline = { ...said, ...(sent ? { baseline: sent } : {}) };
    return {
      ...{ setPoint, hash, payloadHash: certificate.payloadHash, market: withBaseline },
      ...{ worked, task, excludedDays: excluded },
    };
  }

  /** @throws AccessLayerError SCD_HASH_UNKNOWN where there is none that the caller may see */
  async function find(caller: Caller, pod: string, seq: number): Promise<KnownSetPoint> {
    const [certificate] = ledger.certificates.ofChain(chainOf(pod), seq - 1, 1);
    // Of an erased one there is nothing to settle.
    const known = certificate?.payload ? knownSetPoint(certificate) : undefined;
    const span = known && spanOf(known.setPoint);
    const isSeen =
      known?.setPoint.seq === seq &&
      known.setPoint.mode !== 'resume' &&
      (await mayReadAll(caller, { pod, dataSet: 'settlements', ...span! }));
    if (known && isSeen) return known;
    const message = `${pod} has no activation of number ${seq} that you may see; GET /v1/settlements/months/{month} lists them`;
    throw new AccessLayerError({ code: 'SCD_HASH_UNKNOWN', message });
  }

  /** A signed packet is released whole or not at all, and so is the archive that it stands in. */
  async function releasePackets(
    caller: Caller,
    { setPoint: { pod }, worked }: SettledActivation,
  ): Promise<void> {
    const kinds: [DataSet, UsedPacket[]][] = [
      ['activations', worked.stages],
      ['measurements', worked.readings],
    ];
    for (const [dataSet, packets] of kinds) {
      for (const { fromMs, toMs } of packets) {
        if (await mayReadAll(caller, { pod, dataSet, fromMs, untilMs: toMs + 1 })) continue;
        const message = `the archive would hold ${dataSet} of ${pod} that you may not read; the settlement tells the figures`;
        throw new AccessLayerError({ code: 'SCD_FORBIDDEN', message });
      }
      if (packets.length === 0) continue;
      const fromMs = Math.min(...packets.map((packet) => packet.fromMs));
      const untilMs = Math.max(...packets.map((packet) => packet.toMs)) + 1;
      await enter(caller, { pod, dataSet, fromMs, untilMs }, packets.length);
    }
  }

  /**
   * The same of what parties have stated: an order may name PoDs of other customers. The request that an order answers
   * bears no figure, and is left out where it may not be read.
   */
  async function requireStatements(caller: Caller, { market: said }: SettledActivation): Promise<void> {
    const isReadable = async ({ payload: { type, sender, recipients } }: Named) =>
      (await access.may(caller, 'read', { type: 'Statement', statementType: type, sender, recipients }))
        .allowed;
    if (said.request && !(await isReadable(said.request))) delete said.request;
    const { order, result, baseline, disputes, settlements } = said;
    for (const statement of [order, result, baseline, ...disputes, ...settlements]) {
      if (!statement || (await isReadable(statement))) continue;
      const message = `the archive would hold a ${statement.payload.type} that you may not read; the settlement tells the figures`;
      throw new AccessLayerError({ code: 'SCD_FORBIDDEN', message });
    }
  }

  async function archive(
    caller: Caller,
    known: KnownSetPoint,
    { signal, isBegun = false }: { signal: AbortSignal; isBegun?: boolean },
  ): Promise<{ activation: SettledActivation; files: ActivationFiles }> {
    const { signer } = options;
    if (!signer) throw noKey();
    requireEnded(known.setPoint);
    const activation = await workOut(known, { withProofs: true, signal, isBegun });
    await requireStatements(caller, activation);
    await releasePackets(caller, activation);
    await enter(caller, { ...about(known), dataSet: 'settlements' }, 1);
    const { unproven } = activation.worked;
    if (unproven) throw new AccessLayerError(unproven);
    const files = await activationFiles(activation, { ...options, signer, decidedBy: await decider() });
    return { activation, files };
  }

  return {
    visible,
    find,
    archive,
    async figures(
      caller: Caller,
      known: KnownSetPoint,
      wanted: { signal: AbortSignal; isBegun?: boolean },
    ): Promise<SettledActivation> {
      const entered = enter(caller, { ...about(known), dataSet: 'settlements' }, 1);
      const [activation] = await Promise.all([workOut(known, { ...wanted, withProofs: false }), entered]);
      return activation;
    },
    /** PoDs of the registry behind one, in the order of their codes. */
    async pods(after: string, limit: number): Promise<string[]> {
      return (await registry.list('pod', { after, limit })).map(({ id }) => id);
    },
    network: options.network,
    parameters,
    market: options.market,
    signer: options.signer,
  };
}

export type Settlements = ReturnType<typeof createSettlements>;

function chainOf(pod: string): string {
  return senderPlaceOf({ type: 'set-point', pod, seq: 0, issuedAt: '' } as SetPoint).chain;
}

function knownSetPoint(certificate: Certificate): KnownSetPoint {
  return { certificate, setPoint: JSON.parse(certificate.payload) as SetPoint };
}

export function spanOf({ from, until }: Pick<SetPoint, 'from' | 'until'>): Slice {
  return { fromMs: Date.parse(from), untilMs: Date.parse(until) };
}

function about({ setPoint }: KnownSetPoint): Slice & { pod: string } {
  return { pod: setPoint.pod, ...spanOf(setPoint) };
}

function requireEnded({ until, id }: SetPoint): void {
  if (Date.parse(until) <= Date.now()) return;
  const message = `activation ${id} ends at ${until}; its archive is made when it is over`;
  throw new AccessLayerError({ code: 'SCD_NOT_ENDED', message });
}

export function noKey(): AccessLayerError {
  const message = 'this service has no key, so it signs no archives; expected `signing` in its configuration';
  return new AccessLayerError({ code: 'SCD_NO_KEY', message });
}

/** As they are shown: the stage with what was measured. */
export function stageAnswer({ status, reason, commandedW, measuredW, at, ems }: Activation) {
  return { at, status, reason, commandedW, measuredW, ems };
}
