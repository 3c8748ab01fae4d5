import type { TestContext } from 'node:test';
import { type Hex, toHex } from '@access-layer/core/bytes';
import { digestOf, payloadHashOf } from '@access-layer/core/message';
import { formatTime } from '@access-layer/core/time';
import secp256k1 from 'secp256k1';
import { createAnchoredRanges } from '../anchored-ranges.ts';
import { measurement, newNode, randomHash, type TestNode } from '../test/fleet.ts';
import { ANCHORER, openJudging } from '../test/judging.ts';
import { newPlatform } from '../test/set-points.ts';
import type { AnomalyType } from './anomaly-types.ts';
import { createChainWatch } from './chain-watch.ts';

const MINUTE_MS = 60_000;
/** A Monday, in the first seconds after midnight UTC. */
export const START_MS = Date.parse('2026-02-02T00:00:05.000Z');
const AVAILABLE_W = 3300;

/** What a node sends in one minute: messages in order. */
type Sent = Uint8Array[];
type Script = (house: House, minute: number) => Sent;

/** A node with a meter that behaves like one: noise on every value, registers that follow the power. */
interface House {
  node: TestNode;
  energyWh: number;
  /** Messages that were made and not sent yet. */
  held: Uint8Array[];
  /** The first message of each minute. */
  sent: Uint8Array[];
  /** The next packet as it should be, but for what is given. */
  next(minute: number, changes?: Changes): Uint8Array;
}

interface Changes {
  powerW?: number;
  voltageV?: number;
  energyWh?: number;
  reading?: object;
  packet?: object;
  key?: Uint8Array;
  /** The numbering does not move on. */
  aside?: true;
}

/** Every kind that shows in what is published, and how one of it is made. The fault begins in minute 20. */
const FAULT_MINUTE = 20;
const onceAt =
  (fault: (house: House, minute: number, seed: number) => Sent) =>
  (seed: number): Script =>
  (house, minute) =>
    minute === FAULT_MINUTE ? fault(house, minute, seed) : [house.next(minute)];
const between = (untilMinute: number, changes: Changes) => (): Script => (house, minute) => [
  house.next(minute, minute >= FAULT_MINUTE && minute < untilMinute ? changes : {}),
];

const FORGED = 'a forged set-point';
const CHAIN_EVERY_MS = 5000;
/** An outage is told; a chain that is restarted is back before that. */
const OUTAGE_MS = 15_000;
const RESTART_MS = 5000;

export const SEEDS: Record<
  string,
  { types: AnomalyType[]; script: (seed: number) => Script; minutes?: number }
> = {
  gap: {
    types: ['gap'],
    script: onceAt((house, minute) => {
      house.next(minute);
      return [];
    }),
  },
  'two that come in the wrong order': {
    types: ['gap', 'late'],
    script: onceAt((house, minute) => {
      const [first, second] = [house.next(minute), house.next(minute)];
      return [second, first];
    }),
  },
  'a backlog': {
    types: ['late'],
    script: () => (house, minute) => {
      if (minute < FAULT_MINUTE || minute > FAULT_MINUTE + 8) return [house.next(minute)];
      house.held.push(house.next(minute));
      return minute === FAULT_MINUTE + 8 ? house.held.splice(0) : [];
    },
  },
  duplicate: {
    types: ['duplicate'],
    script: onceAt((house, minute) => {
      const message = house.next(minute);
      return [message, message];
    }),
  },
  replay: { types: ['replay'], script: onceAt((house, minute) => [house.sent[0]!, house.next(minute)]) },
  'sequence fork': {
    types: ['sequence-fork'],
    script: onceAt((house, minute, seed) =>
      seed % 2 === 0
        ? [house.next(minute, { aside: true }), house.next(minute)]
        : [house.next(minute, { packet: { prev: randomHash() } })],
    ),
  },
  'clock ahead': {
    types: ['clock'],
    script: onceAt((house, minute) => [
      house.next(minute, { packet: { signedAt: formatTime(START_MS + (minute + 10) * MINUTE_MS) } }),
    ]),
  },
  'clock not synchronised': {
    types: ['clock'],
    script: between(23, { reading: { quality: ['measured', 'clock-unsynced'] } }),
  },
  silent: {
    types: ['silent'],
    script: () => (house, minute) => (minute < FAULT_MINUTE ? [house.next(minute)] : []),
  },
  'register falls': {
    types: ['register-fall'],
    script: onceAt((house, minute) => [house.next(minute, { energyWh: house.energyWh - 5000 })]),
  },
  'register jumps': {
    types: ['register-jump'],
    script: onceAt((house, minute) => [house.next(minute, { energyWh: house.energyWh + 60_000 })]),
  },
  'power above available': { types: ['power-above-available'], script: between(50, { powerW: 5000 }) },
  'voltage outside for ten minutes': {
    types: ['voltage'],
    script: (seed) => between(45, { voltageV: seed % 2 === 0 ? 258 : 190 })(),
  },
  'voltage outside for 5 % of a week': {
    types: ['voltage'],
    script: between(545, { voltageV: 205 }),
    minutes: 560,
  },
  'a meter that does not answer': {
    types: ['stale'],
    script: between(24, { reading: { quality: ['meter-error'], values: {} } }),
  },
  'values that stand still': {
    types: ['stale'],
    script: between(45, { reading: { values: { activePowerW: 312.4, voltageL1V: 231.7 } } }),
  },
  'signed by a stranger': {
    types: ['refused-signature'],
    script: onceAt((house, minute) => [
      house.next(minute, { key: newNode('x').key, aside: true }),
      house.next(minute),
    ]),
  },
  'of a foreign PoD': {
    types: ['refused'],
    script: onceAt((house, minute) => [
      house.next(minute, { packet: { pod: 'IT001E99999999' }, aside: true }),
      house.next(minute),
    ]),
  },
  'a node that nobody knows': {
    types: ['unknown-client'],
    script: () => (house, minute) => [house.next(minute)],
  },
  // What is forged comes from the platform's side: `commandAll`.
  [FORGED]: { types: ['set-point-refused'], script: () => (house, minute) => [house.next(minute)] },
};

