import { TOPICS } from '@access-layer/core/record';
import type { Stream } from '@access-layer/kit/stream';
import Type from 'typebox';
import { Compile } from 'typebox/compile';

/** What the registry says of a PoD, as far as readings can be judged by it. Powers in W. */
export interface PodLimits {
  /** Undefined where the registry does not know the PoD. */
  availableW?: number;
  /** The register of what is drawn rises no faster. */
  carriesW: number;
  /** EN 50160 is judged with a nominal voltage of 230 V. */
  isLowVoltage: boolean;
}

/** Value of a record of the stream `pods`: what the Shared Customer Database's registry says, at each change. */
const PodRecord = Type.Object({
  pod: Type.String(),
  contractedPowerW: Type.Number({ minimum: 0 }),
  voltageLevel: Type.String(),
});
const checker = Compile(PodRecord);

const PAGE = 1000;
/** Available is the contracted power and a tenth up to 30 kW, and the contracted power above (ARERA, TIC). */
const TENTH_UP_TO_W = 30_000;
/** What carries the available power carries this many times as much for a moment. */
const SHORT_TIME_FACTOR = 4;
const LEAST_CARRIED_W = 25_000;
/** Of what is fed in, and where nothing is known: ten megawatt. */
export const ANY_CONNECTION_W = 10_000_000;
const UNKNOWN: PodLimits = { carriesW: ANY_CONNECTION_W, isLowVoltage: true };

/** Follows the stream `pods`. A PoD that is not on it is judged by what holds everywhere. */
export function createPodDirectory(stream: Pick<Stream, 'read'>) {
  const known = new Map<string, PodLimits>();
  let next = 0;

  return {
    of: (pod: string): PodLimits => known.get(pod) ?? UNKNOWN,

    /** Reads what is new; a record that is none is left out. */
    async follow(): Promise<void> {
      for (;;) {
        const records = await stream.read(TOPICS.pods, 0, next, PAGE);
        for (const { value, offset } of records) {
          const record = parse(value);
          if (record) known.set(record.pod, limitsOf(record));
          next = offset + 1;
        }
        if (records.length < PAGE) return;
      }
    },
  };
}

export type PodDirectory = ReturnType<typeof createPodDirectory>;

function limitsOf({ contractedPowerW, voltageLevel }: Type.Static<typeof PodRecord>): PodLimits {
  const availableW = contractedPowerW * (contractedPowerW <= TENTH_UP_TO_W ? 1.1 : 1);
  const carriesW = Math.max(LEAST_CARRIED_W, SHORT_TIME_FACTOR * availableW);
  return { availableW: Math.round(availableW), carriesW, isLowVoltage: voltageLevel === 'LV' };
}

function parse(value: string): Type.Static<typeof PodRecord> | undefined {
  try {
    const record: unknown = JSON.parse(value);
    return checker.Check(record) ? record : undefined;
  } catch {
    return undefined;
  }
}
