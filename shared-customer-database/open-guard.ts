import { join } from 'node:path';
import { createRegistry } from '@access-layer/contracts/registry';
import type { RpcUrl } from '@access-layer/contracts/rpc-url';
import type { Hex } from '@access-layer/core/bytes';
import { messageOf } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import { openStream } from '@access-layer/kit/open-stream';
import type { Stream } from '@access-layer/kit/stream';
import { createTokenCheck, type TokenCheck } from '@access-layer/kit/token';
import { type Access, createAccess } from './access/access.ts';
import type { Auth } from './access-config.ts';
import { openTopicStore } from './adapter.ts';
import type { ScdConfig } from './config.ts';
import { ErasureBook } from './erasures/erasure-book.ts';
import { type Erasures, REGISTRY_PART, STORE_PART, startErasures } from './erasures/start-erasures.ts';
import { withoutErased } from './erasures/without-erased.ts';
import type { TopicStore } from './events-api/topic-store.ts';
import { followRefusals } from './ingestion-api/follow-refusals.ts';
import { followRegistrar } from './ingestion-api/follow-registrar.ts';
import { createOutboxSender } from './ingestion-api/outbox-sender.ts';
import { publishPods } from './ingestion-api/pod-record.ts';
import type { IngestionSources } from './ingestion-api/sources.ts';
import type { StatementCertificates } from './ingestion-api/statement-certificates.ts';
import { followListedKeys } from './listed-keys.ts';
import { openReadLedger, type ReadLedger } from './reads/open-read-ledger.ts';
import { openRegistry } from './registry/open-registry.ts';

/** What the routes need to know who calls and what he may see. */
export interface Guard {
  access: Access;
  check: TokenCheck;
  sources: IngestionSources;
  stream: Stream;
  topics: TopicStore;
  readLedger: ReadLedger;
  erasures: Erasures;
  close(): Promise<void>;
}

/** Parts that hold data where the configuration names none. */
const ERASURE_PARTS = [STORE_PART, REGISTRY_PART, 'blockchain-access-layer', 'registrar'];
const FORGET_EVERY_MS = 3_600_000;
/** How long an answer is kept for its Idempotency-Key. */
const ANSWER_KEPT_MS = 86_400_000;

/** Opens registry, access rules and the token check, and keeps the registry and the stream in step. */
export async function openGuard(
  config: ScdConfig & { auth: Auth },
  certificates: StatementCertificates,
  log: Log,
): Promise<Guard> {
  const { auth, network, dataDir, policiesDir, podPattern } = config;
  const registry = await openRegistry(config.registry ?? { name: 'sqlite', dir: join(dataDir, 'registry') });
  const stream = await openStream(config.stream);
  const topics = await openTopicStore({ name: 'embedded', dir: join(dataDir, 'topics') });
  const book = new ErasureBook(join(dataDir, 'erasures.db'));
  const rules = createAccess({ registry, policiesDir: policiesDir!, log });
  const access = withoutErased(rules, () => book.confirmed());
  const readLedger = await openReadLedger({
    ...{ network, signing: config.signing, config: config.readLedger, access, registry, stream, log },
    file: join(dataDir, 'reads.db'),
  });
  const erasures = await startErasures({
    ...{ book, readLedger, registry, stream, log, parts: config.erasureParts ?? ERASURE_PARTS },
    listFile: join(dataDir, 'erasures.json'),
  });
  const outbox = createOutboxSender({ registry, stream, log });
  const { rpcUrl, registry: address } = config.chain as { rpcUrl: RpcUrl; registry: Hex };
  const keys = followListedKeys({
    ...{ registry: createRegistry({ rpcUrl, address }), address, log },
    file: join(dataDir, 'listed-keys.json'),
  });
  const ending = new AbortController();
  const told = (what: string) => (error: unknown) => {
    if (!ending.signal.aborted) log.error({ err: error }, `${what} not followed: ${messageOf(error)}`);
  };
  const following = Promise.all([
    followRegistrar({ registry, stream, log }, ending.signal).catch(told('the registrar is')),
    followRefusals({ registry, stream, log }, ending.signal).catch(told('refused statements are')),
  ]);
  const forgetting = setInterval(() => {
    registry.forgetAnswers(Date.now() - ANSWER_KEPT_MS).catch((err) => log.warn({ err }, 'old answers stay'));
  }, FORGET_EVERY_MS).unref();
  publishPods(registry, stream, log)
    .catch((err) => log.warn({ err }, 'PoDs are not on the stream'))
    .finally(() => void outbox.flush());
  return {
    access,
    check: createTokenCheck(auth),
    ...{ stream, topics, readLedger, erasures },
    sources: {
      registry,
      access,
      outbox,
      certificates,
      network,
      log,
      podPattern: new RegExp(podPattern),
      keyListed: keys.isListed,
      reads: readLedger.reads,
    },
    async close() {
      ending.abort();
      clearInterval(forgetting);
      keys.close();
      await following;
      await outbox.close();
      await erasures.stop();
      await readLedger.close();
      book.close();
      access.close();
      await registry.close();
      await topics.close();
      await stream.close();
    },
  };
}
