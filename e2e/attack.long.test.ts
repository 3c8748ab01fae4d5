import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ATTACKS } from 'access-layer/attack/attacks';
import { type AllInOne, startAllInOne, until } from './all-in-one.ts';

const LAUNCHER = new URL('../cli/bin/access-layer.js', import.meta.url).pathname;
const SERVED = 'first anchored reading served';
let system: AllInOne;

before(async () => {
  system = await startAllInOne([]);
  await until(SERVED, () => system.output().includes(SERVED));
});
after(() => system[Symbol.asyncDispose]());

async function attack(dir: string, ...names: string[]): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, [LAUNCHER, 'attack', ...names, '--data', dir], { stdio: 'pipe' });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      out += chunk;
    });
  }
  const [code] = await once(child, 'close');
  return { code: code as number | null, out };
}

test('every attack of the list is noticed, and leaves a system that runs on', async (t) => {
  const { code, out } = await attack(system.dir, 'all');
  for (const line of out.split('\n')) if (/^\S|NOTICED|anomaly/.test(line)) t.diagnostic(line);
  assert.equal(code, 0, out);
  const count = Object.keys(ATTACKS).length;
  assert.ok(out.endsWith(`${count} of ${count} attacks were noticed.\n`), out);
  const url = `${system.run().balUrl}/metrics`;
  const accepted = async () =>
    /^access_layer_accepted_total (\d+)/m.exec(await (await fetch(url)).text())![1];
  const before = await accepted();
  await until('packets to go on', async () => (await accepted()) !== before);
});

test('where nobody detects, the attack says so and ends with 1', async () => {
  const blind = await startBlind(system);
  try {
    for (const name of ['foreign-pod', 'forged-set-point']) {
      const { code, out } = await attack(blind.dir, name, '--within', '3');
      assert.match(out, /NOT NOTICED\n$/);
      assert.equal(code, 1, out);
    }
  } finally {
    blind.close();
  }
});

/** The same system through a front door behind which no detector has ever found anything. */
async function startBlind({ dir, run }: AllInOne) {
  const { url } = run();
  const server = createServer((asked, answer) => {
    if (asked.url!.startsWith('/v1/anomalies')) {
      answer.writeHead(200, { 'content-type': 'application/json' }).end('{"items":[]}');
      return;
    }
    const { method = 'GET', headers } = asked;
    const passed = request(
      url + asked.url,
      { method, headers: { ...headers, host: new URL(url).host } },
      (real) => {
        answer.writeHead(real.statusCode!, real.headers);
        real.pipe(answer);
      },
    );
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const blindDir = `${dir}-blind`;
  mkdirSync(blindDir);
  for (const name of readdirSync(dir))
    if (name !== 'run.json') symlinkSync(join(dir, name), join(blindDir, name));
  const blindUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  writeFileSync(join(blindDir, 'run.json'), JSON.stringify({ ...run(), url: blindUrl }));
  return {
    dir: blindDir,
    close() {
      server.close();
      rmSync(blindDir, { recursive: true });
    },
  };
}
