import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { crc16, type Framing, rtuFraming, tcpFraming } from './framing.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** An answer with a right CRC. */
function rtuFrame(unit: number, pdu: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from([unit]), pdu]);
  const tail = Buffer.alloc(2);
  tail.writeUInt16LE(crc16(body));
  return Buffer.concat([body, tail]);
}

test('CRC and frames are those of the specifications', () => {
  assert.equal(crc16(hex('0207')), 0x1241, 'Modbus over Serial Line V1.02, 6.2.2');
  assert.equal(rtuFraming().encode(1, hex('04 0000 0002')).toString('hex'), '01040000000271cb');
  assert.equal(tcpFraming().encode(3, hex('04 0034 0002')).toString('hex'), '000100000006030400340002');
});

test('TCP: an answer in pieces, after a late one, and with the next behind it', () => {
  const framing = tcpFraming();
  framing.encode(3, hex('04 0000 0001'));
  framing.encode(3, hex('04 0001 0001'));
  const late = hex('0001 0000 0005 03 04 02 0007');
  const answer = hex('0002 0000 0005 03 04 02 0008');
  for (let end = 0; end < 8; end++) assert.equal(framing.take(answer.subarray(0, end)).kind, 'wait');
  const skipped = framing.take(Buffer.concat([late, answer]));
  assert.deepEqual(skipped, { kind: 'skip', rest: answer });
  const taken = framing.take(Buffer.concat([answer, late]));
  assert.deepEqual(taken, { kind: 'answer', pdu: hex('04 02 0008'), rest: late });
});

test('TCP: another unit, another protocol and an impossible length break the stream', () => {
  const framing = tcpFraming();
  framing.encode(3, hex('04 0000 0001'));
  for (const bytes of [
    '0001 0000 0005 04 04 02 0007',
    '0001 0001 0005 03 04 02 0007',
    '0001 0000 0fff 03 04 02 0007',
  ])
    assert.equal(framing.take(hex(bytes)).kind, 'broken', bytes);
});

test('RTU: noise, an echo of the request, a wrong CRC and another unit are passed over', () => {
  const framing = rtuFraming();
  const request = framing.encode(1, hex('04 0000 0002'));
  const answer = rtuFrame(1, hex('04 04 436c 8000'));
  const spoiled = Buffer.from(answer);
  spoiled[4]! ^= 1;
  for (const before of [hex('00'), hex('ff 01 04'), request, spoiled, rtuFrame(2, hex('04 04 0000 0000'))]) {
    const taken = framing.take(Buffer.concat([before, answer]));
    assert.ok(taken.kind === 'answer', before.toString('hex'));
    assert.equal(taken.pdu.toString('hex'), '0404436c8000');
    assert.equal(framing.take(before).kind, 'wait');
  }
});

test('RTU: the length of each kind of answer is known', () => {
  const answers = {
    '03': '03 02 0007',
    '06': '06 0001 0003',
    '10': '10 0001 0002',
    '16': '16 0004 00f2 0025',
    '2b': '2b 0e 01 01 00 00 02 00 02 4142 01 03 434445',
  };
  for (const [functionCode, pdu] of Object.entries(answers)) {
    const framing = rtuFraming();
    framing.encode(9, hex(`${functionCode} 0001 0002`));
    const frame = rtuFrame(9, hex(pdu));
    for (let end = 0; end < frame.length; end++) {
      assert.equal(framing.take(frame.subarray(0, end)).kind, 'wait', `${functionCode} at ${end}`);
    }
    assert.deepEqual(framing.take(frame), { kind: 'answer', pdu: hex(pdu), rest: Buffer.alloc(0) });
    const refusal = rtuFrame(9, Buffer.from([Number.parseInt(functionCode, 16) | 0x80, 2]));
    assert.equal(framing.take(refusal).kind, 'answer');
  }
});

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));

for (const [name, make] of [
  ['TCP', tcpFraming],
  ['RTU', rtuFraming],
] as [string, () => Framing][]) {
  test(`${name}: whatever comes, taking ends and never gives what was not sent`, () => {
    fc.assert(
      fc.property(bytes, fc.integer({ min: 0, max: 255 }), (received, unit) => {
        const framing = make();
        framing.encode(unit, hex('04 0000 0002'));
        for (let rest: Buffer = received; ; ) {
          const taken = framing.take(rest);
          if (taken.kind !== 'skip')
            return taken.kind !== 'answer' || (taken.pdu[0]! & 0x7f) === 4 || name === 'TCP';
          assert.ok(taken.rest.length < rest.length, 'it makes progress');
          rest = taken.rest;
        }
      }),
    );
  });
}

test('RTU: an answer is found behind any noise that does not look like one', () => {
  fc.assert(
    fc.property(bytes, (noise) => {
      const framing = rtuFraming();
      framing.encode(200, hex('04 0000 0002'));
      if (framing.take(noise).kind === 'answer') return;
      const taken = framing.take(Buffer.concat([noise, rtuFrame(200, hex('04 04 0102 0304'))]));
      assert.equal(taken.kind, 'answer');
    }),
  );
});
