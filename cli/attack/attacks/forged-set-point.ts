import { newNonce, newPrivateKey, signPayload } from '@access-layer/core/sign';
import { formatTime } from '@access-layer/core/time';
import { newUlid } from '@access-layer/simulators/dso-platform/ulid';
import { DSO_PLATFORM_ID } from '../../system/dso-platform.ts';
import type { Attack, Scene } from '../attack.ts';
import { inWords, type SeenAnomaly } from '../defender.ts';
import { insist, networkName } from '../intruder.ts';

const TRIES = 3;
const AGAIN_MS = 2000;

export default {
  name: 'forged-set-point',
  summary: 'a device is commanded by somebody who is not the DSO',
  has: "the certificate of a Light Node, then that of the DSO Technical Platform; never the platform's signing key",
  undo: 'no device is told anything; both take their connections back by themselves',
  async run(scene) {
    const { run, folder, say, defender } = scene;
    const [target, helper] = [run.nodes[0]!, run.nodes.at(-1)!];
    const topic = `ln/${target.id}/set-points`;
    const message = setPoint(scene, target);
    const sinceMs = Date.now();
    const refused = { type: 'access-refused', node: helper.id };
    let asNode: SeenAnomaly | undefined;
    // The broker ends the connection of who is refused; so does the node that takes its own back, before anything is read.
    for (let tries = 1; tries <= TRIES && !asNode; tries++) {
      say(`as ${helper.id}: "feed nothing in", signed with a key of its own, on ${topic}`);
      const guise = { clientId: helper.id, dir: folder.node(helper.id) };
      say(await insist(scene, guise, (as) => as.publish(topic, message), 1));
      asNode = await defender.sees(refused, sinceMs, AGAIN_MS);
    }
    say(`as ${DSO_PLATFORM_ID}: the same`);
    const platform = { clientId: DSO_PLATFORM_ID, dir: folder.dsoPlatform };
    say(await insist(scene, platform, (as) => as.publish(topic, message)));
    const seen = [
      asNode ?? (await defender.sees(refused, sinceMs)),
      await defender.sees({ type: 'set-point-refused', node: target.id }, sinceMs),
    ];
    return seen.every((one) => one !== undefined) ? seen.map((one) => inWords(one!)).join('\n') : undefined;
  },
} satisfies Attack;

function setPoint(scene: Scene, { id: node, pod }: { id: string; pod: string }) {
  const nowMs = Date.now();
  const payload = {
    ...{ v: 1, network: networkName(scene), nonce: newNonce(), type: 'set-point', id: newUlid(nowMs) },
    ...{ pod, node, seq: 9_000_000_000, service: 'congestion-management', mode: 'limit-export', valueW: 0 },
    ...{ from: formatTime(nowMs), until: formatTime(nowMs + 60_000) },
    ...{ issuedAt: formatTime(nowMs), expiresAt: formatTime(nowMs + 60_000) },
  };
  return signPayload(JSON.stringify(payload), newPrivateKey());
}
