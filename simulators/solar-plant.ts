/** A photovoltaic plant; where nothing is said it stands in Rome. */
export interface SolarPlant {
  /** Power under a vertical sun and a clear sky. */
  peakW: number;
  latitude?: number;
  longitude?: number;
}

const MINUTE_MS = 60_000;
const STEP_MS = 5 * MINUTE_MS;
const DAY_MS = 86_400_000;
const STEPS_OF_DAY = DAY_MS / STEP_MS;
const RADIANS = Math.PI / 180;

/**
 * Power of the plant at an instant, W, constant over five minutes: the sun's height under a clear sky, less the clouds
 * of that day and hour.
 */
export function solarPowerW(
  { peakW, latitude = 41.9, longitude = 12.5 }: SolarPlant,
  instantMs: number,
): number {
  const step = Math.floor(instantMs / STEP_MS);
  return Math.round(peakW * shareOf(step, latitude, longitude));
}

/** By place and day: all plants of a place have one sky, and the registers of each sum up years of it. */
const skies = new Map<string, Map<number, Float64Array>>();

let latest = {
  latitude: Number.NaN,
  longitude: Number.NaN,
  day: 0,
  shares: new Float64Array() as Float64Array,
};

function skyOf(latitude: number, longitude: number, day: number): Float64Array {
  if (latest.day === day && latest.latitude === latitude && latest.longitude === longitude)
    return latest.shares;
  const place = `${latitude} ${longitude}`;
  const days = skies.get(place) ?? new Map<number, Float64Array>();
  skies.set(place, days);
  const shares = days.get(day) ?? new Float64Array(STEPS_OF_DAY).fill(-1);
  days.set(day, shares);
  latest = { latitude, longitude, day, shares };
  return shares;
}

/** What a plant gives in a step of five minutes, as a part of its peak power. */
function shareOf(step: number, latitude: number, longitude: number): number {
  const day = Math.floor(step / STEPS_OF_DAY);
  const shares = skyOf(latitude, longitude, day);
  const at = step - day * STEPS_OF_DAY;
  if (shares[at]! < 0) shares[at] = computeShare(step * STEP_MS + STEP_MS / 2, latitude, longitude);
  return shares[at]!;
}

function computeShare(timeMs: number, latitude: number, longitude: number): number {
  const height = sineOfSunHeight(timeMs, latitude, longitude);
  if (height <= 0) return 0;
  const clearSky = 1.098 * height * Math.exp(-0.057 / height); // Haurwitz, part of 1000 W/m2
  return clearSky * clearness(timeMs);
}

/** By declination (Cooper) and equation of time; good to about half a degree, which is enough for a roof. */
function sineOfSunHeight(timeMs: number, latitude: number, longitude: number): number {
  const dayOfYear = (timeMs - Date.UTC(new Date(timeMs).getUTCFullYear(), 0, 1)) / DAY_MS;
  const declination = 23.45 * RADIANS * Math.sin((2 * Math.PI * (284 + dayOfYear)) / 365);
  const b = (2 * Math.PI * (dayOfYear - 81)) / 364;
  const equationMin = 9.87 * Math.sin(2 * b) - 7.53 * Math.cos(b) - 1.5 * Math.sin(b);
  const utcMin = (timeMs % DAY_MS) / MINUTE_MS;
  const hourAngle = (utcMin + 4 * longitude + equationMin - 720) * 0.25 * RADIANS;
  const phi = latitude * RADIANS;
  return Math.sin(phi) * Math.sin(declination) + Math.cos(phi) * Math.cos(declination) * Math.cos(hourAngle);
}

/** What the clouds let through, 0.25 to 1: one sky a day, and passing clouds; a pure function of the time. */
function clearness(timeMs: number): number {
  const sky = 0.45 + 0.55 * noise(Math.floor(timeMs / DAY_MS), 1);
  const span = timeMs / (20 * MINUTE_MS);
  const [from, to] = [noise(Math.floor(span), 2), noise(Math.floor(span) + 1, 2)];
  const passing = from + (to - from) * (span - Math.floor(span));
  return Math.max(0.25, sky - (1 - sky) * 0.6 * passing);
}

/** A number from 0 to 1 that is always the same for the same place in the same row. */
export function noise(index: number, row: number): number {
  let hash = Math.imul(index ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(row, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}
