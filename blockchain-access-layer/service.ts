import type { AddressInfo } from 'node:net';
import { createAnchorClient } from '@access-layer/contracts/anchor';
import { createChainExplorer } from '@access-layer/contracts/chain-explorer';
import { createChainReader } from '@access-layer/contracts/chain-reader';
import { readContractRecord } from '@access-layer/contracts/contract-record';
import { openSigner } from '@access-layer/contracts/open-signer';
import { watchEndpoints } from '@access-layer/contracts/watch-endpoints';
import { type Hex, toHex } from '@access-layer/core/bytes';
import { TOPICS } from '@access-layer/core/record';
import { followErasures } from '@access-layer/kit/erasure';
import { loadKey } from '@access-layer/kit/keystore';
import type { Log } from '@access-layer/kit/log';
import { openStream } from '@access-layer/kit/open-stream';
import { openNodeBook } from './adapters.ts';
import { createAnchoring } from './anchor.ts';
import { createAnchorBook } from './anchor-book.ts';
import { startAnchorLoop } from './anchor-loop.ts';
import { createAnchoredRanges } from './anchored-ranges.ts';
import { startAnomalyWatch } from './anomalies/start-anomaly-watch.ts';
import { createAnomalies } from './anomaly.ts';
import { createBatchStore } from './batch-store.ts';
import { type Broker, type BrokerEvents, startBroker } from './broker.ts';
import { createClientWatch } from './client-watch.ts';
import type { BalSettings } from './config.ts';
import { lockDataDir, openBalDatabase } from './database.ts';
import { startDenyList } from './deny-list.ts';
import { createErasure } from './erasure.ts';
import { createFlow } from './flow.ts';
import { createHashIndex } from './hash-index.ts';
import { healthOf } from './health.ts';
import { createIntake } from './intake.ts';
import { createBalMetrics } from './metrics.ts';
import { createNodeNotes } from './node-notes.ts';
import { createOutbox } from './outbox.ts';
import { createPacketLog, type PacketLog } from './packet-log.ts';
import { createPacketQuery } from './packet-query.ts';
import { runPeriodically } from './periodic.ts';
import { createPublisher } from './publish.ts';
import { type Clocks, createReceiptClock } from './receipt-clock.ts';
import { startRegistryWatch } from './registry-watch.ts';
import { createRejections } from './rejections.ts';
import { createRestGuard } from './rest/guard.ts';
import { startRest } from './rest/server.ts';
import { createRotations } from './rotations.ts';
import { createSealer } from './seal.ts';
import { createSetPointBook } from './set-points/set-point-book.ts';
import { createSetPoints } from './set-points/set-points.ts';
import { startStatementIntake } from './statement-intake.ts';
import { createVerdicts } from './verdicts.ts';
import { createVerifier } from './verifier.ts';

const TICK_MS = 1000;
const TRIM_EVERY_MS = 3_600_000;
/** A node may send its backlog of a time that was erased. */
const LATE_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;

export interface Wiring {
  log: Log;
  /** Something from which only a new process recovers. */
  onFatal: (error: Error) => void;
  clocks?: Clocks;
  /** Stands around the log, to watch it. */
  aroundLog?: (packetLog: PacketLog) => PacketLog;
}

export interface BlockchainAccessLayer {
  mqttPort: number;
  httpPort: number;
  stop(): Promise<void>;
}

/** What is kept, and what reads and writes it; nothing here runs by itself. */
async function openState(settings: BalSettings) {
  const { network, dataDir, chain: chainSettings } = settings;
  const key = loadKey(settings.keystoreFile, settings.passphraseFile);
  const signer = await openSigner(settings.signer, () => toHex(key));
  const anchorer = signer.address;
  const unlock = lockDataDir(dataDir);
  const database = openBalDatabase(dataDir, anchorer);
  const stream = await openStream(settings.stream);
  const outbox = createOutbox(database, stream, anchorer);
  const chain = createAnchorClient({
    rpcUrl: chainSettings.rpcUrl,
    address: chainSettings.anchorContract as Hex,
  });
  return {
    ...{ network, key, signer, anchorer, database, stream, outbox, chain },
    anomalies: createAnomalies(database, outbox),
    rejections: createRejections(database),
    batches: createBatchStore(database),
    book: createAnchorBook(database),
    hashIndex: createHashIndex(database),
    nodeBook: await openNodeBook(settings.nodeBook, dataDir),
    unlock,
  };
}

type State = Awaited<ReturnType<typeof openState>>;

/**
 * Starts the whole service: what an earlier run has left unfinished is finished first of all. The ports are open when
 * this resolves.
 * @throws AccessLayerError KEYSTORE_…, BAL_ANCHORER_CHANGED, BAL_DATA_IN_USE
 */
