import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import envoy from '@access-layer/engines/envoy';
import quorum from '@access-layer/engines/quorum';
import versitygw from '@access-layer/engines/versitygw';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { stringify } from 'yaml';
import { envoyYaml } from '../../deploy/system/envoy-file.ts';
import { makeDeployment } from '../../deploy/system/make-deployment.ts';
import { prepareBucket } from '../../deploy/system/prepare-bucket.ts';
import { ROOT } from '../source-files.ts';
import { needEngine } from './need-engine.ts';

const dir = temporaryFolder('access-layer-deployment-');
const folder = await makeDeployment(dir, {
  ...{ domain: 'energy.example.org', network: 'rome-1', chainId: 1337 },
  alertWebhook: 'https://alerts.example.org/hook',
  setPointSigners: [],
});
const [chain, store] = [
  await needEngine((options) => quorum.start(options)),
  await needEngine((options) => versitygw.start(options)),
];

if (chain) {
  test('the contracts are where the configurations say, also when it is repeated', async () => {
    const key = JSON.parse(readFileSync(folder.path('contracts.json'), 'utf8'));
    const registrar = {
      ...{ network: 'rome-1', dataDir: dir, http: { port: 0 } },
      chain: { rpcUrl: chain.nodes[0]!.rpcUrl, registry: key.registry },
      stream: { name: 'embedded', dir: join(dir, 'stream') },
      keystoreFile: folder.path('registrar.keystore.json'),
      passphraseFile: folder.path('registrar.passphrase'),
    };
    writeFileSync(join(dir, 'registrar.yaml'), stringify(registrar));
    writeFileSync(
      join(dir, 'contracts.json'),
      JSON.stringify({ ...key, config: join(dir, 'registrar.yaml') }),
    );
    const args = ['deploy/system/contracts.ts', '--config', join(dir, 'contracts.json')];
    for (const _ of ['first', 'again']) {
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT });
      const { registry, anchorContract, consensus, validators } = JSON.parse(stdout);
      assert.deepEqual(
        { registry, anchorContract },
        { registry: key.registry, anchorContract: key.anchorContract },
      );
      assert.deepEqual([consensus, validators[0].addresses.length], ['qbft', 4]);
    }
    assert.equal(JSON.parse(readFileSync(join(dir, 'network.json'), 'utf8')).registry, key.registry);
  });
}

if (store) {
  test('the bucket of the archive has an object lock', async () => {
    const { endpoint, accessKeyId: accessKey, secretAccessKey: secretKey } = store;
    const owner = { endpoint, accessKey, secretKey, bucket: 'access-layer-archive' };
    assert.equal(await prepareBucket(owner), true);
    assert.equal(await prepareBucket(owner), false);
  });
}

/** Says what reached it, as a service on the loopback of a unit. */
const service = createServer(
  ({ url, headers }, answer) => void answer.end(JSON.stringify({ url, host: headers.host })),
);
await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
after(() => service.close());
const tls = { certFile: folder.path('alarms.pem'), keyFile: folder.path('alarms.key') };
const front = await needEngine((options) =>
  envoy.start({
    ...options,
    configure: ({ listen, admin }) =>
      envoyYaml({ [listen]: (service.address() as AddressInfo).port }, tls) +
      stringify({ admin: { address: { socket_address: { address: '127.0.0.1', port_value: admin } } } }),
  }),
);

if (front) {
  test('TLS ends in front of a service, which sees its own loopback asked', async () => {
    const port = new URL(front.url).port;
    const ask = (ca: string) =>
      new Promise<string>((resolve, reject) => {
        const options = { host: '127.0.0.1', port, path: '/v1/x?y=1', ca, servername: 'alarms' };
        const request = get(options, (answer) => answer.setEncoding('utf8').on('data', resolve));
        request.on('error', reject).setTimeout(30_000, () => request.destroy(new Error('no answer in 30 s')));
      });
    const authority = (name: string) => readFileSync(join(dir, 'authorities', `${name}.pem`), 'utf8');
    assert.deepEqual(JSON.parse(await ask(authority('ca'))), { url: '/v1/x?y=1', host: '127.0.0.1' });
    await assert.rejects(ask(authority('devices')), /self-signed|unable to verify|local issuer/);
  });
}
