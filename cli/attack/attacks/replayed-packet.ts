import { setTimeout as delay } from 'node:timers/promises';
import type { ProofFile } from '@access-layer/core/proof';
import type { Attack } from '../attack.ts';
import { inWords } from '../defender.ts';
import { insist } from '../intruder.ts';

/** By then the node knows that it is anchored, has erased it, and no copy of it can be on its way any more. */
const SETTLED_MS = 120_000;

export default {
  name: 'replayed-packet',
  summary: "an old packet is sent once more, in its node's name",
  has: "a proof file that a customer may give away, and the stolen certificate of the customer's Light Node",
  undo: 'nothing is stored twice; the Light Node takes its connection back by itself',
  async run({ run, folder, say, as, defender }) {
    const node = run.nodes[0]!;
    const headers = await as('customer-1');
    const get = async (path: string) => (await fetch(run.url + path, { headers })).json();
    const { readings } = (await get(`/v1/pods/${node.pod}/readings?limit=1`)) as {
      readings: { certificate: { payloadHash: string } }[];
    };
    const proof = (await get(`/v1/readings/${readings[0]!.certificate.payloadHash}/proof`)) as ProofFile;
    const waitMs = proof.leaf.receivedAt + SETTLED_MS - Date.now();
    if (waitMs > 0) {
      say(`the oldest packet is not old enough yet: waiting for ${Math.ceil(waitMs / 1000)} s`);
      await delay(waitMs);
    }
    const sinceMs = Date.now();
    const thief = { clientId: node.id, dir: folder.node(node.id) };
    say(`as ${node.id}: the packet of ${new Date(proof.leaf.receivedAt).toISOString()} again`);
    const packet = proof.packet as never;
    say(await insist({ run, folder }, thief, (as) => as.publish(`ln/${node.id}/packets`, packet)));
    const seen = await defender.sees({ type: 'replay', node: node.id }, sinceMs);
    return seen && inWords(seen);
  },
} satisfies Attack;
