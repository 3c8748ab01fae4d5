import { fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newPrivateKey } from '@access-layer/core/sign';
import type { Caller } from '@access-layer/kit/token';
import { openStore } from '@access-layer/shared-customer-database/adapter';
import { LedgerReader } from '@access-layer/shared-customer-database/ledger/ledger-reader';
import { createReadWriter } from '@access-layer/shared-customer-database/reads/read-writer';
import { createReads } from '@access-layer/shared-customer-database/reads/reads';
import { createReleased } from '@access-layer/shared-customer-database/released/released';
import { DAY_MS, fillStore } from './fill-store.ts';
import { NETWORK } from './packets.ts';

const READINGS = 20_000;
const PER_PACKET = 8;
const PAGES = 400;
const WARM_UP = 50;
const NOBODY = `0x${'5a'.repeat(20)}` as const;
const OPERATOR: Caller = {
  ...{ role: 'dso-operator', party: 'dso', clientId: 'control-room', subject: 'control-room' },
  ...{ scopes: new Set<string>(), expiresAtMs: 0 },
};

/** Milliseconds, medians. */
export interface ReadLedgerCost {
  plainMs: number;
  enteredMs: number;
  costMs: number;
  /** 4 KiB written and on disk, at the same moment: an entry waits for one of these, while its data are read. */
  fsyncMs: number;
}

/** Section `read-ledger`: what a reader of a PoD's day waits longer because his question is entered, on disk, before the answer. */
export async function benchReadLedger(): Promise<void> {
  const { plainMs, enteredMs, costMs, fsyncMs } = await readLedgerCost(PAGES);
  const round = (value: number) => Math.round(value * 1000) / 1000;
  process.stdout.write(`\nA PoD's day read ${PAGES} times each, in turns (medians):\n`);
  console.table({
    'without the read ledger': { ms: round(plainMs) },
    'entered in it first': { ms: round(enteredMs) },
    'costs its reader': { ms: round(costMs) },
    'an fsync of 4 KiB': { ms: round(fsyncMs) },
  });
}

export async function readLedgerCost(pages: number): Promise<ReadLedgerCost> {
  const dir = mkdtempSync(join(tmpdir(), 'access-layer-bench-'));
  const attester = { network: NETWORK, service: 'bench', privateKey: newPrivateKey() };
  const writer = createReadWriter({ file: join(dir, 'reads.db'), attester });
  try {
    const { pods, firstDayMs } = await fillStore(dir, {
      ...{ readings: READINGS, perPacket: PER_PACKET, anchorer: NOBODY, nodes: [] },
    });
    const [pod, range] = [pods[0]!, { from: firstDayMs, until: firstDayMs + DAY_MS }];
    const basis = [{ ...range, rules: ['bench'], consents: [], holders: ['customer'] }];
    const access = {
      allowedRanges: async () => ({ ranges: [range], basis }),
      may: async () => ({ allowed: true, rules: [], errors: [] }),
    };
    const registry = { podFacts: () => Promise.reject(new Error('not asked')), list: async () => [] };
    const reads = createReads({ writer, access, registry: registry as never });
    const store = await openStore({ name: 'sqlite-days', dir: join(dir, 'measurements') });
    const ledger = new LedgerReader(join(dir, 'ledger.db'));
    const [plain, entering] = [undefined, reads].map((entered) =>
      createReleased({ store, ledger, access, reads: entered }),
    ) as [ReturnType<typeof createReleased>, ReturnType<typeof createReleased>];
    const query = { pod, fromMs: range.from, untilMs: range.until, limit: 1000 };
    const page = (released: typeof plain) => async () => {
      const question = released.readings(OPERATOR, query);
      const { items } = await question.page(query);
      question.end();
      if (items.length === 0) throw new Error(`no readings of ${pod} are stored`);
    };
    const figures = await inTurns([page(plain), page(entering), fsyncIn(dir)], pages);
    ledger.close();
    await store.close();
    const [plainMs, enteredMs, fsyncMs] = figures as [number, number, number];
    return { plainMs, enteredMs, costMs: enteredMs - plainMs, fsyncMs };
  } finally {
    await writer.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

function fsyncIn(dir: string): () => Promise<void> {
  const [file, page] = [openSync(join(dir, 'fsync'), 'w'), Buffer.alloc(4096, 1)];
  return async () => {
    writeSync(file, page);
    fdatasyncSync(file);
  };
}

/** What each takes, as the median of so many times; in turns, so that whoever else uses the machine slows all of them. */
async function inTurns(works: (() => Promise<void>)[], times: number): Promise<number[]> {
  const tookMs = works.map((): number[] => []);
  for (let i = -WARM_UP; i < times; i++)
    for (const [k, work] of works.entries()) {
      const began = performance.now();
      await work();
      if (i >= 0) tookMs[k]!.push(performance.now() - began);
    }
  return tookMs.map((values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!);
}