/** What was found, and what should have been: names of node and type. */
export interface SeededResult {
  clean: number;
  expected: Set<string>;
  found: Set<string>;
  /** Milliseconds of looking for anomalies, and of verifying, judging and appending. */
  watchMs: number;
  appendMs: number;
}

/**
 * Runs houses that are well beside houses of each kind of fault, minute by minute in simulated time, through
 * verification, log and watch as the service has them.
 */
export async function runSeeded(
  t: TestContext,
  { cleanHouses, minutes, seedsOfEach }: { cleanHouses: number; minutes: number; seedsOfEach: number },
  onMinute: (minute: number) => void = () => undefined,
): Promise<SeededResult> {
  const pods = { of: () => ({ availableW: AVAILABLE_W, carriesW: 25_000, isLowVoltage: true }) };
  const watching = { pods, silentAfterMs: 15 * MINUTE_MS, startedAtMs: START_MS };
  const log = openJudging(t, { watching });
  const ranges = createAnchoredRanges(log.database);
  const result: SeededResult = { clean: 0, expected: new Set(), found: new Set(), watchMs: 0, appendMs: 0 };
  const houses: { house: House; script: Script; untilMinute: number }[] = [];
  const add = (name: string, script: Script, untilMinute: number) => {
    const house = newHouse(name, houses.length + 1);
    if (!name.startsWith('stranger')) log.enrol(house.node);
    houses.push({ house, script, untilMinute });
  };
  for (let i = 0; i < cleanHouses; i++) add(`clean-${i}`, (house, m) => [house.next(m)], minutes);
  for (const [index, [kind, { types, script, minutes: longer }]] of Object.entries(SEEDS).entries()) {
    if (longer && longer > minutes) continue;
    for (let seed = 0; seed < seedsOfEach; seed++) {
      const name = `${kind === 'a node that nobody knows' ? 'stranger' : 'seed'}-${index}-${seed}`;
      for (const type of types) result.expected.add(`${name} ${type}`);
      add(name, script(seed), longer ?? 60);
    }
  }

  const platform = newPlatform('dsotp-1');
  const forger = newPlatform(platform.id);
  log.list('set-point-signer', platform.id, platform.address);
  const forgedFor = `seed-${Object.keys(SEEDS).indexOf(FORGED)}-`;
  /** As many houses that are well are sent a true set-point. */
  const commandAll = (atMs: number) => {
    const forged = houses.filter(({ house }) => house.node.id.startsWith(forgedFor));
    for (const { house } of [...houses.slice(0, Math.min(cleanHouses, seedsOfEach)), ...forged]) {
      const from = house.node.id.startsWith(forgedFor) ? forger : platform;
      const [now, later] = [formatTime(atMs), formatTime(atMs + MINUTE_MS)];
      const times = { issuedAt: now, from: now, until: later, expiresAt: later };
      log.command(platform.id, house.node.id, [from.setPoint(house.node, times).bytes], atMs);
    }
  };
  const chain = createChainWatch({ ...log, anchorer: ANCHORER });
  /** One outage a minute from the minute of the faults on, as many as there are seeds; restarts before and after. */
  const askChain = (minute: number, atMs: number) => {
    const isOutage = minute >= FAULT_MINUTE && minute < FAULT_MINUTE + seedsOfEach;
    const goneMs = isOutage ? OUTAGE_MS : RESTART_MS;
    for (let ms = 0; ms < MINUTE_MS; ms += CHAIN_EVERY_MS) {
      chain.look(ms < goneMs ? 'connection refused' : undefined, atMs + ms);
    }
  };
  for (let outage = 0; outage < seedsOfEach; outage++) result.expected.add(nameOfOutage(outage));

  const most = Math.max(minutes, ...houses.map(({ untilMinute }) => untilMinute));
  for (let minute = 0; minute < most; minute++) {
    const group: { node: string; message: Uint8Array }[] = [];
    for (const [index, { house, script, untilMinute }] of houses.entries()) {
      // One that is through is heard now and then, so that it is not silent as well.
      if (minute >= untilMinute && minute % 10 > 0) continue;
      const sent = script(house, minute);
      if (minute < minutes && index < cleanHouses) result.clean += sent.length;
      house.sent.push(...sent.slice(0, 1));
      for (const message of sent) group.push({ node: house.node.id, message });
    }
    const atMs = START_MS + minute * MINUTE_MS;
    askChain(minute, atMs);
    if (minute === FAULT_MINUTE) commandAll(atMs);
    result.appendMs += await timed(() => void log.appendAll(group, atMs));
    if (minute === FAULT_MINUTE - 1) {
      for (const { house } of houses) ranges.confirm(house.node.id, log.packetLog.lastId());
    }
    if (minute % 5 === 4) result.watchMs += await timed(() => log.watch.watch(log.packetLog.lastId(), atMs));
    onMinute(minute);
  }
  await log.watch.watch(log.packetLog.lastId(), START_MS + most * MINUTE_MS);
  let outages = 0;
  for (const { node, type, state } of log.anomalies.list({ limit: 1_000_000 })) {
    const isOver = type === 'chain-unreachable' && state === 'closed';
    result.found.add(isOver ? nameOfOutage(outages++) : `${node} ${type}`);
  }
  return result;
}

