import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type EnrolmentRequest, enrolmentText } from '@access-layer/core/enrolment';
import { writeEnrolmentCode } from '@access-layer/core/enrolment-code';
import { signerOf } from '@access-layer/core/message';
import { certify, createCa, readCertificateRequest } from '@access-layer/kit/pki';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { startMeter } from '@access-layer/simulators/meter';
import { openSerialPair } from '@access-layer/simulators/serial-pair';
import { parse } from 'yaml';
import { PROFILE_DIR } from '../profile.ts';
import { makePki } from '../test/broker.ts';
import { withoutSocat } from '../test/programs.ts';
import { type DeviceCommand, runDevice } from './device-commands.ts';
import { requireOnboarding } from './renew-certificate.ts';

type Answer = (path: string, body: EnrolmentRequest) => Promise<{ status: number; body: object }>;

/** A real TLS server in the place of onboarding, and a device in a folder of its own. */
async function setUp(t: TestContext, answer: Answer = async () => ({ status: 500, body: {} })) {
  const dir = temporaryFolder('light-node-');
  const pki = await makePki('n1');
  const asked: EnrolmentRequest[] = [];
  const server = createServer(
    { cert: `${pki.server.certificate}\n${pki.caPem}`, key: pki.server.key },
    async (request, response) => {
      const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
      asked.push(body);
      const said = await answer(request.url!, body);
      response.writeHead(said.status, { 'content-type': 'application/json' }).end(JSON.stringify(said.body));
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const code = (pem: string) =>
    writeEnrolmentCode(
      new Uint8Array(10).fill(5),
      createHash('sha256').update(new X509Certificate(pem).raw).digest(),
    );
  const said: string[] = [];
  return {
    ...{ dir, pki, asked, said, code: code(pki.caPem), codeOf: code },
    url: `https://127.0.0.1:${(server.address() as { port: number }).port}`,
    run: (command: DeviceCommand, ...args: string[]) =>
      runDevice(command, args, { cwd: dir, stdout: { write: (text: string) => said.push(text) } }),
  };
}

/** What onboarding answers to a device. */
function enrolledBy(pki: { ca: Parameters<typeof certify>[0]; caPem: string }): Answer {
  return async (path, body) => {
    if (path === '/bindings') return { status: 200, body: { bindings: [] } };
    const publicKey = await readCertificateRequest(body.csr);
    const certificate = await certify(pki.ca, { commonName: 'n1' }, publicKey!);
    if (path === '/renewal') return { status: 200, body: { certificate, end: '2027-01-01T00:00:00.000Z' } };
    const answer = {
      ...{ node: 'n1', network: 'test', pod: 'IT002E12345678', meter: 'm1', role: 'exchange', certificate },
      ...{ authority: pki.caPem, broker: 'mqtts://127.0.0.1:1', anchorers: [`0x${'11'.repeat(20)}`] },
      setPointSigners: [],
    };
    return { status: 200, body: answer };
  };
}

test('it makes keys, proves that it has them, and writes a configuration that is ready', async (t) => {
  let answer: Answer = async () => ({ status: 503, body: { message: 'the chain has not answered yet' } });
  const at = await setUp(t, (path, body) => answer(path, body));
  const enroll = (code = at.code, ...more: string[]) =>
    at.run('enroll', code, '--url', at.url, '--profile', 'sdm630', '--meter', 'meter.local:1502', ...more);
  await assert.rejects(enroll(), { code: 'LN_ONBOARDING_REFUSED', message: /503: the chain has not/ });
  answer = enrolledBy(at.pki);
  const { run: configFile } = await enroll();
  const [first, second] = at.asked as [EnrolmentRequest, EnrolmentRequest];
  assert.deepEqual(first, second, 'after a lost answer the very same is asked');
  assert.equal(signerOf({ signature: first.signature as never, payload: enrolmentText(first) }), first.key);
  const config = parse(readFileSync(configFile!, 'utf8'));
  assert.deepEqual(
    [config.id, config.meter.driver, config.pinned.anchorers, config.onboarding.url],
    [
      'n1',
      { name: 'modbus-tcp', host: 'meter.local', port: 1502, unit: 1 },
      [`0x${'11'.repeat(20)}`],
      at.url,
    ],
  );
  await assert.rejects(enroll(), { code: 'LN_ONBOARDING_DONE' });

  await at.run('renew');
  await assert.rejects(at.run('meter', 'm2'), {
    code: 'LN_METER_UNBOUND',
    message: /swap-meter n1 --meter m2/,
  });
  await at.run('rotate');
  await assert.rejects(at.run('rotate'), { code: 'LN_ROTATION_PENDING' });
});

test('what is wrong is said before anything is sent', async (t) => {
  const at = await setUp(t);
  const url = ['--url', at.url];
  for (const [args, code] of [
    [[at.code.replace(/.$/, ''), ...url, '--meter', 'x'], 'LN_ONBOARDING_CODE'],
    [[at.code, '--meter', 'x', '--profile', 'sdm630'], 'LN_OPTION_WRONG'],
    [[at.code, ...url], 'LN_OPTION_WRONG'],
    [[at.code, ...url, '--driver-file', 'x'], 'LN_OPTION_WRONG'],
    [[at.code, ...url, '--driver-file', 'none.yaml', '--profile', 'shelly-em'], 'LN_OPTION_WRONG'],
    [[at.code, ...url, '--meter', 'x', '--rtu', '/dev/ttyUSB0', '--profile', 'em340'], 'LN_OPTION_WRONG'],
    [[at.code, ...url, '--rtu', 'x', '--profile', 'em340', '--parity', 'mark'], 'LN_OPTION_WRONG'],
    [[at.code, ...url, '--rtu', 'x', '--profile', 'em340', '--stop-bits', '3'], 'LN_OPTION_WRONG'],
    [[at.code, ...url, '--meter', 'x', '--profile', 'em34'], 'LN_PROFILE_UNKNOWN'],
    [[at.code, ...url, '--meter', 'x', '--profile', 'shelly-em'], 'LN_PROFILE_PROTOCOL'],
    [[at.code, ...url, '--meter', 'x', '--profile', 'sdm630', '--unit', '999'], 'LN_OPTION_WRONG'],
    [
      [at.codeOf((await createCa('other')).certificate), ...url, '--meter', 'x', '--profile', 'em340'],
      'LN_ONBOARDING_FOREIGN',
    ],
    [
      [at.code, '--url', 'https://127.0.0.1:9', '--meter', 'x', '--profile', 'em340'],
      'LN_ONBOARDING_UNREACHABLE',
    ],
  ] as const) {
    await assert.rejects(at.run('enroll', ...args), { code }, args.join(' '));
  }
  assert.deepEqual(at.asked, []);
  assert.throws(() => requireOnboarding({}), { code: 'LN_ONBOARDING_UNKNOWN' });
});

test('a meter is asked what it is; one that fits no profile is named by whoever knows it', async (t) => {
  const at = await setUp(t);
  const meter = await startMeter({ unit: 1, profile: 'sinapsi-alfa', nowMs: Date.now });
  t.after(() => meter.close());
  const args = [at.code, '--url', at.url, '--meter', `127.0.0.1:${meter.port}`];
  await assert.rejects(at.run('enroll', ...args), { code: 'LN_METER_UNKNOWN', message: /--profile/ });
});

test('a serial line is asked as it is set, by profiles of their own folder as well', {
  skip: withoutSocat(),
}, async (t) => {
  const at = await setUp(t, (path, body) => enrolledBy(at.pki)(path, body));
  mkdirSync(join(at.dir, 'mine'), { recursive: true });
  cpSync(join(PROFILE_DIR, 'abb-b23.yaml'), join(at.dir, 'mine', 'cellar.yaml'));
  const { meterPath, readerPath, close } = await openSerialPair();
  t.after(close);
  const served = { path: meterPath, baudRate: 9600 };
  const meter = await startMeter({ ...served, unit: 5, profile: 'abb-b23', nowMs: Date.now });
  t.after(() => meter.close());
  // A pseudo terminal has no parity.
  const line = ['--rtu', readerPath, '--unit', '5', '--baud', '19200', '--stop-bits', '2'];
  const enroll = (...more: string[]) => at.run('enroll', at.code, '--url', at.url, ...line, ...more);
  const { run: configFile } = await enroll('--profile-dir', 'mine');
  const { profile, profileDir, driver } = parse(readFileSync(configFile!, 'utf8')).meter;
  assert.deepEqual([profile, profileDir], ['cellar', join(at.dir, 'mine')]);
  const wanted = { name: 'modbus-rtu', path: readerPath, baudRate: 19_200, stopBits: 2, unit: 5 };
  assert.deepEqual(driver, { ...wanted, parity: 'none' });
});

test('what the options say of the line stands in the configuration', async (t) => {
  const at = await setUp(t, (path, body) => enrolledBy(at.pki)(path, body));
  const driverOf = async (dir: string, ...line: string[]) => {
    const args = [at.code, '--url', at.url, '--dir', dir, '--profile', 'iem3155', ...line];
    const { run } = await at.run('enroll', ...args);
    return parse(readFileSync(run!, 'utf8')).meter.driver;
  };
  const even = await driverOf('a', '--rtu', '/dev/ttyUSB0', '--baud', '19200', '--parity', 'even');
  const rtu = { name: 'modbus-rtu', path: '/dev/ttyUSB0', baudRate: 19_200 };
  assert.deepEqual(even, { ...rtu, parity: 'even', stopBits: 1, unit: 1 });
  const overTcp = await driverOf('b', '--meter', '192.168.1.9:4001', '--rtu-over-tcp', '--unit', '7');
  assert.deepEqual(overTcp, { name: 'modbus-rtu-tcp', host: '192.168.1.9', port: 4001, unit: 7 });
});

test('any driver can be given as a file', async (t) => {
  const at = await setUp(t, async () => ({ status: 403, body: { message: 'there is no such code' } }));
  mkdirSync(at.dir, { recursive: true });
  writeFileSync(join(at.dir, 'driver.yaml'), 'name: rest\nurl: http://192.168.1.9\n');
  const args = ['--url', at.url, '--driver-file', 'driver.yaml', '--profile', 'shelly-em'];
  await assert.rejects(at.run('enroll', at.code, ...args), /403: there is no such code/);
});
