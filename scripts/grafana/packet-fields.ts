import type { SealedPacket } from '@access-layer/shared-customer-database/store';

/** Fields of a packet in its day's index that can be asked for; `at` is its begin once more, as a time of the engine. */
export const PACKET_FIELDS = [
  ...([
    'pod',
    'node',
    'seq',
    'meter',
    'role',
    'type',
    'fromMs',
    'toMs',
    'signedAtMs',
    'receivedAtMs',
  ] as const),
  'at',
] as const satisfies readonly (keyof SealedPacket | 'at')[];
