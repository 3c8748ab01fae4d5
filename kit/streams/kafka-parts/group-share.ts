import { Consumer, type ExtendedGroupProtocolSubscription } from '@platformatic/kafka';
import type { SharedWork } from '../../stream.ts';
import { depart } from './depart.ts';
import { REBALANCE_MS, SESSION_MS } from './group-reader.ts';

const JOIN_AGAIN_MS = 1000;
const HEARTBEAT_MS = 1000;
/** Stands before the names of what is shared: they are no topics of Kafka. Alone it says that we have assigned. */
const SHARED = 'shared:';

type Assigned = Map<string, number[]>;

/**
 * A member of a consumer group that shares out names of ours and not topics of Kafka: what each member wants goes with
 * its subscription, and who leads the group assigns it. The brokers see who has gone.
 */
export function shareGroup(
  client: object,
  group: string,
  onAssigned: (assigned: ReadonlyMap<string, readonly number[]>) => void,
): SharedWork {
  const consumer = new Consumer({
    ...(client as ConstructorParameters<typeof Consumer>[0]),
    ...{ groupId: group, sessionTimeout: SESSION_MS, rebalanceTimeout: REBALANCE_MS },
    heartbeatInterval: HEARTBEAT_MS,
  } as never);
  let wanted: Record<string, number> = {};
  /** What the group was told last: a wish that came while it was being told is not in it. */
  let told = '';
  let again: NodeJS.Timeout | undefined;
  let left = false;

  async function join(): Promise<void> {
    await consumer.joinGroup({
      protocolsMetadata: () => {
        told = JSON.stringify(wanted);
        return Buffer.from(told);
      },
      partitionAssigner: (_current, members) =>
        [...assign(members)].map(([memberId, own]) => ({
          memberId,
          assignments: new Map([...own].map(([topic, partitions]) => [topic, { topic, partitions }])),
        })),
    });
  }

  /** Out of the group: others have what it held before they know it here. */
  function lost(): void {
    if (left || again) return;
    onAssigned(new Map());
    again = setTimeout(() => {
      again = undefined;
      if (!left) join().catch(lost);
    }, JOIN_AGAIN_MS).unref();
  }

  consumer.on('consumer:group:join', ({ assignments }) => {
    if (left) return;
    if (told === JSON.stringify(wanted)) onAssigned(readAssigned(assignments ?? [], wanted));
    else join().catch(lost);
  });
  consumer.on('consumer:heartbeat:stalled', lost);
  consumer.on('error', lost);
  return {
    want(topics) {
      wanted = { ...topics };
      join().catch(lost);
    },
    async leave() {
      left = true;
      clearTimeout(again);
      await depart(consumer);
    },
  };
}

/** Of each name, its members in order of their ids get neighbouring partitions. */
function assign(members: ReadonlyMap<string, ExtendedGroupProtocolSubscription>): Map<string, Assigned> {
  const wishes = [...members].map(([id, { metadata }]) => [id, readWanted(metadata)] as const);
  const assigned = new Map(wishes.map(([id]) => [id, new Map([[SHARED, [0]]])]));
  const names = new Set(wishes.flatMap(([, wanted]) => Object.keys(wanted)));
  for (const name of names) {
    const readers = wishes
      .filter(([, wanted]) => Object.hasOwn(wanted, name))
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const partitions = Math.max(...readers.map(([, wanted]) => wanted[name]!));
    for (const [i, [id]] of readers.entries()) {
      const [from, to] = [i, i + 1].map((n) => Math.floor((n * partitions) / readers.length));
      assigned.get(id)!.set(SHARED + name, range(from!, to!));
    }
  }
  return assigned;
}

/** Who is alone in a group is given all by the library, without asking us. */
function readAssigned(
  assignments: readonly { topic: string; partitions: number[] }[],
  wanted: Record<string, number>,
): Assigned {
  if (!assignments.some(({ topic }) => topic === SHARED))
    return new Map(Object.entries(wanted).map(([name, partitions]) => [name, range(0, partitions)]));
  const ours = assignments.filter(({ topic }) => topic !== SHARED);
  return new Map(ours.map(({ topic, partitions }) => [topic.slice(SHARED.length), partitions]));
}

function readWanted(metadata: Buffer | string | undefined): Record<string, number> {
  try {
    return JSON.parse(String(metadata)) as Record<string, number>;
  } catch {
    return {}; // a member that is not ours wants nothing of ours
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
