import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import '@access-layer/kit/native';
import { startAllInOne, until } from './all-in-one.ts';
import { chainReaderOf, everyPacketOnce, kill, signed, verifyAll } from './every-packet-once.ts';

const NODES = 20;
const PACKETS = 2000;

test('nothing is lost or doubled while each process is killed in turn, and every proof verifies', async (t) => {
  await using system = await startAllInOne(['--nodes', String(NODES), '--speed', '240']);
  const names = system.run().processes.map(({ name }) => name);
  await until(`${PACKETS / 10} packets`, async () => (await signed(system)) >= PACKETS / 10);
  for (const name of shuffled(names)) {
    await delay(Math.random() * 1500);
    await kill(system, name);
  }
  await until(`${PACKETS} packets`, async () => (await signed(system)) >= PACKETS, 240_000);
  const proofs = await everyPacketOnce(system);
  t.diagnostic(`${proofs.length} packets of ${NODES} nodes; killed: ${names.join(', ')}`);
  await verifyAll(system, proofs, chainReaderOf(system));
  t.diagnostic(`${proofs.length} proofs verified`);
});

function shuffled<T>(list: T[]): T[] {
  return list
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
