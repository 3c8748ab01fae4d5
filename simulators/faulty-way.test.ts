import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { test } from 'node:test';
import { openFaultyWay } from './faulty-way.ts';

test('a device that is not on Modbus is silent, slow, or hangs up on demand', async (t) => {
  const echo = createServer((socket) => {
    socket
      .on('error', () => {})
      .on('data', (text) => {
        socket.write(text);
        if (String(text) === 'last') socket.end();
      });
  }).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const { port } = echo.address() as { port: number };
  const way = await openFaultyWay(
    { port, close: () => new Promise<void>((resolve) => void echo.close(() => resolve())) },
    0,
  );
  t.after(() => way.close());
  const say = async (text: string): Promise<string> => {
    const socket = connect(way.port, '127.0.0.1').on('error', () => {});
    socket.write(text);
    const heard = once(socket, 'data').then(([chunk]) => String(chunk));
    heard.catch(() => undefined);
    const said = await Promise.race([heard, once(socket, 'close').then(() => 'hung up')]);
    socket.destroy();
    return said;
  };
  assert.equal(await say('a'), 'a');
  way.setFault({ kind: 'slow', delayMs: 150 });
  const startMs = performance.now();
  assert.equal(await say('b'), 'b');
  assert.ok(performance.now() - startMs >= 145, 'as late as told');
  way.setFault({ kind: 'hang-up' });
  assert.equal(await say('c'), 'hung up');
  way.setFault({ kind: 'silent' });
  assert.equal(await say('last'), 'hung up', 'the device answers and ends; only its end is seen');
  way.setFault(undefined);
  assert.equal(await say('d'), 'd');
  assert.throws(() => way.setFault({ kind: 'wrong-crc' }), /a fault of Modbus/);
});
