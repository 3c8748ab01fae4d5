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
import { HEAR_WITHIN_MS, type InboxOptions, openInbox } from './inbox.ts';
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
    desk: openDesk(config, own, log),
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

  const isListening = Promise.all(desks.map(({ desk }) => desk.inbox?.ready));
  let under = isListening.then(round);
  return {
    counts: () => ({ ...counts }),
    async stop() {
      stopping = true;
      clearTimeout(timer);
      await Promise.all(desks.map(({ desk }) => desk.inbox?.close()));
      await under;
    },
  };
}

/** Who hears the event stream, and how: the specification gives it to these two beside REST. */
const INBOXES: Partial<Record<keyof typeof STAKEHOLDERS, Pick<InboxOptions, 'by' | 'topics'>>> = {
  aggregator: { by: 'server-sent-events', topics: ['market-messages', 'set-points', 'activations'] },
  market: { by: 'kafka-rest', topics: ['market-messages'] },
};

function openDesk(
  { url, network, hearWithinS }: StakeholdersConfig,
  {
    role,
    party,
    clientId,
    secretFile,
    keystoreFile,
    passphraseFile,
    platform,
  }: StakeholdersConfig['stakeholders'][number],
  log: Log,
): Desk {
  const client = createClient({ url, clientId, secret: readFileSync(secretFile, 'utf8').trim() });
  const privateKey = loadKey(keystoreFile, passphraseFile);
  const statements = createStatements(client, { sender: party, network, privateKey });
  const hearWithinMs = hearWithinS === undefined ? HEAR_WITHIN_MS : 1000 * hearWithinS;
  const hears = INBOXES[role];
  return {
    ...{ party, client, statements },
    ...(platform ? { dispatch: openDispatch(platform) } : {}),
    ...(hears ? { inbox: openInbox(client, { ...hears, party, hearWithinMs, log }) } : {}),
  };
}

/** One line a turn: `aggregator-1 read portfolio 2, released 1, readings 45, requests 1; wrote order`. */
export function lineOf(party: string, { read, wrote }: Done): string {
  const numbers = Object.entries(read).map(([what, count]) => `${what} ${count}`);
  return `${party} read ${numbers.join(', ')}; wrote ${wrote.join(', ') || 'nothing'}`;
}
