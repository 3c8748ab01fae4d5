import { readFileSync } from 'node:fs';
import { createClient } from '@access-layer/client/create-client';
import { createStatements } from '@access-layer/client/statements';
import { messageOf } from '@access-layer/core/errors';
import { loadKey } from '@access-layer/kit/keystore';
import type { Log } from '@access-layer/kit/log';
import { aggregator } from './aggregator.ts';
import type { StakeholdersConfig } from './config.ts';
import { openDispatch } from './dispatch.ts';
import { dso } from './dso.ts';
import { market } from './market.ts';
import { productAt } from './product.ts';
import type { Desk, Done, Stakeholder } from './stakeholder.ts';
import { tso } from './tso.ts';

const STAKEHOLDERS: Record<StakeholdersConfig['stakeholders'][number]['role'], Stakeholder> = {
  ...{ tso, aggregator, market, dso },
};
const ROUND_S = 60;

export interface Rounds {
  /** Rounds that have ended, and turns in them that failed. */
  counts(): { rounds: number; failed: number };
  /** Ends after the turn that is under way. */
  stop(): Promise<void>;
}

/** Lets the stakeholders take their turns, at once and then every `roundS`; a turn that fails is logged, and the next goes on. */
export function startRounds(config: StakeholdersConfig, log: Log): Rounds {
  const desks = config.stakeholders.map((own) => ({
    take: STAKEHOLDERS[own.role],
    desk: openDesk(config, own),
  }));
  const counts = { rounds: 0, failed: 0 };
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;

  async function round(): Promise<void> {
    const startMs = Date.now();
    const product = productAt(startMs);
    for (const { take, desk } of desks) {
      if (stopping) return;
      const { party } = desk;
      try {
        const done = await take(desk, product);
        log.info({ party, product: product.id, ...done }, lineOf(party, done));
      } catch (error) {
        counts.failed++;
        log.warn({ err: error, party, product: product.id }, `${party}: ${messageOf(error)}`);
      }
    }
    counts.rounds++;
    const waitMs = Math.max(0, startMs + (config.roundS ?? ROUND_S) * 1000 - Date.now());
    timer = setTimeout(() => {
      under = round();
    }, waitMs);
  }

  let under = round();
  return {
    counts: () => ({ ...counts }),
    async stop() {
      stopping = true;
      clearTimeout(timer);
      await under;
    },
  };
}

function openDesk(
  { url, network }: StakeholdersConfig,
  {
    party,
    clientId,
    secretFile,
    keystoreFile,
    passphraseFile,
    platform,
  }: StakeholdersConfig['stakeholders'][number],
): Desk {
  const client = createClient({ url, clientId, secret: readFileSync(secretFile, 'utf8').trim() });
  const privateKey = loadKey(keystoreFile, passphraseFile);
  const statements = createStatements(client, { sender: party, network, privateKey });
  return { party, client, statements, ...(platform ? { dispatch: openDispatch(platform) } : {}) };
}

/** One line a turn: `aggregator-1 read portfolio 2, released 1, readings 45, requests 1; wrote order`. */
export function lineOf(party: string, { read, wrote }: Done): string {
  const numbers = Object.entries(read).map(([what, count]) => `${what} ${count}`);
  return `${party} read ${numbers.join(', ')}; wrote ${wrote.join(', ') || 'nothing'}`;
}
