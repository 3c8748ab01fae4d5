import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, type TestContext, test } from 'node:test';
import { newPrivateKey } from '@access-layer/core/sign';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import {
  copyApp,
  installBox,
  packFolder,
  serveUpdates,
  supervise,
  writeProgram,
} from '@access-layer/light-node/test/boxes';
import { makePki, until } from '@access-layer/light-node/test/broker';
import { setUp } from '@access-layer/light-node/test/installation';
import { publishUpdate } from '@access-layer/light-node/update/update-folder';
import { buildApp, ROOT } from './app.ts';
import { bundleDrivers } from './drivers.ts';

let app: string;
before(async () => {
  app = join(temporaryFolder('light-node-'), 'app');
  await buildApp(app);
});

const FALLS_OVER = `if (!process.argv.includes('--check-config')) process.exit(3);`;

/** A box in the field with version 0.1.0.0, which publishes, and the update server that it follows. */
async function box(t: TestContext) {
  const pki = await makePki('updates');
  const updates = await serveUpdates(t, pki);
  const { url, signer } = updates;
  const { file, broker } = await setUp(t, {
    updates: { url, caFile: pki.caFile, signers: [signer], checkIntervalS: 1, healthWithinS: 3 },
  });
  const home = installBox('0.1.0.0', (slot) => {
    writeProgram(slot, '0.1.0.0', '');
    copyApp(app, slot);
  });
  const node = supervise(t, home, ['--config', file]);
  await until('packets of the first version', () => broker.received.length > 2);

  /** Makes a bundle of the real program, changed by `change`, and publishes it. */
  async function publish(version: string, change: (dir: string) => void, privateKey = updates.privateKey) {
    const dir = temporaryFolder('light-node-');
    writeProgram(dir, version, '');
    copyApp(app, dir);
    change(dir);
    const bundle = await packFolder(dir, join(temporaryFolder('light-node-'), 'bundle.tar.gz'));
    return publishUpdate([bundle], { dir: updates.dir, network: 'test', privateKey });
  }
  const events = (name: string) =>
    broker.received
      .filter((message) => message.includes(`"event":"${name}"`))
      .map((message) => JSON.parse(message.slice(message.indexOf('\n'))).details);
  const versionNow = () => JSON.parse(readFileSync(join(home, 'current/release.json'), 'utf8')).version;
  const told = (name: string) => until(`the event ${name}`, () => events(name).length > 0);
  return { ...updates, home, node, broker, publish, events, told, versionNow };
}

test('a good update: installed beside the old one, started, well, and told; then one that falls over is left again', async (t) => {
  const { publish, told, events, versionNow, home, node, broker } = await box(t);
  await publish('0.1.1.0', () => {});
  await told('updated');
  assert.deepEqual(events('updated')[0], { from: '0.1.0.0', to: '0.1.1.0' });
  assert.equal(versionNow(), '0.1.1.0');
  await until('the trial to be over', () => !existsSync(join(home, 'trial')));

  await publish('0.1.2.0', (dir) => writeFileSync(join(dir, 'app/main.js'), FALLS_OVER));
  await told('update-rolled-back');
  const [{ version, reason, to }] = events('update-rolled-back');
  assert.deepEqual([version, to], ['0.1.2.0', '0.1.1.0']);
  assert.match(reason, /did not become well/);
  assert.equal(versionNow(), '0.1.1.0');
  const starts = node.starts();
  const before = broker.received.length;
  await until('packets of the version before', () => broker.received.length > before + 3);
  assert.equal(node.starts(), starts, 'what was left again is not tried again');
});

/** Loads, takes the configuration, and gives no reading. */
const BROKEN_DRIVER = `export default { name: 'modbus-tcp', protocols: ['modbus'], options: {}, create: () => ({
  read: async () => { throw new Error('broken'); }, close: async () => {} }) };`;

