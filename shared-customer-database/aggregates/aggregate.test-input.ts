import { formatTime } from '@access-layer/core/time';
import type { SealedPacket } from '../store.ts';

const hex = (digit: string) => `0x${digit.repeat(64)}` as const;
let seq = 0;

export interface TestReading {
  atMs: number;
  importWh?: number;
  powerW?: number;
  periodS?: number;
  quality?: string[];
}

/** Packets of readings as a day file takes them, one for each UTC day. */
export function packetsOf(
  readings: TestReading[],
  { pod = 'IT001E00000001', meter = 'm1' } = {},
): SealedPacket[] {
  const filed = (reading: TestReading) => reading.atMs - (reading.periodS ? 1 : 0);
  const days = Map.groupBy(readings, (reading) => formatTime(filed(reading)).slice(0, 10));
  return [...days].map(([day, ofDay]) => {
    const list = ofDay.map(({ atMs, importWh, powerW, periodS, quality = ['measured'] }) => ({
      at: formatTime(atMs),
      ...(periodS ? { periodS } : {}),
      quality,
      values: { activePowerW: powerW, energyImportWh: importWh },
    }));
    const times = ofDay.map(filed);
    return {
      ...{ pod, node: `node-${pod}`, seq: seq++, meter, role: 'exchange', type: 'measurement', day },
      payload: JSON.stringify({ type: 'measurement', readings: list }),
      ...{
        signature: `0x${'1'.repeat(130)}`,
        signer: `0x${'5'.repeat(40)}` as const,
        payloadHash: hex('2'),
        messageHash: hex('3'),
        prev: hex('4'),
      },
      ...{ signedAtMs: 1, receivedAtMs: 2, fromMs: Math.min(...times), toMs: Math.max(...times) },
      batch: { anchorer: `0x${'5'.repeat(40)}`, index: 0, root: hex('6'), count: 1, leafIndex: 0 },
      readingTimesMs: times,
    } as SealedPacket;
  });
}
