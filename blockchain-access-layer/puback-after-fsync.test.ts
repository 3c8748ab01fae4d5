import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { formatTime } from '@access-layer/core/time';
import { connectClient } from './test/client.ts';
import { nextPacket, type TestNode } from './test/fleet.ts';
import { startProcess } from './test/process.ts';
import { prepareSurroundings, type Surroundings } from './test/system.ts';
import { type TracedExchange, tracedExchanges } from './test/trace.ts';

const PACKETS = 20;
/** Longer than everything else that a client sends, greeting and farewell. */
const LONG_BYTES = 4000;
const EARLY = fileURLToPath(new URL('./test/early-acknowledgement.ts', import.meta.url));
const hasStrace = spawnSync('strace', ['-V']).status === 0;
const skip =
  hasStrace || process.env.CI === 'true'
    ? false
    : 'NOT SHOWN HERE: strace is missing (apt-get install -y strace); PUBACK after fsync is not traced';

function longPacket(node: TestNode) {
  const reading = { at: formatTime(Date.now()), quality: ['measured'], values: { activePowerW: 326.5 } };
  return nextPacket(node, { readings: Array.from({ length: 60 }, () => reading) });
}

describe('PUBACK is written to the socket after the log is synced', { skip }, () => {
  let around: Surroundings;
  before(async () => {
    // No window ends meanwhile, so that every sync of the database is the log's.
    around = await prepareSurroundings({ windowMs: 3_600_000 });
  });
  after(() => around.remove());

  /** Publishes packets one after the other under a trace; what stood between each and its PUBACK. */
  async function trace(name: string, program?: string): Promise<TracedExchange[]> {
    const [node] = (await around.enrol(1, name)) as [Awaited<ReturnType<Surroundings['enrol']>>[number]];
    const file = join(around.dir, `${name}.strace`);
    const calls = 'trace=read,readv,recvmsg,write,writev,sendmsg,sendto,fsync,fdatasync';
    const under = ['strace', '-f', '-yy', '-s', '0', '-e', calls, '-e', 'signal=none', '-o', file];
    const bal = await startProcess(around.configFile, { under, ...(program && { program }) });
    const client = await connectClient(bal.mqttPort, node.id, node.files);
    for (let i = 0; i < PACKETS; i++) await client.publish(`ln/${node.id}/packets`, longPacket(node).bytes);
    await client.end();
    await bal.kill('SIGTERM');
    const exchanges = tracedExchanges(readFileSync(file, 'utf8'), bal.mqttPort, 'bal.db');
    return exchanges.filter(({ readBytes }) => readBytes > LONG_BYTES);
  }

  test('every one of them', async () => {
    const exchanges = await trace('after');
    assert.equal(exchanges.length, PACKETS);
    assert.deepEqual(
      exchanges.filter(({ syncLine }) => syncLine === undefined),
      [],
    );
  });

  test('and the same look at a service that acknowledges before it commits misses it', async () => {
    const exchanges = await trace('before', EARLY);
    assert.equal(exchanges.length, PACKETS);
    // The sync of one packet may come late enough to stand within the exchange of the next one.
    const missing = exchanges.filter(({ syncLine }) => syncLine === undefined);
    assert.ok(missing.length > PACKETS / 2, `${missing.length} of ${PACKETS} without a sync`);
  });
});