export async function startBlockchainAccessLayer(
  settings: BalSettings,
  { log, onFatal, clocks, aroundLog = (packetLog) => packetLog }: Wiring,
): Promise<BlockchainAccessLayer> {
  const endpoints = watchEndpoints(settings.chain, log);
  const state = await openState(settings);
  const { network, key, database, stream, anomalies, rejections, batches, nodeBook, outbox } = state;
  await nodeBook.reset(Date.now());
  let broker: Broker | undefined;
  const registry = await startRegistryWatch({
    ...{ database, stream, log, pollMs: settings.chain.pollMs },
    ...{ rpcUrl: settings.chain.rpcUrl, address: settings.chain.registry as Hex },
    onChange: () => broker?.dropDenied(),
  });
  const { directory } = registry;
  const denyList = await startDenyList({ stream, log, onDenied: () => broker?.dropDenied() });
  const setPointBook = createSetPointBook(database, anomalies);
  const setPoints = createSetPoints({ book: setPointBook, network, privateKey: key });
  const anchored = createAnchoredRanges(database);
  const packetLog = aroundLog(
    createPacketLog({
      ...{ database, directory, rejections, anomalies, outbox, holdMs: settings.statementHoldS * 1000 },
      ...{ setPoints: setPointBook, justConfirmed: anchored.justConfirmed },
      tellRefused: (refusal) =>
        state.outbox.add(TOPICS.refusedStatements, refusal.chain, JSON.stringify(refusal)),
    }),
  );
  const clock = createReceiptClock({
    highWaterMs: packetLog.highWaterMs(),
    maxStepMs: settings.maxClockStepMs,
    ...(clocks && { clocks }),
  });
  const verdicts = createVerdicts({
    ...{ network, privateKey: key, intervalMs: settings.verdictIntervalS * 1000, rejections },
    anchored,
    rotations: createRotations(database, directory),
  });
  const notes = createNodeNotes(nodeBook, log);
  const verifier = createVerifier({
    ...{ threads: settings.verifyThreads, network, podPattern: settings.podPattern, onFailed: onFatal },
  });
  const intake = createIntake({
    ...{ clock, verifier, packetLog, log },
    onAppended: ({ accepted, refused }) => {
      notes.accepted(accepted);
      verdicts.refused(refused);
      setPoints.appended();
    },
  });

  const statements = startStatementIntake({ stream, intake, senders: packetLog.senders, log });
  const anchorLoop = startAnchoring(settings, state, log, () => verdicts.tick());
  const sealing = startSealing(settings, state, packetLog, log, () => anchorLoop.kick());
  const trimming = startTrimming(settings, state, log);
  const clients = createClientWatch({ database, anomalies, log });
  const watching = startAnomalyWatch({
    ...{ ...state, clients },
    ...{ directory, packetLog, chainUnreachable: () => anchorLoop.state().unreachable, log },
    ...{ lateAfterS: settings.lateAfterS, silentAfterS: settings.silentAfterS },
  });
  const erasure = createErasure({
    ...{ database, stream, hashIndex: state.hashIndex, relay: state.outbox.relay },
    forgetPod: watching.forgetPod,
  });
  const erasing = followErasures({ stream, part: 'blockchain-access-layer', erase: erasure.erase, log });
  const late = { intervalMs: LATE_EVERY_MS, log, work: erasure.eraseLate };
  const erasingLate = runPeriodically('erasing what comes late', late);
  const tick = runPeriodically('the tick', {
    intervalMs: TICK_MS,
    log,
    work: async () => {
      clock.check();
      verdicts.tick();
      setPoints.tick();
      statements.tick();
      await notes.flush();
    },
  });
  const events: BrokerEvents = {
    offer: (offer) => intake.offer(offer),
    pending: () => intake.pending(),
    // A clock that is wrong keeps nodes out; a log that failed does not, as only a packet can show that it is well again.
    stoppedBecause: () => {
      const time = clock.check();
      return time.ok ? undefined : time.reason;
    },
    isListedPlatform: (name) => directory.isListed(name, 'set-point-signer', Date.now()),
    deniedBecause: (name, fingerprint) => {
      const isRevoked = directory.isRevoked(name, Date.now());
      return denyList.reasonFor(name, fingerprint) ?? (isRevoked ? 'its key is revoked' : undefined);
    },
    connected: (connection) => notes.connected(connection),
    disconnected: (connection) => {
      notes.disconnected(connection);
      verdicts.disconnected(connection);
      setPoints.disconnected(connection);
    },
    subscribed: (connection, channel) => {
      if (channel === 'verdicts') verdicts.subscribed(connection);
      else setPoints.subscribed(connection, channel);
    },
    acknowledged: (connection) => verdicts.acknowledged(connection),
    status: (name, text) => notes.reported(name, text),
    refused: (refusal, client, reason) => clients.refused(refusal, client, reason),
    takenOver: (former, { name, address }) =>
      clients.notice('session-taken-over', name, { from: former.address, by: address }),
  };
  broker = await startBroker({ ...settings.mqtt, log, events });
  broker.dropDenied();
  const rest = await startRest({
    guard: createRestGuard(settings),
    ...{ ...settings.http, log, clock, directory, anomalies, batches, nodeBook },
    refused: packetLog.senders.refused,
    ...{ anchorer: state.anchorer, book: state.book, packets: packetQuery(settings, state, directory) },
    ...{ network, ...chainViews(settings), flow: createFlow({ ...state, packetLog }) },
    metrics: createBalMetrics({
      ...{ packetLog, batches, rejections, setPointBook, anomalies, clients },
      ...{ pending: intake.pending, connections: broker.connections, chainNode: endpoints.inUse },
    }),
    health: () =>
      healthOf({
        intakeStopped: intake.stoppedBecause,
        failures: () => [
          ...[sealing.failure(), tick.failure(), watching.failure()],
          ...[statements.problem(), erasing.problem()],
        ],
        chain: anchorLoop.state,
        registryUnreachable: registry.unreachable,
        batches,
        alarmAfterMs: settings.chain.alarmAfterS * 1000,
      }),
  });
  const httpPort = (rest.server.address() as AddressInfo).port;
  log.info({ pid: process.pid, mqttPort: broker.port, httpPort, anchorer: state.anchorer }, 'listening');

  return {
    mqttPort: broker.port,
    httpPort,
    async stop() {
      await rest.close();
      await Promise.all([erasing.stop(), erasingLate.stop()]);
      await statements.stop();
      await intake.drain();
      await broker?.close();
      await intake.drain();
      await watching.stop();
      await Promise.all([tick.stop(), trimming.stop(), sealing.stop(), anchorLoop.stop(), registry.stop()]);
      await denyList.stop();
      await verifier.close();
      await notes.flush();
      await nodeBook.close();
      await stream.close();
      database.close();
      state.unlock();
    },
  };
}