test('one that starts and does not do its work is left again by itself', async (t) => {
  const { publish, told, events, versionNow, broker } = await box(t);
  await publish('0.1.1.0', (dir) => writeFileSync(join(dir, 'app/drivers/modbus-tcp.js'), BROKEN_DRIVER));
  await told('update-rolled-back');
  const [{ version, reason }] = events('update-rolled-back');
  assert.equal(version, '0.1.1.0');
  assert.match(reason, /not well: .*"meter":false/);
  assert.equal(versionNow(), '0.1.0.0');
  const readings = () => broker.received.filter((message) => message.includes('"measured"')).length;
  const before = readings();
  await until('readings again', () => readings() > before);
});

test('refused: another signer, an older version, another network, a bundle that is not what is signed, one that cannot start', async (t) => {
  const { publish, events, versionNow, dir, node } = await box(t);
  const refused = (reason: string) =>
    until(reason, () => events('update-refused').some((e) => e.reason === reason));
  await publish('0.1.1.0', () => {}, newPrivateKey());
  await refused('unpinned-signer');
  const { files } = await publish('0.1.2.0', () => {}).then((manifest) => {
    writeFileSync(join(dir, `${manifest.files[0]!.sha256}.tar.gz`), 'something else');
    return manifest;
  });
  await until('the refusal of the bundle', () =>
    events('update-refused').some(({ detail }) => detail.includes(`${files[0]!.bytes} are signed`)),
  );
  await publish('0.1.3.0', (slot) => writeFileSync(join(slot, 'app/main.js'), 'process.exit(1)'));
  await until('the refusal of what cannot start', () =>
    events('update-refused').some(({ detail }) => detail.includes('does not start')),
  );
  writeFileSync(join(dir, 'update.signed'), 'nonsense');
  await refused('malformed');
  await publish('0.0.9.0', () => {});
  await refused('not-newer');
  assert.equal(versionNow(), '0.1.0.0');
  assert.equal(node.starts(), 1, 'nothing of it has disturbed the node');
});

const DRIVER = `
import { AccessLayerError } from '@access-layer/core/errors';
import { createBus } from '@access-layer/light-node/modbus/bus';
import Type from 'typebox';
export default {
  name: 'my-meter',
  protocols: ['modbus'],
  options: Type.Object({ name: Type.Literal('my-meter') }),
  create: () => ({ read: async () => { throw new AccessLayerError({ code: 'LN_METER_ANSWER', message: String(createBus) }); }, close: async () => {} }),
};`;

test('a set of drivers is laid over the release: code, profile and template, and nothing else changes', async (t) => {
  const { dir, told, events, versionNow, home, privateKey } = await box(t);
  const from = temporaryFolder('light-node-');
  for (const folder of ['drivers', 'meters', 'ems-templates']) mkdirSync(join(from, folder));
  writeFileSync(join(from, 'drivers/my-meter.ts'), DRIVER);
  writeFileSync(
    join(from, 'meters/my-meter.yaml'),
    readFileSync(join(ROOT, 'light-node/meters/sdm120.yaml')),
  );
  const template = readFileSync(join(ROOT, 'light-node/ems-templates/storage-modbus.yaml'));
  writeFileSync(join(from, 'ems-templates/my-device.yaml'), template);
  const { packed, release } = await bundleDrivers({
    from,
    number: 1,
    outDir: temporaryFolder('light-node-'),
  });
  await publishUpdate([packed.file], { dir, network: 'test', privateKey });
  await told('updated');
  assert.equal(events('updated')[0].to, release.version);
  assert.equal(versionNow(), release.version);
  const load = `console.log((await import(process.argv[1])).default.name)`;
  const driver = join(home, 'current/app/drivers/my-meter.js');
  const ran = execFileSync(process.execPath, ['--input-type=module', '-e', load, driver], {
    encoding: 'utf8',
  });
  assert.equal(ran, 'my-meter\n');
  for (const file of ['meters/my-meter.yaml', 'ems-templates/my-device.yaml', 'meters/sdm630.yaml'])
    assert.ok(existsSync(join(home, 'current/app', file)), file);

  writeFileSync(join(from, 'meters/wrong.yaml'), 'protocol: modbus');
  await assert.rejects(bundleDrivers({ from, number: 2, outDir: from }), { code: 'LN_PROFILE_INVALID' });
});
