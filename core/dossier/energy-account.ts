import type { SettledSlice } from '../settlement/settle.ts';
import type { MarketCodes } from './dossier.ts';
import type { SummarisedActivation } from './summary-csv.ts';

/**
 * IEC 62325-451-4, EnergyAccount_MarketDocument, version 4.2 (ENTSO-E). Two time series for each activation that is
 * measured: net consumption (A07), and what was delivered against the baseline (A19, with the price). Quantities in kWh:
 * `out` flows from the grid into the installation or is more consumption than the baseline, `in` the other way.
 */
export interface AccountHead {
  id: string;
  market: MarketCodes;
  /** Latest receipt of what is accounted. */
  through: string;
}

const NAMESPACE = 'urn:iec62325.351:tc57wg16:451-4:energyaccountdocument:4:2';
const [SETTLEMENT_DOCUMENT, REALISED, DETAIL] = ['B38', 'A16', 'A01'];
const [INTERMEDIATE, FINAL] = ['A01', 'A02'];
const [DSO, MARKET_OPERATOR] = ['A50', 'A11'];
const [NET_CONSUMPTION, BALANCE_DEVIATION] = ['A07', 'A19'];
const [METERING_POINT, ACTIVE_ENERGY] = ['A02', '8716867000030'];
const [FIXED_BLOCKS, VARIABLE_BLOCKS] = ['A01', 'A03'];
const [AS_PROVIDED, NOT_AVAILABLE] = ['A04', 'A02'];
const COMPLEMENTARY = 'A95';
const QUARTER_MS = 900_000;
const MINUTE_MS = 60_000;

export function energyAccount(head: AccountHead, activations: readonly SummarisedActivation[]): string {
  const times = activations.flatMap(({ setPoint }) => [
    Date.parse(setPoint.from),
    Date.parse(setPoint.until),
  ]);
  const [fromMs, untilMs] = times.length > 0 ? [Math.min(...times), Math.max(...times)] : [0, 0];
  const isFinal = activations.every(({ outcome }) => !['incomplete', 'held'].includes(outcome.state));
  const { sender, receiver, area } = head.market;
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<EnergyAccount_MarketDocument xmlns="${NAMESPACE}">`,
    tag('mRID', head.id),
    tag('revisionNumber', '1'),
    tag('type', SETTLEMENT_DOCUMENT!),
    `<docStatus>${tag('value', isFinal ? FINAL! : INTERMEDIATE!)}</docStatus>`,
    tag('process.processType', REALISED!),
    tag('process.classificationType', DETAIL!),
    coded('sender_MarketParticipant.mRID', sender),
    tag('sender_MarketParticipant.marketRole.type', DSO!),
    coded('receiver_MarketParticipant.mRID', receiver),
    tag('receiver_MarketParticipant.marketRole.type', MARKET_OPERATOR!),
    tag('createdDateTime', `${head.through.slice(0, 19)}Z`),
    interval('period.timeInterval', fromMs, untilMs),
    coded('domain.mRID', area),
    ...activations.flatMap((activation) => seriesOf(activation, head.market)),
    '</EnergyAccount_MarketDocument>',
  ].join('\n')}\n`;
}

/** A document must have a series; an activation without a slice has none. */
export function isAccountable({ outcome }: SummarisedActivation): boolean {
  return outcome.slices.length > 0;
}

function seriesOf(activation: SummarisedActivation, market: MarketCodes): string[] {
  if (!isAccountable(activation)) return [];
  const { setPoint, outcome } = activation;
  const measured = series(activation, market, {
    ...{ id: `${setPoint.id}-measured`, businessType: NET_CONSUMPTION! },
    energyWh: ({ measuredWh }) => measuredWh,
  });
  const sign = outcome.direction === 'decrease' ? -1 : 1;
  const delivered = series(activation, market, {
    ...{ id: `${setPoint.id}-delivered`, businessType: BALANCE_DEVIATION! },
    energyWh: ({ deliveredWh }) => deliveredWh && sign * deliveredWh,
    ...(outcome.priceEurPerMwh === undefined ? {} : { priceEurPerMwh: outcome.priceEurPerMwh }),
  });
  return [measured, delivered];
}

interface Series {
  id: string;
  businessType: string;
  energyWh: (slice: SettledSlice) => number | undefined;
  priceEurPerMwh?: number;
}

