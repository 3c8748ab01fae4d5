export interface Scaled {
  value: number;
  unit: string;
  /** Digits behind the point that say something. */
  digits: number;
}

const STEPS = [
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;
/** Units that never take a prefix. */
const PLAIN = new Set(['%', 'Hz', '°C', 's', 'EUR/MWh', 'V', 'A', '']);

/** The step in which a quantity reads best, with three or four figures that count. */
export function scale(value: number, unit: string): Scaled {
  const size = Math.abs(value);
  const step = PLAIN.has(unit) ? undefined : STEPS.find(([factor]) => size >= factor);
  const scaled = step ? value / step[0] : value;
  const left = Math.abs(scaled);
  const digits = left >= 100 ? 1 : left >= 10 ? 1 : 2;
  return {
    value: scaled,
    unit: step ? `${step[1]}${unit}` : unit,
    digits: step || !Number.isInteger(value) ? digits : 0,
  };
}
