import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { readSignal } from './signal.ts';

const HEAD = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';
const route = (name: string, destination: string, metric: number) =>
  `${name}\t${destination}\t0102A8C0\t0003\t0\t0\t${metric}\t00000000\t0\t0\t0\n`;
/** As Linux 6.1 prints it for a Raspberry Pi. */
const WIRELESS = `Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE
 face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22
 wlan0: 0000   54.  -56.  -256        0      0      0      0     80        0
`;

test('the interface of the default route, and how strong it is', () => {
  const dir = temporaryFolder('light-node-');
  assert.equal(readSignal(dir), undefined, 'no Linux');
  writeFileSync(join(dir, 'route'), HEAD + route('wlan0', '0002A8C0', 0));
  assert.equal(readSignal(dir), undefined, 'a network without a way out');
  writeFileSync(join(dir, 'wireless'), WIRELESS);
  writeFileSync(join(dir, 'route'), HEAD + route('wlan0', '00000000', 600));
  assert.deepEqual(readSignal(dir), { interface: 'wlan0', dbm: -56 });
  writeFileSync(join(dir, 'route'), HEAD + route('wlan0', '00000000', 600) + route('eth0', '00000000', 100));
  assert.deepEqual(readSignal(dir), { interface: 'eth0' }, 'the cable comes first');
});