/** The chain for people and verifiers to look at. */
function chainViews({ chain }: BalSettings) {
  const { rpcUrl } = chain;
  const where = { rpcUrl, registry: chain.registry as Hex, anchorContract: chain.anchorContract as Hex };
  const others = () => (chain.contractsFile ? readContractRecord(chain.contractsFile) : []);
  return { explorer: createChainExplorer({ ...where, others }), reader: createChainReader(where) };
}

function startAnchoring(settings: BalSettings, state: State, log: Log, onAnchored: () => void) {
  const { database, batches, book, outbox, chain, anchorer, anomalies } = state;
  const { chainId, confirmations, maxInFlight, resendAfterMs, pollMs } = settings.chain;
  const anchoring = createAnchoring({
    ...{ database, batches, book, outbox, chain, anchorer, signer: state.signer },
    ...{ chainId, confirmations, maxInFlight, resendAfterMs },
    report: (anomaly) => {
      log.error(anomaly, 'anomaly');
      anomalies.add(anomaly);
    },
  });
  return startAnchorLoop({ anchoring, pollMs, log, onAnchored });
}

/** Every window: one batch of what was accepted, to the chain's queue at once, then to the stream. */
function startSealing(
  settings: BalSettings,
  state: State,
  packetLog: PacketLog,
  log: Log,
  onSealed: () => void,
) {
  const { database, batches, stream, anchorer, outbox, hashIndex } = state;
  const sealer = createSealer(database, batches);
  const publisher = createPublisher({ database, batches, stream, anchorer });
  return runPeriodically('sealing', {
    intervalMs: settings.windowMs,
    log,
    work: async () => {
      const batch = await sealer.seal(packetLog.lastId());
      if (batch) {
        log.debug({ index: batch.index, count: batch.count }, 'sealed');
        onSealed();
      }
      await publisher.publish();
      await outbox.relay();
      await hashIndex.catchUp(packetLog.lastId());
    },
  });
}

function startTrimming({ streamRetentionDays }: BalSettings, { stream, anomalies }: State, log: Log) {
  return runPeriodically('trimming the streams', {
    intervalMs: TRIM_EVERY_MS,
    log,
    // Who is started again every half hour keeps nothing longer for it.
    atOnce: true,
    work: async () => {
      const beforeMs = Date.now() - streamRetentionDays * DAY_MS;
      for (const topic of [
        ...[TOPICS.packets, TOPICS.anchors, TOPICS.anomalies],
        ...[TOPICS.statements, TOPICS.refusedStatements],
      ])
        await stream.trim(topic, beforeMs);
      anomalies.prune(beforeMs);
    },
  });
}

function packetQuery(
  settings: BalSettings,
  state: State,
  directory: Parameters<typeof createPacketQuery>[0]['directory'],
) {
  const { database, batches, book, hashIndex, anchorer, chain } = state;
  const { chainId } = settings.chain;
  return createPacketQuery({
    database,
    batches,
    book,
    hashIndex,
    directory,
    anchorer,
    chainId,
    contract: chain.address,
  });
}
