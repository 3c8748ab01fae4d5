import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKey } from '@access-layer/kit/keystore';
import { parse } from 'yaml';
import { runAccessLayer } from '../access-layer.ts';
import type { Attack, Scene } from '../attack.ts';
import { inWords, type SeenAnomaly } from '../defender.ts';
import { forge, intrude, networkName } from '../intruder.ts';

/** A PoD that no simulated house has. */
const POD = 'IT999E00000990';
const DAY_MS = 86_400_000;
const TRIES = 4;
const AGAIN_MS = 4000;

export default {
  name: 'wrong-clock',
  summary: 'a Light Node whose clock was set a day ahead signs readings of tomorrow',
  has: 'a Light Node of its own, that the DSO has let in by a code',
  undo: 'the Light Node of the attack is decommissioned; its one packet stays on record, as every packet does',
  async run(scene) {
    const { run, folder, say, defender, around } = scene;
    const dir = mkdtempSync(join(tmpdir(), 'access-layer-attack-'));
    const atDso = ['--data', folder.dir, '--json'];
    const code = JSON.parse(
      await runAccessLayer(['node', 'code', '--pod', POD, '--meter', 'meter-990', ...atDso], around),
    ) as { code: string };
    const { meterAddress } = run.nodes[0]!;
    const enrol = [
      'node',
      'enroll',
      code.code,
      '--url',
      run.enrolmentUrl,
      '--dir',
      dir,
      '--meter',
      meterAddress,
    ];
    await runAccessLayer([...enrol, '--no-run'], around);
    const node = (parse(readFileSync(join(dir, 'config.yaml'), 'utf8')) as { id: string }).id;
    say(`${node} was let in`);
    try {
      const sinceMs = Date.now();
      const key = loadKey(join(dir, 'keystore.json'), join(dir, 'passphrase'));
      const caFile = join(dir, 'ca.pem');
      const intruder = await intrude({ run, folder }, { clientId: node, dir, caFile });
      const claim = { network: networkName({ folder }), node, pod: POD, meter: 'meter-990' };
      say('it signs a reading of tomorrow');
      const packet = forge(claim, key, { atMs: sinceMs + DAY_MS });
      const clock = { type: 'clock', node };
      let seen: SeenAnomaly | undefined;
      // A binding of a moment ago may not be known yet; any node sends again what was refused for that.
      for (let tries = 1; tries < TRIES && !seen; tries++) {
        say(await intruder.publish(`ln/${node}/packets`, packet));
        seen = await defender.sees(clock, sinceMs, AGAIN_MS);
      }
      intruder.end();
      seen ??= await defender.sees(clock, sinceMs);
      return seen && inWords(seen);
    } finally {
      await leave(scene, node);
      rmSync(dir, { recursive: true, force: true });
    }
  },
} satisfies Attack;

async function leave({ folder, around, say }: Scene, node: string): Promise<void> {
  const reason = ['--reason', 'the attack is over', '--data', folder.dir];
  await runAccessLayer(['node', 'decommission', node, ...reason], around);
  say(`${node} is decommissioned`);
}
