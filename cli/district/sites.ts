import type { Place } from '@access-layer/core/enrolment';
import type { MeterRole } from '@access-layer/core/payloads/measurement';
import type { Behaviour } from '@access-layer/simulators/ems/device';
import { ZONES } from './zones.ts';

/** What stands at a Point of Delivery of the district, as the simulators and the registry need it. */
export interface Site {
  /** Invented, as is whoever lives there. */
  name: string;
  place: Place;
  profile: string;
  role: MeterRole;
  meter: { role?: 'production'; pvPeakW?: number; scale: number; offsetMinutes: number };
  contractedPowerW: number;
  powerClass: string;
  province: string;
  /** How its energy management system takes orders, where it has one. */
  behaviour: Behaviour;
}

interface Kind {
  name: string;
  profile: string;
  /** Of the recorded house. */
  scale: number;
  pvPeakW?: number;
  role?: 'production';
}

/**
 * In an order that gives no order of the DSO to a house with Chain 2 (`takesSetPoints`): its quarter-hours come too late to show
 * what has become of one.
 */
const KINDS: readonly Kind[] = [
  { name: 'Casa', profile: 'sdm120', scale: 0.4 },
  { name: 'Casa con tetto solare', profile: 'em340', scale: 0.7, pvPeakW: 4500 },
  { name: 'Forno', profile: 'pac3200', scale: 2 },
  { name: 'Tetto fotovoltaico', profile: 'abb-b23', scale: 1, pvPeakW: 20_000, role: 'production' },
  { name: 'Condominio', profile: 'pac4200', scale: 3.5 },
  { name: 'Scuola', profile: 'iem3155', scale: 2.5, pvPeakW: 12_000 },
  { name: 'Bottega', profile: 'sdm630', scale: 1 },
  { name: 'Casa con Alfa', profile: 'sinapsi-alfa', scale: 0.6 },
  { name: 'Casa con Chain2Gate', profile: 'chain2-gate', scale: 0.6 },
  { name: 'Officina', profile: 'sunspec-meter', scale: 1.8 },
  { name: 'Laboratorio', profile: 'tasmota', scale: 0.3 },
  { name: 'Casa intelligente', profile: 'zwave-meter', scale: 0.5 },
  { name: 'Villa', profile: 'shelly-em', scale: 0.8, pvPeakW: 3000 },
];
/** Customers in the district; those beyond the zones are a few streets on. */
export const MOST_SITES = 2 * ZONES.length;
/** Of the recorded week, W. */
const HOUSE_PEAK_W = 7904;
const NEXT_STREET_DEG = 0.006;
/** An operator has to see these too. */
const BEHAVIOURS: Record<number, Behaviour> = { 16: 'refuses', 26: 'lags', 36: 'lies' };

/** The site of a node, from 1 on; the same one always. */
export function siteOf(ordinal: number): Site {
  const zone = ZONES[(ordinal - 1) % ZONES.length]!;
  const round = Math.floor((ordinal - 1) / ZONES.length) % 2;
  // Zones and kinds have no divisor in common, so that every zone gets different kinds.
  const kind = KINDS[(ordinal - 1) % KINDS.length]!;
  const { profile, scale, pvPeakW, role } = kind;
  const contractedPowerW = contractedW(kind);
  return {
    name: `${kind.name} ${zone.name}`,
    place: {
      name: `${kind.name} ${zone.name}`,
      municipality: zone.municipality,
      latitude: round3(zone.latitude + round * NEXT_STREET_DEG),
      longitude: round3(zone.longitude + round * NEXT_STREET_DEG),
    },
    ...{ profile, role: role ?? 'exchange', province: 'RM', contractedPowerW },
    powerClass: powerClassOf(contractedPowerW),
    meter: {
      ...(role && { role }),
      ...(pvPeakW !== undefined && { pvPeakW }),
      ...{ scale, offsetMinutes: (ordinal * 97) % 1440 },
    },
    behaviour: BEHAVIOURS[ordinal] ?? 'obeys',
  };
}

/** Nobody of the district draws more than he has a contract for. */
function contractedW({ scale, pvPeakW = 0, role }: Kind): number {
  const peakW = role === 'production' ? pvPeakW : Math.max(pvPeakW, scale * HOUSE_PEAK_W);
  return 500 * Math.ceil(peakW / 500);
}

function powerClassOf(watts: number): string {
  if (watts <= 3000) return '0-3 kW';
  if (watts <= 6000) return '3-6 kW';
  return watts <= 15_000 ? '6-15 kW' : '15-30 kW';
}

function round3(degrees: number): number {
  return Math.round(degrees * 1000) / 1000;
}
