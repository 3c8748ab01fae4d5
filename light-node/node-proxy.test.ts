import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { newPrivateKey } from '@access-layer/core/sign';
import { encryptKeystore } from '@access-layer/kit/keystore';
import { createLog } from '@access-layer/kit/log';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { startMeter } from '@access-layer/simulators/meter';
import type { LightNodeConfig } from './config.ts';
import { loadParts, startNode } from './node.ts';
import { makePki, startBroker, until } from './test/broker.ts';
import { anchorer } from './test/verdicts.ts';

const log = createLog({ name: 'test', level: 'silent' });

test('a node that is configured so lets a second program read its meter', async (t) => {
  const pki = await makePki('n1');
  const broker = await startBroker(t, pki);
  const nowMs = Date.UTC(2026, 10, 18, 19, 24, 30);
  const meter = await startMeter({ unit: 1, profile: 'sdm630', nowMs: () => nowMs });
  t.after(() => meter.close());
  const dir = temporaryFolder('light-node-');
  const [keystoreFile, passphraseFile] = [join(dir, 'key.json'), join(dir, 'passphrase')];
  writeFileSync(passphraseFile, 'correct horse\n');
  writeFileSync(keystoreFile, JSON.stringify(encryptKeystore(newPrivateKey(), 'correct horse', 2)));
  const config: LightNodeConfig = {
    id: 'n1',
    network: 'test',
    pod: 'IT002E12345678',
    meter: {
      id: 'm1',
      profile: 'sdm630',
      driver: { name: 'modbus-tcp', host: '127.0.0.1', port: meter.port, unit: 1 } as { name: string },
      proxy: { port: 0 },
    },
    sampleIntervalS: 1,
    packet: { maxReadings: 3, maxDelayS: 60 },
    broker: { url: broker.url, caFile: pki.caFile, certFile: pki.certFile, keyFile: pki.keyFile },
    keystoreFile,
    passphraseFile,
    dataDir: join(dir, 'data'),
    http: { port: 0 },
    pinned: { anchorers: [anchorer] },
  };
  const node = await startNode(config, log);
  t.after(() => node.stop());
  const socket = connect(node.status().meter.proxyPort!, '127.0.0.1');
  t.after(() => socket.destroy());
  socket.write(Buffer.from('000100000006010400340002', 'hex'));
  const answer = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
  assert.equal(answer.readFloatBE(9), 2546);
  await until('a reading of the node', () => node.counts().measured > 0);
  assert.equal(meter.connections(), 1, 'the node and the second program have one connection');
});

test('a proxy for a meter that speaks no Modbus is refused before anything starts', async () => {
  const meter = {
    id: 'm1',
    profile: 'shelly-em',
    driver: { name: 'rest', url: 'http://shelly.local' },
    proxy: { port: 0 },
  };
  await assert.rejects(loadParts({ meter } as unknown as LightNodeConfig), {
    code: 'LN_PROXY_DRIVER',
    message: /the driver rest speaks no Modbus/,
  });
});
