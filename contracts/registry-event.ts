import type { Hex } from '@access-layer/core/bytes';
import { type Log, parseEventLogs } from 'viem';
import { keyRegistryAbi } from './artifacts/key-registry.ts';

/**
 * A change of the key registry, as its contract emitted it. Addresses in lower case, times in milliseconds, `kind` the
 * number in the contract (core/binding.ts names them). `period` numbers the periods of one key and commitment; `bound`
 * gives the whole of a period, anew where that period was changed before it began or before it ended.
 */
export type RegistryEvent =
  | {
      type: 'bound';
      key: Hex;
      commitment: Hex;
      kind: number;
      period: number;
      from: number;
      until: number;
    }
  | { type: 'unbound'; key: Hex; commitment: Hex; period: number; until: number }
  | { type: 'revoked'; key: Hex; revokedAt: number }
  | { type: 'warned'; key: Hex; since: number }
  | { type: 'rotated'; oldKey: Hex; newKey: Hex; from: number };

/** Decodes the registry's events in their order on the chain; leaves out all others (roles). */
export function decodeRegistryEvents(logs: Log[]): RegistryEvent[] {
  return parseEventLogs({ abi: keyRegistryAbi, logs }).flatMap((log): RegistryEvent[] => {
    switch (log.eventName) {
      case 'Bound': {
        const { commitment, kind, period, from, until } = log.args;
        return [
          {
            type: 'bound',
            key: lower(log.args.key),
            commitment,
            kind,
            period: Number(period),
            from: Number(from),
            until: Number(until),
          },
        ];
      }
      case 'Unbound': {
        const { commitment, period, until } = log.args;
        const key = lower(log.args.key);
        return [{ type: 'unbound', key, commitment, period: Number(period), until: Number(until) }];
      }
      case 'Revoked':
        return [{ type: 'revoked', key: lower(log.args.key), revokedAt: Number(log.args.revokedAt) }];
      case 'Warned':
        return [{ type: 'warned', key: lower(log.args.key), since: Number(log.args.since) }];
      case 'Rotated': {
        const { oldKey, newKey, from } = log.args;
        return [{ type: 'rotated', oldKey: lower(oldKey), newKey: lower(newKey), from: Number(from) }];
      }
      default:
        return [];
    }
  });
}

function lower(address: Hex): Hex {
  return address.toLowerCase() as Hex;
}