const nameOfOutage = (ordinal: number) => `outage ${ordinal} chain-unreachable`;

async function timed(work: () => void | Promise<void>): Promise<number> {
  const beforeMs = performance.now();
  await work();
  return performance.now() - beforeMs;
}

function newHouse(name: string, ordinal: number): House {
  const node = newNode(name, ordinal);
  let random = ordinal;
  const noise = (spread: number) => {
    random = (Math.imul(random, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.round(((random / 0x7fffffff) * 2 - 1) * spread * 100) / 100;
  };
  const house: House = {
    ...{ node, energyWh: 1_000_000, held: [], sent: [] },
    next(
      minute,
      { powerW, voltageV = 231, energyWh, reading = {}, packet = {}, key = node.key, aside } = {},
    ) {
      const atMs = START_MS + minute * MINUTE_MS;
      const activePowerW = (powerW ?? 600) + noise(50);
      house.energyWh = energyWh ?? house.energyWh + Math.round(activePowerW / 60);
      const values = { activePowerW, voltageL1V: voltageV + noise(1.5), energyImportWh: house.energyWh };
      const one = { at: formatTime(atMs - 1000), quality: ['measured'], values, ...reading };
      const payload = JSON.stringify(
        measurement(node, { signedAt: formatTime(atMs), readings: [one], ...packet }),
      );
      if (!aside) {
        node.nextSeq++;
        node.prev = payloadHashOf(payload);
      }
      return Buffer.from(`${signNatively(payload, key)}\n${payload}`);
    },
  };
  return house;
}

function signNatively(payload: string, key: Uint8Array): Hex {
  const { signature, recid } = secp256k1.ecdsaSign(digestOf(payload), key);
  return `${toHex(signature)}${recid === 0 ? '1b' : '1c'}` as Hex;
}
