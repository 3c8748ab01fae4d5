import { MarketCodes } from '@access-layer/core/dossier/dossier';
import { DEFAULT_PARAMETERS, SettlementParameters } from '@access-layer/core/settlement/parameters';
import Type from 'typebox';

/** Rules of settlement that differ from the defaults, and names for the market document. */
export const SettlementConfig = Type.Object(
  {
    ...Type.Partial(SettlementParameters).properties,
    market: Type.Optional(MarketCodes),
  },
  { additionalProperties: false, description: 'How activations are settled; see docs/settlement.md' },
);
export type SettlementConfig = Type.Static<typeof SettlementConfig>;

/** Codes of nobody; the area is the Italian one of the ENTSO-E list. */
export const DEFAULT_MARKET: MarketCodes = {
  sender: { code: 'DSO', scheme: 'NIT' },
  receiver: { code: 'MARKET', scheme: 'NIT' },
  area: { code: '10YIT-GRTN-----B', scheme: 'A01' },
};

/** The rules in force; what the configuration does not say is the default. */
export function settlementRules({ market = DEFAULT_MARKET, ...own }: SettlementConfig = {}) {
  return { market, parameters: { ...DEFAULT_PARAMETERS, ...own } as SettlementParameters };
}

/** What a schema cannot say. */
export function settlementFaults({ zone, highDays, ofDays }: SettlementConfig = {}): string[] {
  const { parameters } = settlementRules({
    ...(highDays ? { highDays } : {}),
    ...(ofDays ? { ofDays } : {}),
  });
  const faults: string[] = [];
  if (parameters.highDays > parameters.ofDays) {
    faults.push(`settlement.highDays: ${parameters.highDays} is more than ofDays, ${parameters.ofDays}`);
  }
  try {
    if (zone !== undefined) new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    faults.push(`settlement.zone: "${zone}" is no IANA time zone; expected one like Europe/Rome`);
  }
  return faults;
}
