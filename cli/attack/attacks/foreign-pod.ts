import { join } from 'node:path';
import { loadKey } from '@access-layer/kit/keystore';
import type { Attack } from '../attack.ts';
import { inWords } from '../defender.ts';
import { forge, insist, networkName } from '../intruder.ts';

export default {
  name: 'foreign-pod',
  summary: "a Light Node states readings of its neighbour's Point of Delivery",
  has: 'a Light Node of its own: its certificate and its signing key',
  undo: 'nothing is accepted; the Light Node takes its connection back by itself',
  async run({ run, folder, say, defender }) {
    const [own, neighbour] = [run.nodes.at(-1)!, run.nodes[0]!];
    const dir = folder.node(own.id);
    const key = loadKey(join(dir, 'keystore.json'), join(dir, 'passphrase'));
    const pod = own === neighbour ? 'IT999E99999999' : neighbour.pod;
    const sinceMs = Date.now();
    say(`${own.id} signs 3 kW of feed-in for ${pod}, with its own key`);
    const claim = { network: networkName({ folder }), node: own.id, pod, meter: neighbour.meter };
    // Of a number far away, so that it stands in the way of no packet of the node itself.
    const packet = forge(claim, key, { seq: 9_000_000_000 });
    const guise = { clientId: own.id, dir };
    say(await insist({ run, folder }, guise, (as) => as.publish(`ln/${own.id}/packets`, packet)));
    const seen = await defender.sees({ type: 'refused', node: own.id }, sinceMs);
    return seen && inWords(seen);
  },
} satisfies Attack;
