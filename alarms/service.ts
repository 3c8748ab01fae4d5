import { mkdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createClient } from '@access-layer/client/create-client';
import type { Log } from '@access-layer/kit/log';
import { createTokenCheck } from '@access-layer/kit/token';
import { mayRead } from './access.ts';
import { createAlarms } from './alarms.ts';
import { createChannels } from './channels.ts';
import type { AlarmsSettings } from './config.ts';
import { loadSenders, startDelivering } from './deliver.ts';
import { createHistory } from './history.ts';
import { createLive } from './live.ts';
import { metricsOf } from './metrics.ts';
import { type Book, openBook } from './open-book.ts';
import { createOutbox } from './outbox.ts';
import type { Parts } from './parts.ts';
import { startRest } from './rest/server.ts';
import type { Rule } from './rule.ts';
import { createRules } from './rules.ts';
import { createSamples } from './samples.ts';
import { createSecrets } from './secrets.ts';
import { createSilences } from './silences.ts';
import { createSourceStates } from './source-states.ts';
import { createTeller } from './tell.ts';
import { createWatches, type Sample } from './watches.ts';
import { startWatching } from './watching.ts';

export interface Surroundings {
  log: Log;
  /** Where secrets of channels may be. */
  env: NodeJS.ProcessEnv;
  now?: () => number;
}

/** Starts the alarms: what judges, what sends, and the API on loopback. */
export async function startAlarms(settings: AlarmsSettings, { log, env, now = Date.now }: Surroundings) {
  mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 });
  const book = openBook(settings.dataDir);
  const parts = await createParts(settings, { book, log, env, now });
  const delivering = startDelivering({
    ...{ book, log, now, giveUpAfterS: settings.giveUpAfterS, changed: parts.live.changed },
    ...{ outbox: parts.outbox, channels: parts.channels, history: parts.history, senders: parts.senders },
  });
  parts.kick = delivering.kick;
  const watching = startWatching(parts);
  const rest = await startRest({
    parts,
    ...settings.http,
    check: createTokenCheck(settings.auth),
    metrics: metricsOf(parts),
  });
  const httpPort = (rest.server.address() as AddressInfo).port;
  log.info({ pid: process.pid, httpPort }, 'listening');
  return {
    httpPort,
    url: `http://127.0.0.1:${httpPort}`,
    async stop(): Promise<void> {
      await rest.close();
      await watching.stop();
      await delivering.stop();
      book.close();
    },
  };
}

async function createParts(
  settings: AlarmsSettings,
  { book, log, env, now }: Required<Surroundings> & { book: Book },
): Promise<Parts> {
  const { database } = book;
  const { network, publicUrl, url, client: own } = settings;
  const live = createLive();
  const stores = {
    ...{
      rules: createRules(database, now),
      alarms: createAlarms(database, now),
      channels: createChannels(database),
    },
    ...{ silences: createSilences(database, now), history: createHistory(database, now) },
    outbox: createOutbox(database, now),
  };
  const teller = createTeller({ network, publicUrl, ...stores, now });
  const client = createClient({ url, clientId: own.id, secret: readFileSync(own.secretFile, 'utf8').trim() });
  const parts: Parts = {
    ...{ settings, book, ...stores, teller, client, log, live, now, kick: () => undefined },
    ...{ samples: createSamples(database, now), sources: createSourceStates() },
    senders: await loadSenders({ settings, secret: createSecrets(settings.secrets, env) }),
    watches: createWatches({
      ...{ book, alarms: stores.alarms, history: stores.history, teller },
      mayTell: (rule, sample) => mayTell(parts, rule, sample),
      isCurrent: ({ id, revision }) => stores.rules.find(id)?.revision === revision,
      changed(owner) {
        live.changed(owner);
        parts.kick();
      },
    }),
  };
  return parts;
}

/** Of what others watch, they are told what they may read. */
async function mayTell(parts: Parts, rule: Rule, { atMs, subject }: Sample): Promise<boolean> {
  const pod = subject.split(' ')[0]!;
  return (await mayRead(parts, rule, { pod, atMs, isTold: true })) === 'yes';
}
