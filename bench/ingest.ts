import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { toHex } from '@access-layer/core/bytes';
import type { SignedMessage } from '@access-layer/core/message';
import { newPrivateKey } from '@access-layer/core/sign';
import { createLog } from '@access-layer/kit/log';
import { openStream } from '@access-layer/kit/open-stream';
import type { NewRecord } from '@access-layer/kit/stream';
import { openStore } from '@access-layer/shared-customer-database/adapter';
import { startIngest } from '@access-layer/shared-customer-database/ingest/start-ingest';
import { LedgerReader } from '@access-layer/shared-customer-database/ledger/ledger-reader';
import { certify } from './certified-records.ts';
import { NETWORK, signPackets } from './packets.ts';

const NODES = 20;
/** What a broker seals in a window of 5 s at 1,000 packets a second. */
const BATCH_LEAVES = 5000;
const POLL_MS = 20;

/** Certified records of twenty nodes, about 2 KB each, as they stand on the stream. */
export function ingestLoad(count: number): NewRecord[] {
  const perNode = Math.ceil(count / NODES);
  const byNode = Array.from({ length: NODES }, (_, i) => {
    const node = { id: `bench-${i}`, pod: `IT999E${String(i).padStart(8, '0')}`, meter: 'm' };
    return signPackets({ ...node, key: toHex(newPrivateKey()) }, NETWORK, perNode);
  });
  const messages: SignedMessage[] = [];
  for (let seq = 0; seq < perNode; seq++) for (const ofNode of byNode) messages.push(ofNode[seq]!);
  return certify(messages.slice(0, count), BATCH_LEAVES);
}

export interface IngestFigures {
  perSecond: number;
  /** Computing time of all threads for one record, and of the one that stores, in microseconds. */
  cpuUs: number;
  mainCpuUs: number;
  /** Most resident memory of this process so far: load, ingest and all. */
  peakMemoryMb: number;
}

/**
 * Takes the records from the stream to measurements, trees and ledger on disk, by the ingest as the service runs it. The
 * first quarter warms it up: threads start and code is compiled once in the life of a service.
 */
export async function measureIngest(records: NewRecord[]): Promise<IngestFigures> {
  const dir = mkdtempSync(join(tmpdir(), 'access-layer-bench-'));
  const stream = await openStream({ name: 'embedded', dir: join(dir, 'stream') });
  const warmUp = Math.ceil(records.length / 4);
  await stream.append('packets', records.slice(0, warmUp));
  const store = await openStore({ name: 'sqlite-days', dir: join(dir, 'measurements') });
  const ledgerFile = join(dir, 'ledger.db');
  const ingest = startIngest({
    ...{ stream, store, ledgerFile, batchesFile: join(dir, 'batches.db') },
    rules: { network: NETWORK, podPattern: /^IT\d{3}E\d{8}$/ },
    checkAnchor: async () => ({ answer: 'confirmed' }),
    log: createLog({ name: 'bench', level: 'warn' }),
    ...{ group: 'bench', batchRecords: 500, retryMs: 1000 },
  });
  const ledger = new LedgerReader(ledgerFile);
  const stored = async (count: number) => {
    while (ledger.counts().stored < count) await delay(POLL_MS);
  };
  try {
    await stored(warmUp);
    await stream.append('packets', records.slice(warmUp));
    const [startMs, all, main] = [performance.now(), process.cpuUsage(), process.threadCpuUsage()];
    await stored(records.length);
    const seconds = (performance.now() - startMs) / 1000;
    const count = records.length - warmUp;
    const us = ({ user, system }: NodeJS.CpuUsage) => (user + system) / count;
    return {
      perSecond: count / seconds,
      cpuUs: us(process.cpuUsage(all)),
      mainCpuUs: us(process.threadCpuUsage(main)),
      peakMemoryMb: process.resourceUsage().maxRSS / 1024,
    };
  } finally {
    await ingest.stop();
    ledger.close();
    await store.close();
    await stream.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
