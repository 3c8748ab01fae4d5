import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { createLog } from '@access-layer/kit/log';
import { startLine } from '@access-layer/simulators/meter';
import driver from '../drivers/modbus-tcp.ts';
import { modbusProfile } from '../test/profiles.ts';
import { withoutMbpoll } from '../test/programs.ts';
import { type ProxyConfig, startModbusProxy } from './proxy.ts';

const NOW_MS = Date.UTC(2026, 10, 18, 19, 24, 30);
const log = createLog({ name: 'test', level: 'silent' });

/** A line with two meters, a node's driver on it, and the proxy of that node. */
async function setUp(t: TestContext, config: Partial<ProxyConfig> = {}, timeoutMs = 1000) {
  const meters = [3, 4].map((unit) => ({ unit, profile: 'sdm630', nowMs: () => NOW_MS, scale: unit - 2 }));
  const line = await startLine({}, meters);
  t.after(() => line.close());
  const options = { name: 'modbus-tcp' as const, host: '127.0.0.1', port: line.port, unit: 3, timeoutMs };
  const profile = modbusProfile('sdm630');
  const meter = driver.create({
    options: { ...options, reconnectMinMs: 1 },
    profile,
    nowMs: () => NOW_MS,
    log,
  });
  t.after(() => meter.close());
  const proxy = await startModbusProxy(meter.bus, { port: 0, ...config }, log);
  t.after(() => proxy.close());
  return { line, meter, proxy, connect: () => client(t, proxy.port) };
}

/** A second program: frames in, frames out. */
function client(t: TestContext, port: number) {
  const socket: Socket = connect(port, '127.0.0.1');
  t.after(() => socket.destroy());
  const answers: Buffer[] = [];
  const waiting: ((frame: Buffer | undefined) => void)[] = [];
  let received: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 7 && received.length >= 6 + received.readUInt16BE(4)) {
      const end = 6 + received.readUInt16BE(4);
      const frame = received.subarray(0, end);
      received = received.subarray(end);
      const next = waiting.shift();
      if (next) next(frame);
      else answers.push(frame);
    }
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    for (const next of waiting.splice(0)) next(undefined);
  });
  let transaction = 0;
  return {
    socket,
    /** The PDU of the answer in hex; `closed` where the connection ended instead. */
    async ask(pdu: string, unit = 3): Promise<string> {
      const body = Buffer.from(pdu, 'hex');
      const header = Buffer.from([0, ++transaction, 0, 0, 0, body.length + 1, unit]);
      socket.write(Buffer.concat([header, body]));
      const frame =
        answers.shift() ?? (await new Promise<Buffer | undefined>((resolve) => waiting.push(resolve)));
      return frame ? frame.subarray(7).toString('hex') : 'closed';
    },
  };
}

const VOLTAGE = '0400000002';
const POWER = '0400340002';
const power = (watts: number) => `0404${floatHex(watts)}`;

function floatHex(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatBE(value);
  return bytes.toString('hex');
}

test('a second program reads the same meter, and another of its line, byte for byte', async (t) => {
  const { line, meter, connect } = await setUp(t);
  const second = connect();
  assert.equal(await second.ask(POWER), power(2546));
  assert.equal(await second.ask(POWER, 4), power(5092));
  assert.equal((await meter.read()).values.activePowerW, 2546);
  assert.equal(await second.ask('0403e80002'), '8402', 'the meter’s own refusal');
  assert.equal(line.connections(), 1);
});

test('nothing but reading reaches the meter, unless it is allowed', async (t) => {
  const { line, connect } = await setUp(t);
  const second = connect();
  assert.equal(await second.ask('0600010007'), '8601');
  assert.equal(await second.ask('10000100010200ff'), '9001');
  assert.equal(await second.ask('04000000'), '8403');
  assert.equal(await second.ask('04000000ff'), '8403');
  assert.equal(line.requests.length, 0);
  const open = await setUp(t, { functionCodes: [3, 4, 6] });
  assert.equal(await open.connect().ask('0600010007'), '8601', 'the meter’s own refusal');
  assert.equal(open.line.requests.length, 1);
});

