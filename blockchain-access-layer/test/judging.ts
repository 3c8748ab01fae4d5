import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { BindingAnswer } from '@access-layer/core/binding';
import type { Hex } from '@access-layer/core/bytes';
import { commitmentOf, LISTED } from '@access-layer/core/commitment';
import type { RefusedStatement } from '@access-layer/core/refused-statement';
import type { NewRecord } from '@access-layer/kit/stream';
import { createPacketWatch, type PacketWatchParts } from '../anomalies/packet-watch.ts';
import { createAnomalies } from '../anomaly.ts';
import { openBalDatabase } from '../database.ts';
import { type BindingAt, createKeyDirectory } from '../key-directory.ts';
import { createOutbox } from '../outbox.ts';
import { createPacketLog, type PacketLogParts } from '../packet-log.ts';
import { createRejections } from '../rejections.ts';
import { createSetPointBook } from '../set-points/set-point-book.ts';
import { verifySetPoint } from '../set-points/verify-set-point.ts';
import { type Verified, verifyMessage } from '../verify-message.ts';
import { verifySenderMessage } from '../verify-sender-message.ts';
import { NETWORK, openingOf, type TestNode } from './fleet.ts';

export const ANCHORER: Hex = `0x${'a1'.repeat(20)}`;
export const RULES = { network: NETWORK, podPattern: /^IT\d{3}E\d{8}$/ };

type Period = Partial<BindingAnswer>;

/** A registry that answers what the test has written down: by key and commitment. */
export function tableOfBindings() {
  const table = new Map<string, Period>();
  const bindingAt: BindingAt = (key, commitment, timeMs) => {
    const period = table.get(`${key}|${commitment}`);
    const { from = 0, until = 0, revokedAt = 0, kind = 'light-node', compromisedSince = 0 } = period ?? {};
    const valid =
      from !== 0 &&
      from <= timeMs &&
      (until === 0 || timeMs < until) &&
      (revokedAt === 0 || timeMs < revokedAt);
    return { valid, kind: period ? kind : 'none', from, until, revokedAt, compromisedSince };
  };
  return {
    bindingAt,
    bind: (key: Hex, commitment: Hex, period: Period) => void table.set(`${key}|${commitment}`, period),
  };
}

/** A log in a folder of its own that takes messages as they are, with a registry written down by the test. */
export function openJudging(
  t: TestContext,
  {
    holdMs,
    justConfirmed,
    watching = {},
  }: Pick<PacketLogParts, 'holdMs' | 'justConfirmed'> & { watching?: Partial<PacketWatchParts> } = {},
) {
  const dir = mkdtempSync(join(tmpdir(), 'bal-judging-'));
  const database = openBalDatabase(dir, ANCHORER);
  t.after(() => {
    database.close();
    rmSync(dir, { recursive: true });
  });
  const appended: { topic: string; records: NewRecord[] }[] = [];
  const outbox = createOutbox(
    database,
    { append: async (topic, records) => void appended.push({ topic, records }) },
    'x',
  );
  const anomalies = createAnomalies(database, outbox);
  const rejections = createRejections(database);
  const registry = tableOfBindings();
  const directory = createKeyDirectory(registry.bindingAt);
  const setPoints = createSetPointBook(database, anomalies);
  const told: RefusedStatement[] = [];
  const packetLog = createPacketLog({
    ...{ database, directory, rejections, anomalies, outbox, setPoints },
    tellRefused: (refusal) => void told.push(refusal),
    ...(holdMs !== undefined && { holdMs }),
    ...(justConfirmed && { justConfirmed }),
  });
  const watch = createPacketWatch({
    ...{ database, anomalies, pods: { of: () => ({ carriesW: 100_000, isLowVoltage: true }) } },
    ...{ isBound: () => true, lateAfterMs: 300_000, silentAfterMs: 3_600_000, startedAtMs: Date.now() },
    ...watching,
  });
  const arrival = (node: string, message: Uint8Array) => {
    const verified: Verified = verifyMessage(message, node, RULES);
    return { node, message, verified };
  };
  return {
    ...{
      dir,
      database,
      outbox,
      appended,
      anomalies,
      rejections,
      directory,
      packetLog,
      registry,
      setPoints,
      watch,
    },
    /** What senders were told of messages that were refused. */
    told,

    /** Binds a node from a time on, and opens the binding. */
    enrol(node: TestNode, period: Period = { from: 1 }): void {
      registry.bind(node.address, node.commitment, period);
      directory.add(openingOf(node));
    },

    /** Binds the key of an opening that is known already. */
    enrolAs(node: TestNode, period: Period): void {
      const { id, pod, meter, salt } = node;
      const commitment = commitmentOf({ node: id, podCode: pod, meterId: meter, salt });
      registry.bind(node.address, commitment, period);
    },

    /** Appends messages of a node's topic in one group; answers what was refused since, by reason. */
    append(node: string, messages: Uint8Array[], receivedAtMs = Date.now()) {
      return packetLog.append(
        messages.map((message) => arrival(node, message)),
        receivedAtMs,
      );
    },

    /** Appends messages of many nodes' topics in one group. */
    appendAll: (messages: { node: string; message: Uint8Array }[], receivedAtMs: number) =>
      packetLog.append(
        messages.map(({ node, message }) => arrival(node, message)),
        receivedAtMs,
      ),

    /** Lists a key for a party or service from a time on, and opens it. */
    list(
      kind: 'party' | 'service' | 'set-point-signer',
      node: string,
      key: Hex,
      period: Period = { from: 1 },
    ): void {
      registry.bind(key, LISTED, { kind, ...period });
      directory.add(JSON.stringify({ kind, key, node, podCode: '', meterId: '', role: '', salt: LISTED }));
    },

    /** Appends set-points of a platform for a node in one group. */
    command(platform: string, node: string, messages: Uint8Array[], receivedAtMs = Date.now()) {
      return packetLog.append(
        messages.map((message) => {
          return { platform, node, message, verified: verifySetPoint(message, node, RULES) };
        }),
        receivedAtMs,
      );
    },

    /** Appends messages of senders in one group. */
    state(messages: Uint8Array[], receivedAtMs = Date.now()) {
      return packetLog.append(
        messages.map((message) => {
          return { node: undefined, message, verified: verifySenderMessage(message, RULES) };
        }),
        receivedAtMs,
      );
    },

    refusals: (node: string) => rejections.pending(node, 1000).rejections,
    /** Types of all anomalies so far, open or not, after a look at what was accepted. */
    async anomalyTypes() {
      await watch.watch(packetLog.lastId(), Date.now());
      return anomalies.list({ limit: 1000 }).map(({ type }) => type);
    },
    accepted: () =>
      database
        .prepare('SELECT node.name, seq FROM packet JOIN node ON node.id = node_id ORDER BY packet.id')
        .all(),
  };
}
