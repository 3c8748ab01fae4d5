import type { DatabaseSync } from 'node:sqlite';
import type { Log } from '@access-layer/kit/log';
import { transaction } from '@access-layer/kit/sqlite';
import type { Stream } from '@access-layer/kit/stream';
import type { Anomalies } from '../anomaly.ts';
import type { ClientWatch } from '../client-watch.ts';
import type { KeyDirectory } from '../key-directory.ts';
import type { Outbox } from '../outbox.ts';
import type { PacketLog } from '../packet-log.ts';
import { runPeriodically } from '../periodic.ts';
import { createChainWatch } from './chain-watch.ts';
import { createPacketWatch } from './packet-watch.ts';
import { createPodDirectory } from './pod-limits.ts';

export interface AnomalyWatchParts {
  database: DatabaseSync;
  stream: Stream;
  outbox: Outbox;
  anomalies: Anomalies;
  directory: Pick<KeyDirectory, 'bindingsOf'>;
  packetLog: Pick<PacketLog, 'lastId'>;
  clients: Pick<ClientWatch, 'flush'>;
  anchorer: string;
  /** Why the chain does not answer; undefined where it does. */
  chainUnreachable: () => string | undefined;
  lateAfterS: number;
  silentAfterS: number;
  log: Log;
}

const LOOK_EVERY_MS = 1000;

/** Looks for anomalies once a second, closes those that are over, and puts both on the stream. */
export function startAnomalyWatch(parts: AnomalyWatchParts) {
  const { database, stream, outbox, anomalies, directory, packetLog, anchorer, log } = parts;
  const pods = createPodDirectory(stream);
  const packets = createPacketWatch({
    ...{ database, anomalies, pods, startedAtMs: Date.now() },
    ...{ lateAfterMs: parts.lateAfterS * 1000, silentAfterMs: parts.silentAfterS * 1000 },
    isBound: (node) => directory.bindingsOf(node, Date.now()).some(({ valid }) => valid),
  });
  const chain = createChainWatch({ database, anomalies, anchorer });

  const watching = runPeriodically('watching for anomalies', {
    intervalMs: LOOK_EVERY_MS,
    log,
    async work() {
      const nowMs = Date.now();
      await pods.follow();
      await packets.watch(packetLog.lastId(), nowMs);
      chain.look(parts.chainUnreachable(), nowMs);
      parts.clients.flush();
      transaction(database, () => anomalies.closeQuiet(nowMs));
      await outbox.relay();
    },
  });
  return { ...watching, forgetPod: packets.forgetPod };
}
