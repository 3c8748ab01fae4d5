import { newPrivateKey } from '@access-layer/core/sign';
import type { Attack } from '../attack.ts';
import { inWords } from '../defender.ts';
import { forge, insist, networkName } from '../intruder.ts';

export default {
  name: 'stolen-certificate',
  summary: "a thief connects with a Light Node's certificate, listens for others' set-points and publishes",
  has: 'the certificate of a Light Node with its TLS key, not the signing key',
  undo: 'nothing is accepted; the Light Node takes its connection back by itself',
  async run({ run, folder, say, defender }) {
    const node = run.nodes[0]!;
    const other = run.nodes[1]?.id ?? 'ln-0002';
    const thief = { clientId: node.id, dir: folder.node(node.id) };
    const sinceMs = Date.now();
    say(`connecting as ${node.id}, to subscribe to the set-points of ${other}`);
    say(await insist({ run, folder }, thief, (as) => as.subscribe(`ln/${other}/set-points`)));
    say('publishing a packet that is signed with a key of its own');
    const claim = { network: networkName({ folder }), node: node.id, pod: node.pod, meter: node.meter };
    const packet = forge(claim, newPrivateKey(), { seq: 9_000_000_000 });
    say(await insist({ run, folder }, thief, (as) => as.publish(`ln/${node.id}/packets`, packet)));
    const eyes = ['access-refused', 'refused-signature'].map((type) =>
      defender.sees({ type, node: node.id }, sinceMs),
    );
    const seen = await Promise.all(eyes);
    return seen.every((one) => one !== undefined) ? seen.map((one) => inWords(one!)).join('\n') : undefined;
  },
} satisfies Attack;
