import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { toUtf8 } from '../bytes.ts';
import type { MarketCodes } from './dossier.ts';
import { energyAccount } from './energy-account.ts';
import { type SummarisedActivation, summaryCsv } from './summary-csv.ts';
import { readZip, writeZip } from './zip.ts';

const entries = [
  { name: 'dossier.json', bytes: toUtf8('{"a":1}\n') },
  { name: 'proofs/set-point.proof.json', bytes: toUtf8('{}') },
  { name: 'empty.csv', bytes: new Uint8Array() },
];

test('an archive is read as it was written, and the same files are the same bytes', () => {
  const zip = readZip(writeZip(entries));
  assert.deepEqual(zip, { ok: true, entries });
  assert.deepEqual(writeZip(entries), writeZip(entries));
});

test('every changed bit is found, wherever it is; so is every byte that is missing or added', () => {
  const bytes = writeZip(entries);
  fc.assert(
    fc.property(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 7 }), (at, bit) => {
      const changed = bytes.slice();
      changed[at]! ^= 1 << bit;
      assert.equal(readZip(changed).ok, false, `bit ${bit} of byte ${at}`);
    }),
    { numRuns: 500 },
  );
  assert.equal(readZip(bytes.subarray(0, -1)).ok, false);
  assert.equal(readZip(new Uint8Array([...bytes, 0])).ok, false);
});

test('names that leave the folder, or stand there twice, are refused', () => {
  for (const name of ['../x', '/x', 'a//b', 'a\\b', '.x', 'a/../b', ''])
    assert.equal(readZip(writeZip([{ name, bytes: new Uint8Array() }])).ok, false, name);
  assert.equal(readZip(writeZip([entries[0]!, entries[0]!])).ok, false);
  assert.equal(readZip(toUtf8('PK no archive')).ok, false);
});

const activation = {
  setPoint: {
    id: '01J0000000000000000000000A',
    pod: 'IT001E00000001',
    seq: 7,
    mode: 'limit-import',
    valueW: 500,
    order: 'o-1',
  },
  outcome: {
    ...{
      state: 'settled',
      said: 'completed',
      finding: 'delivered',
      contradicted: false,
      direction: 'decrease',
    },
    ...{
      reasons: ['=HYPERLINK("http://x")', 'a <b> & "c"'],
      completenessPercent: 100,
      priceEurPerMwh: 150,
      settledWh: 200,
    },
    slices: [
      {
        from: '2026-02-12T17:00:00.000Z',
        until: '2026-02-12T17:15:00.000Z',
        measuredWh: 300,
        deliveredWh: 200,
      },
      { from: '2026-02-12T17:15:00.000Z', until: '2026-02-12T17:30:00.000Z', measuredWh: -40 },
    ],
  },
} as unknown as SummarisedActivation;
Object.assign(activation.setPoint, { from: '2026-02-12T17:00:00.000Z', until: '2026-02-12T17:30:00.000Z' });

test('what a device wrote is no formula in a spreadsheet', () => {
  const [head, line] = summaryCsv([activation]).split('\r\n');
  assert.equal(head!.split(',').length, 25);
  assert.match(line!, /"'=HYPERLINK\(""http:\/\/x""\); a <b> & ""c"""$/);
});

/** Elements in the order of the model of EnergyAccount_MarketDocument 4.2 (ENTSO-E). */
const DOCUMENT = [
  ...['mRID', 'revisionNumber', 'type', 'docStatus', 'process.processType', 'process.classificationType'],
  ...['sender_MarketParticipant.mRID', 'sender_MarketParticipant.marketRole.type'],
  ...['receiver_MarketParticipant.mRID', 'receiver_MarketParticipant.marketRole.type'],
  ...['createdDateTime', 'period.timeInterval', 'domain.mRID', 'TimeSeries'],
];
const SERIES = [
  ...['mRID', 'businessType', 'product', 'objectAggregation', 'curveType', 'area_Domain.mRID'],
  ...[
    'marketAgreement.mRID',
    'measurement_Unit.name',
    'currency_Unit.name',
    'marketEvaluationPoint.mRID',
    'Period',
    'Reason',
  ],
];
const POINT = [
  'position',
  'in_Quantity.quantity',
  'in_Quantity.quality',
  'out_Quantity.quantity',
  'out_Quantity.quality',
  'price.amount',
];

/** Names of the children of an element, repeats once. */
function children(xml: string): string[] {
  const names: string[] = [];
  for (let rest = xml.trim(); rest; ) {
    const name = /^<([A-Za-z_.]+)/.exec(rest)![1]!;
    const end = rest.indexOf(`</${name}>`) + name.length + 3;
    if (names.at(-1) !== name) names.push(name);
    rest = rest.slice(end).trim();
  }
  return names;
}

const inside = (xml: string, name: string) =>
  xml.slice(xml.indexOf('>', xml.indexOf(`<${name}`)) + 1, xml.indexOf(`</${name}>`));

test('the market document has the elements of its model, in their order', () => {
  const code = { code: 'X', scheme: 'NIT' };
  const market: MarketCodes = { sender: code, receiver: code, area: code };
  const head = { id: 'x', market, through: '2026-02-12T18:00:00.123Z' };
  const xml = energyAccount(head, [activation]);
  const body = inside(xml, 'EnergyAccount_MarketDocument');
  assert.deepEqual(children(body), DOCUMENT);
  const [measured, delivered] = body.split('<TimeSeries>').slice(1);
  const isIn = (names: string[], model: string[]) =>
    assert.deepEqual(
      names,
      model.filter((name) => names.includes(name)),
    );
  for (const series of [measured!, delivered!]) isIn(children(series.split('</TimeSeries>')[0]!), SERIES);
  for (const point of delivered!.matchAll(/<Point>(.*?)<\/Point>/g)) isIn(children(point[1]!), POINT);
  assert.match(measured!, /<resolution>PT15M<\/resolution>/);
  // From the grid is out, into it is in; less consumption is in; what is not known says so.
  assert.match(measured!, /<out_Quantity.quantity>0.300000</);
  assert.match(measured!, /<position>2<\/position><in_Quantity.quantity>0.040000</);
  assert.match(delivered!, /<position>1<\/position><in_Quantity.quantity>0.200000</);
  assert.match(
    delivered!,
    /<position>2<\/position><in_Quantity.quantity>0.000000<\/in_Quantity.quantity><in_Quantity.quality>A02</,
  );
  assert.match(xml, /<text>a &lt;b&gt; &amp; &quot;c&quot;<\/text>/);
});
