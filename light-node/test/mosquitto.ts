import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { makePki, until } from './broker.ts';

/** Why tests with mosquitto are left out; false where it is installed, or where it must be. */
export const withoutMosquitto =
  spawnSync('mosquitto', ['-h']).error === undefined || process.env.CI === 'true'
    ? false
    : 'mosquitto is NOT INSTALLED: this is not tested here (apt-get install mosquitto)';

/** A mosquitto broker: plain on loopback, and with TLS that asks for certificates. `start` again takes the same ports. */
export async function startMosquitto(t: TestContext) {
  const dir = temporaryFolder('light-node-');
  const pki = await makePki('meter-1');
  const [plainPort, tlsPort] = [await freePort(), await freePort()];
  writeFileSync(join(dir, 'server.crt'), pki.server.certificate);
  writeFileSync(join(dir, 'server.key'), pki.server.key);
  const file = join(dir, 'mosquitto.conf');
  const lines = [
    `listener ${plainPort} 127.0.0.1`,
    'allow_anonymous true',
    `listener ${tlsPort} 127.0.0.1`,
    `cafile ${pki.caFile}`,
    `certfile ${join(dir, 'server.crt')}`,
    `keyfile ${join(dir, 'server.key')}`,
    'require_certificate true',
    'user root', // it would otherwise give up the right to read the files of this test
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  let stop = () => Promise.resolve();

  async function start(): Promise<void> {
    const child = spawn('mosquitto', ['-v', '-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    stop = () => {
      child.kill('SIGKILL');
      return ended;
    };
    let text = '';
    child.stderr.on('data', (chunk) => {
      text += chunk;
    });
    await until('mosquitto', () => {
      if (child.exitCode !== null) throw new Error(`mosquitto ended: ${text}`);
      return / running\n/.test(text);
    });
  }

  await start();
  t.after(() => stop());
  return {
    plainUrl: `mqtt://127.0.0.1:${plainPort}`,
    tlsUrl: `mqtts://127.0.0.1:${tlsPort}`,
    pki,
    start,
    kill: () => stop(),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
