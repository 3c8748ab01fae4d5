import { scale } from './scale.ts';

export interface Formats {
  locale: string;
  timeZone: string;
  number(value: number, digits?: number): string;
  /** A quantity with its unit, in the step that reads best: 12 345 W is 12.3 kW. */
  quantity(value: number, unit: string): string;
  percent(share: number): string;
  dateTime(ms: number): string;
  time(ms: number): string;
  date(ms: number): string;
  /** The same instant in UTC, for hover. */
  utc(ms: number): string;
  /** A span of time in its two largest units. */
  span(ms: number): string;
  bytes(value: number): string;
}

const SECOND = 1000;
const UNITS = [
  ['day', 86_400 * SECOND],
  ['hour', 3600 * SECOND],
  ['minute', 60 * SECOND],
  ['second', SECOND],
] as const;

/** Numbers and times as people of a locale write them, in the viewer's time zone. */
export function createFormats(
  locale: string,
  timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone,
): Formats {
  const at = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, hourCycle: 'h23', ...options });
  const whole = at({ year: 'numeric', month: 'short', day: 'numeric', ...CLOCK });
  const clock = at(CLOCK);
  const day = at({ year: 'numeric', month: 'short', day: 'numeric' });
  const number = (value: number, digits = 0) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
  const unit = (value: number, name: string, digits = 0) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: 'narrow',
      maximumFractionDigits: digits,
    }).format(value);
  return {
    locale,
    timeZone,
    number,
    quantity(value, of) {
      const scaled = scale(value, of);
      return `${number(scaled.value, scaled.digits)}\u00a0${scaled.unit}`;
    },
    percent: (share) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(share),
    dateTime: (ms) => whole.format(ms),
    time: (ms) => clock.format(ms),
    date: (ms) => day.format(ms),
    utc: (ms) => `${new Date(ms).toISOString().replace('T', ' ').replace('Z', '')} UTC`,
    span(ms) {
      const size = Math.abs(ms);
      if (size < SECOND) return unit(Math.round(size), 'millisecond');
      const index = UNITS.findIndex(([, length]) => size >= length);
      const [name, length] = UNITS[index]!;
      const next = UNITS[index + 1];
      if (!next) return unit(size / length, name, size < 10 * SECOND ? 1 : 0);
      const rest = Math.floor((size % length) / next[1]);
      const first = unit(Math.floor(size / length), name);
      return rest > 0 ? `${first} ${unit(rest, next[0])}` : first;
    },
    bytes(value) {
      const step = Math.min(3, Math.floor(Math.log10(Math.max(value, 1)) / 3));
      const names = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: names[step]!,
        unitDisplay: 'short',
        maximumFractionDigits: step === 0 ? 0 : 1,
      }).format(value / 1000 ** step);
    },
  };
}

const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
