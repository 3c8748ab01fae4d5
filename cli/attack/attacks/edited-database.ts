import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { verifyProofFile } from '@access-layer/core/verify';
import { readerOf, readPinned } from '../../trusted-chain.ts';
import type { Attack, Scene } from '../attack.ts';

interface Packet {
  id: number;
  payload: string;
  payload_hash: Uint8Array;
}

export default {
  name: 'edited-database',
  summary: 'a stored reading is changed, to pay less',
  has: 'write access to the files of the Shared Customer Database',
  undo: 'the reading is put back as it was',
  async run(scene) {
    const { run, folder, say } = scene;
    const { pod } = run.nodes[0]!;
    const dir = join(folder.scd, 'measurements');
    const day = readdirSync(dir)
      .filter((name) => /^measurements-.*\.db$/.test(name))
      .sort()
      .at(-1);
    if (!day) throw new Error(`${dir} holds no readings yet; run the attack again in a minute`);
    const database = new DatabaseSync(join(dir, day));
    database.exec('PRAGMA busy_timeout=5000');
    const setPayload = database.prepare('UPDATE packet SET payload = ? WHERE id = ?');
    const packet = database
      .prepare(
        `SELECT packet.id, payload, payload_hash FROM packet JOIN pod ON pod.id = pod_id
         WHERE code = ? AND type = 'measurement' AND payload LIKE '%"energyImportWh":%' ORDER BY packet.id LIMIT 1`,
      )
      .get(pod) as unknown as Packet | undefined;
    try {
      if (!packet) throw new Error(`${day} holds no reading of ${pod} yet; run the attack again in a minute`);
      const edited = packet.payload.replace(
        /"energyImportWh":(\d+)/,
        (_all, wh) => `"energyImportWh":${wh - 1000}`,
      );
      setPayload.run(edited, packet.id);
      say(`in ${day}: a kilowatt-hour less in a reading of ${pod}`);
      return await whatTheCustomerSees(scene, `0x${Buffer.from(packet.payload_hash).toString('hex')}`);
    } finally {
      if (packet) setPayload.run(packet.payload, packet.id);
      database.close();
    }
  },
} satisfies Attack;

/** Fetches the proof of the reading as its owner, and checks it as `access-layer verify` does. */
async function whatTheCustomerSees(scene: Scene, hash: string): Promise<string | undefined> {
  const { run, folder, around, say, as } = scene;
  const response = await fetch(`${run.scdUrl}/v1/readings/${hash}/proof`, {
    headers: await as('customer-1'),
  });
  const text = await response.text();
  if (!response.ok) return `the database does not give the reading out any more: ${response.status} ${text}`;
  const pinned = readPinned({ network: folder.network }, around);
  if (!pinned.ok) throw new Error(pinned.detail);
  const verdict = await verifyProofFile(text, pinned.network, await readerOf(run.chainRpc, pinned.network));
  say(`the customer fetches the proof and checks it: ${verdict.outcome}`);
  if (verdict.outcome !== 'failed') return undefined;
  const failed = verdict.checks.filter(({ result }) => result === 'fail');
  return failed.map(({ name, reason }) => `${name}: ${reason}`).join('\n');
}
