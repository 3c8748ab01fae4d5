import type { Quantities } from './quantities.ts';

/** A message of the meter, as the gateway wraps it. Power in W, energy in Wh, times in seconds since 1970. */
export interface Chain2Message {
  type: string;
  /** When the meter sent it, ms since 1970. */
  sentMs: number;
  payload: Record<string, unknown>;
}

export interface Chain2Supply {
  quantitiesAt: (timeMs: number) => Quantities;
  contractW: number;
  availableW: number;
  /** Of nobody: IT002E00000000 unless given. */
  pod?: string;
}

const MINUTE_MS = 60_000;
const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;
/** Messages come a few seconds after what they are about. */
const DELAY_S = 6;
const SWITCH_OFF_S = 7200;

/**
 * What a meter sends in a span of simulated time, in order: CF1 each quarter-hour, CF21 when power has changed by a tenth
 * of the contract, CF51 and CF22 when it crosses the contract and what is available, CF5, CF9 and CF10 when the local day,
 * week and month end. A pure function of the span, so that two gateways say the same.
 */
export function chain2Messages(supply: Chain2Supply, fromMs: number, untilMs: number): Chain2Message[] {
  const messages: Chain2Message[] = [];
  for (let atMs = Math.ceil(fromMs / MINUTE_MS) * MINUTE_MS; atMs < untilMs; atMs += MINUTE_MS) {
    messages.push(...powerEvents(supply, atMs));
    if (atMs % QUARTER_MS === 0) messages.push(quarter(supply, atMs), ...closings(supply, atMs));
  }
  return messages;
}

function quarter({ quantitiesAt }: Chain2Supply, atMs: number): Chain2Message {
  const registers = [0, 1, 2].map((back) =>
    Math.floor(quantitiesAt(atMs - back * QUARTER_MS).energyImportWh),
  );
  const [now = 0, before = 0, beforeThat = 0] = registers;
  return message('CF1', atMs, {
    TariffCode: tariffAt(atMs),
    CurrQuartActEnergy: now - before,
    PrevQuartActEnergy: before - beforeThat,
    InstantPower: watts(quantitiesAt(atMs)),
    QuartAveragePower: 4 * (now - before),
    TotalActEnergy: now,
  });
}

function powerEvents({ quantitiesAt, contractW, availableW }: Chain2Supply, atMs: number): Chain2Message[] {
  const [before, now] = [watts(quantitiesAt(atMs - MINUTE_MS)), watts(quantitiesAt(atMs))];
  const gap = contractW / 10;
  const crossed = (limitW: number) => before <= limitW && now > limitW;
  return [
    ...(Math.abs(now - before) >= gap ? [event('CF21', 2, atMs, { InstantPower: now })] : []),
    ...(crossed(contractW) ? [event('CF51', 5, atMs, { InstantPower: now, Gap: gap })] : []),
    ...(crossed(availableW)
      ? [
          event('CF22', 3, atMs, {
            InstantPower: now,
            AvailablePower: availableW,
            SwitchOffCountdownSeconds: SWITCH_OFF_S,
          }),
        ]
      : []),
  ];
}

function closings({ quantitiesAt }: Chain2Supply, atMs: number): Chain2Message[] {
  const { hour, minute, day, weekday } = localTime(atMs);
  if (hour !== 0 || minute !== 0) return [];
  const { energyImportWh, energyImportPeakWh, energyImportOffPeakWh } = quantitiesAt(atMs);
  const bands = (prefix: string) => ({
    [`${prefix}F1`]: Math.floor(energyImportPeakWh),
    [`${prefix}F2`]: Math.floor(energyImportOffPeakWh),
    ...Object.fromEntries([3, 4, 5, 6].map((band) => [`${prefix}F${band}`, 0])),
  });
  const daily = message(
    'CF5',
    atMs,
    { ...bands('DailyTotalActEnergy'), PrepaidCredit: 0, DayType: 1 },
    atMs - 1000,
  );
  const volts = [...Array(96).keys()].map((back) => quantitiesAt(atMs - back * QUARTER_MS).voltageV[0]);
  const weekly = message('CF9', atMs, {
    WeeklyVeffMin: Math.round(Math.min(...volts)),
    WeeklyVeffMinDateTime: UNSET,
    WeeklyVeffMax: Math.round(Math.max(...volts)),
    WeeklyVeffMaxDateTime: UNSET,
  });
  const monthly = message('CF10', atMs, {
    ...bands('MonthlyTotalActEnergy'),
    MonthlyMaxQuartAveragePower: Math.round(energyImportWh > 0 ? watts(quantitiesAt(atMs - DAY_MS / 4)) : 0),
    MonthlyMaxQuartAveragePowerDateTime: UNSET,
    ClosingCode: 0,
  });
  return [daily, ...(weekday === 1 ? [weekly] : []), ...(day === 1 ? [monthly] : [])];
}

/** What the meter tells of the contract; the names are those of nobody. */
export function contractMessage(
  { contractW, availableW, pod = 'IT002E00000000' }: Chain2Supply,
  atMs: number,
): Chain2Message {
  return event('CF20', 1, atMs, {
    CustomerCode: 'NOBODY'.padEnd(16),
    POD: pod.padEnd(16),
    Vendor: 'NO SUPPLIER'.padEnd(20),
    ContractPower: contractW,
    AvailablePower: availableW,
    K: 1,
  });
}

export function interruptionMessage(atMs: number, outageS: number): Chain2Message {
  return event('CF23', 4, atMs, { OutageDuration: outageS });
}

/** Production as M2 would send it: what its fields are called has never been published, so these names are ours. */
export function productionMessage(atMs: number, powerW: number): Chain2Message {
  return { type: 'CF41', sentMs: atMs, payload: { NameNotPublished: powerW } };
}

function message(type: string, atMs: number, values: object, measuredMs = atMs): Chain2Message {
  const times = { MessagePosixTimestamp: atMs / 1000 + DELAY_S, MeasurePosixTimestamp: measuredMs / 1000 };
  return { type, sentMs: atMs + DELAY_S * 1000, payload: { ...times, ...values } };
}

function event(type: string, eventType: number, atMs: number, values: object): Chain2Message {
  const second = Math.floor(atMs / 1000);
  const header = { EventType: eventType, EventPosixTimestamp: second, EventsCounter: second % 65_536 };
  return { type, sentMs: atMs, payload: { ...header, ...values } };
}

function watts({ activePowerW }: Quantities): number {
  return Math.max(0, Math.round(activePowerW[0] + activePowerW[1] + activePowerW[2]));
}

/** As the meter writes a time that was never set. */
const UNSET = '255/255/65535 [255]';

const ROME = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Rome',
  hourCycle: 'h23',
  weekday: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
});
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function localTime(atMs: number) {
  const parts = Object.fromEntries(ROME.formatToParts(atMs).map(({ type, value }) => [type, value]));
  return {
    hour: Number(parts.hour),
    minute: Number(parts.minute),
    day: Number(parts.day),
    weekday: WEEKDAYS.indexOf(parts.weekday ?? ''),
  };
}

/** F1 Monday to Friday 8 to 19, F2 around it and on Saturdays 7 to 23, F3 the rest (holidays apart). */
function tariffAt(atMs: number): 1 | 2 | 3 {
  const { hour, weekday } = localTime(atMs);
  if (weekday === 0 || hour < 7 || hour >= 23) return 3;
  return weekday !== 6 && hour >= 8 && hour < 19 ? 1 : 2;
}
