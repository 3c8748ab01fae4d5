import type { Hex } from '@access-layer/core/bytes';
import { Address, Count, Hash } from '@access-layer/core/payloads/common';
import { TOPICS } from '@access-layer/core/record';
import type { Stream } from '@access-layer/kit/stream';
import Type from 'typebox';
import { Compile } from 'typebox/compile';

/** As the registrar publishes it at every change. Times in milliseconds, `until` 0 open. */
const Opening = Type.Object({
  kind: Type.Literal('light-node'),
  key: Address,
  node: Type.String(),
  podCode: Type.String(),
  meterId: Type.String(),
  role: Type.String(),
  salt: Hash,
  from: Count,
  until: Count,
  revokedAt: Type.Optional(Count),
});
export type Opening = Type.Static<typeof Opening>;
const checker = Compile(Opening);
const PAGE = 1000;

/** What the contract holds for each Light Node, as the registrar says it on the stream `registry`. */
export function createRegistryView(stream: Pick<Stream, 'read'>, now = Date.now) {
  const byNode = new Map<string, Map<string, Opening>>();
  let next = 0;

  function add(text: string): void {
    const opening = parse(text);
    if (!opening) return; // a listed key
    const of = byNode.get(opening.node) ?? new Map<string, Opening>();
    byNode.set(opening.node, of.set(`${opening.salt} ${opening.key}`, opening));
  }

  const bindingsOf = (node: string): Opening[] => [...(byNode.get(node)?.values() ?? [])];
  const isOpen = ({ until, revokedAt }: Opening) => !revokedAt && (until === 0 || until > now());

  return {
    /** Reads what is new on the stream; the first time, all of it. */
    async catchUp(): Promise<void> {
      for (;;) {
        const records = await stream.read(TOPICS.registry, 0, next, PAGE);
        for (const { value, offset } of records) {
          add(value);
          next = offset + 1;
        }
        if (records.length < PAGE) return;
      }
    },
    names: () => [...byNode.keys()],
    /** All that a node ever had. */
    bindingsOf,
    isOpen,
    /** Those that hold now, or end later. */
    openOf: (node: string) => bindingsOf(node).filter(isOpen),
    /** Whether this key speaks for the node now. */
    isKeyOf: (node: string, key: Hex) => bindingsOf(node).some((of) => of.key === key && isOpen(of)),
  };
}

export type RegistryView = ReturnType<typeof createRegistryView>;

function parse(text: string): Opening | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return checker.Check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