test('however many ask, the node’s reading waits for one answer at most, and nobody reads in between', async (t) => {
  const { line, meter, connect } = await setUp(t, {}, 5000);
  const guests = Array.from({ length: 8 }, connect);
  await Promise.all(guests.map((guest) => guest.ask(VOLTAGE)));
  line.requests.length = 0;
  line.setFault({ kind: 'slow', delayMs: 20 });
  const asked = guests.map((guest) => guest.ask(POWER));
  while (line.requests.length < 1) await new Promise(setImmediate);
  const seen = line.requests.length;
  await meter.read();
  const order = line.requests.map(({ address, count }) => `${address}+${count}`);
  const own = modbusProfile('sdm630').blocks.map(({ address, count }) => `${address}+${count}`);
  assert.deepEqual(order.slice(seen, seen + 2), own, order.join(' '));
  assert.deepEqual(await Promise.all(asked), Array(8).fill(power(2546)));
});

test('a unit that is not there costs the node’s reading nothing, and is not asked over and over', async (t) => {
  const { line, meter, connect } = await setUp(t, {}, 300);
  await meter.read();
  const second = connect();
  const before = line.requests.length;
  for (let round = 0; round < 5; round++) assert.equal(await second.ask(POWER, 99), '840b');
  assert.equal(line.requests.length, before + 1);
  assert.equal((await meter.read()).values.activePowerW, 2546);
  assert.equal(line.connections(), 1, 'the node kept its connection');
});

test('an answer is given again while it is young, whoever asked first', async (t) => {
  const { line, meter, connect } = await setUp(t, { maxAgeMs: 60_000 });
  await meter.read();
  const before = line.requests.length;
  const second = connect();
  assert.match(await second.ask('0400000012'), /^0424/, 'a block of the node');
  assert.equal(line.requests.length, before);
  assert.equal(await second.ask(POWER), power(2546));
  assert.equal(await connect().ask(POWER), power(2546));
  assert.equal(line.requests.length, before + 1);
  assert.equal(await second.ask(POWER, 4), power(5092), 'of another unit');
  await meter.read();
  assert.equal(line.requests.length, before + 4, 'the node itself always reads');
});

test('a meter that is gone is exception 10, and the proxy goes on when it is back', async (t) => {
  const { line, connect } = await setUp(t);
  const second = connect();
  await second.ask(VOLTAGE);
  line.setFault({ kind: 'hang-up' });
  assert.equal(await second.ask(POWER), '840a');
  line.setFault(undefined);
  assert.equal(await second.ask(POWER), power(2546));
});

test('what is no Modbus, and a client too many, is cut off; the others stay', async (t) => {
  const { connect } = await setUp(t, { maxClients: 2 });
  const good = connect();
  assert.equal(await good.ask(POWER), power(2546));
  const rude = connect();
  const cut = new Promise((resolve) => rude.socket.once('close', resolve));
  rude.socket.write('GET / HTTP/1.1\r\n\r\n');
  await cut;
  const greedy = connect();
  const flooded = new Promise((resolve) => greedy.socket.once('close', resolve));
  greedy.socket.write(Buffer.concat(Array(40).fill(Buffer.from('000100000006030400340002', 'hex'))));
  await flooded;
  const second = connect();
  assert.equal(await second.ask(POWER), power(2546));
  assert.equal(await connect().ask(POWER), 'closed');
  assert.equal(await good.ask(POWER), power(2546));
});

test('mbpoll reads the meter through the proxy', { skip: withoutMbpoll() }, async (t) => {
  const { meter, proxy } = await setUp(t);
  const args = ['-m', 'tcp', '-p', String(proxy.port), '-a', '3', '-0', '-1', '-t', '3:float', '-B'];
  const [{ stdout }] = await Promise.all([
    promisify(execFile)('mbpoll', [...args, '-r', '52', '-c', '1', '127.0.0.1']),
    meter.read(),
  ]);
  assert.match(stdout, /\[52\]:\s+2546/);
});
