import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readReport } from './node-report.ts';

const place = { municipality: 'Roma', latitude: 41.9, longitude: 12.5 };

test('what makes sense of a status is taken, field by field', () => {
  const said = {
    state: 'online',
    firmware: '0.1.0',
    meter: 'ok',
    lastReadingAt: '2026-11-26T12:00:00.000Z',
    clockSynchronised: true,
    outbox: { pending: 1, queued: 2, held: 0, unanchored: 3 },
    certificateEnd: '2027-11-26T12:00:00.000Z',
    signal: { interface: 'wlan0', dbm: -61 },
    place,
  };
  const { state: _state, ...fields } = said;
  assert.deepEqual(readReport(JSON.stringify(said)), fields);
  const spoilt = {
    ...said,
    firmware: '',
    meter: 'maybe',
    certificateEnd: 'unreadable',
    outbox: { queued: -1 },
  };
  const { firmware: _f, meter: _m, certificateEnd: _c, outbox: _o, ...rest } = fields;
  assert.deepEqual(readReport(JSON.stringify({ ...spoilt, more: 1 })), rest);
  assert.equal(readReport(JSON.stringify({ place: { ...place, latitude: 91 } })), undefined);
});

test('a last will says nothing of the node, and nothing that a node can send throws', () => {
  for (const text of ['{"state":"offline"}', '', 'null', '[]', '{', '"x"'])
    assert.equal(readReport(text), undefined);
  fc.assert(fc.property(fc.json(), (text) => void readReport(text)));
});