function series({ setPoint, outcome }: SummarisedActivation, { area }: MarketCodes, what: Series): string {
  const { slices, reasons } = outcome;
  const isEven = slices.every(({ from, until }) => Date.parse(until) - Date.parse(from) === QUARTER_MS);
  return [
    '<TimeSeries>',
    tag('mRID', what.id),
    tag('businessType', what.businessType),
    tag('product', ACTIVE_ENERGY!),
    tag('objectAggregation', METERING_POINT!),
    tag('curveType', isEven ? FIXED_BLOCKS! : VARIABLE_BLOCKS!),
    coded('area_Domain.mRID', area),
    ...(setPoint.order === undefined ? [] : [tag('marketAgreement.mRID', setPoint.order.slice(0, 60))]),
    tag('measurement_Unit.name', 'KWH'),
    ...(what.priceEurPerMwh === undefined ? [] : [tag('currency_Unit.name', 'EUR')]),
    coded('marketEvaluationPoint.mRID', { code: setPoint.pod, scheme: 'NIT' }),
    isEven ? evenPeriod(slices, what) : unevenPeriod(slices, what),
    ...reasons.map(
      (reason) => `<Reason>${tag('code', COMPLEMENTARY)}${tag('text', reason.slice(0, 512))}</Reason>`,
    ),
    '</TimeSeries>',
  ].join('\n');
}

function evenPeriod(slices: readonly SettledSlice[], what: Series): string {
  const points = slices.map((slice, i) => point(i + 1, what.energyWh(slice), what.priceEurPerMwh));
  return period(Date.parse(slices[0]!.from), Date.parse(slices.at(-1)!.until), 'PT15M', points);
}

/** Times of a document are minutes: what does not begin on one is placed by the second, after a block of nothing. */
function unevenPeriod(slices: readonly SettledSlice[], what: Series): string {
  const fromMs = Math.floor(Date.parse(slices[0]!.from) / MINUTE_MS) * MINUTE_MS;
  const lastMs = Date.parse(slices.at(-1)!.until);
  const untilMs = Math.ceil(lastMs / MINUTE_MS) * MINUTE_MS;
  const position = (timeMs: number) => Math.floor((timeMs - fromMs) / 1000) + 1;
  const points = slices.map((slice) =>
    point(position(Date.parse(slice.from)), what.energyWh(slice), what.priceEurPerMwh),
  );
  const before = position(Date.parse(slices[0]!.from)) > 1 ? [point(1, 0, undefined)] : [];
  const after = position(lastMs) <= (untilMs - fromMs) / 1000 ? [point(position(lastMs), 0, undefined)] : [];
  return period(fromMs, untilMs, 'PT1S', [...before, ...points, ...after]);
}

function period(fromMs: number, untilMs: number, resolution: string, points: string[]): string {
  const lines = [interval('timeInterval', fromMs, untilMs), tag('resolution', resolution), ...points];
  return ['<Period>', ...lines, '</Period>'].join('\n');
}

function point(position: number, energyWh: number | undefined, priceEurPerMwh: number | undefined): string {
  const quality = energyWh === undefined ? NOT_AVAILABLE! : AS_PROVIDED!;
  const kwh = (wh: number) => (wh / 1000).toFixed(6);
  const [into, out] = [Math.max(0, -(energyWh ?? 0)), Math.max(0, energyWh ?? 0)];
  return [
    '<Point>',
    tag('position', String(position)),
    ...[tag('in_Quantity.quantity', kwh(into)), tag('in_Quantity.quality', quality)],
    ...[tag('out_Quantity.quantity', kwh(out)), tag('out_Quantity.quality', quality)],
    ...(priceEurPerMwh === undefined ? [] : [tag('price.amount', String(priceEurPerMwh))]),
    '</Point>',
  ].join('');
}

function interval(name: string, fromMs: number, untilMs: number): string {
  const minute = (ms: number) => `${new Date(ms).toISOString().slice(0, 16)}Z`;
  const end = Math.ceil(untilMs / MINUTE_MS) * MINUTE_MS;
  return `<${name}>${tag('start', minute(fromMs))}${tag('end', minute(end))}</${name}>`;
}

function coded(name: string, { code, scheme }: { code: string; scheme: string }): string {
  return `<${name} codingScheme="${escaped(scheme)}">${escaped(code)}</${name}>`;
}

function tag(name: string, text: string): string {
  return `<${name}>${escaped(text)}</${name}>`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that XML 1.0 does not know at all become a question mark; payloads are well-formed Unicode. */
function escaped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const known = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '?');
  return known.replace(/[&<>"]/g, (found) => ENTITIES[found]!);
}
