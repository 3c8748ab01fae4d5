import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

function configFile(t: TestContext, config: object): string {
  const dir = mkdtempSync(join(tmpdir(), 'simulators-'));
  t.after(() => rmSync(dir, { recursive: true }));
  writeFileSync(join(dir, 'meters.yaml'), JSON.stringify(config));
  return join(dir, 'meters.yaml');
}

test('one process serves several meters, each at its own time, and stops cleanly', async (t) => {
  const file = configFile(t, {
    meters: [
      { port: 0, unit: 1, profile: 'sdm630' },
      {
        port: 0,
        unit: 2,
        profile: 'pac3200',
        scale: 0.5,
        clock: { name: 'replay', realStart: Date.now(), simulatedStart: 0, speed: 1 },
      },
    ],
    clock: { name: 'system', assumeSynchronised: true },
    http: { port: 0 },
  });
  const child = spawn(process.execPath, [MAIN, '--config', file], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const ports: number[] = [];
  let text = '';
  for await (const chunk of child.stdout) {
    text += chunk;
    ports.splice(
      0,
      2,
      ...[...text.matchAll(/"port":(\d+),"msg":"meter listens"/g)].map(([, port]) => Number(port)),
    );
    if (ports.length === 2 && text.includes('"started"')) break;
  }
  const socket = connect(ports[1]!, '127.0.0.1');
  socket.write(Buffer.from('000100000006020300010002', 'hex'));
  const answer = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
  assert.ok(Math.abs(answer.readFloatBE(9) - 243.15) < 1e-3, 'the voltage of Thursday, 00:00');
  socket.destroy();
  const http = Number(/"http":(\d+)/.exec(text)![1]);
  await faultsOnDemand(`http://127.0.0.1:${http}`, ports[1]!);
  child.kill('SIGTERM');
  assert.equal(await ended, 0);
});

/** The second line hangs up while it is told to, and nobody else does. */
async function faultsOnDemand(url: string, port: number): Promise<void> {
  const tell = async (index: number, fault: string) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/meters/${index}/fault`, {
      ...{ method: 'PUT', headers, body: JSON.stringify({ fault }) },
    });
    return answer.status;
  };
  const ask = () =>
    new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('data', () => resolve('answered'));
      socket.once('close', () => resolve('hung up'));
      socket.on('error', () => {});
      socket.write(Buffer.from('000100000006020300010002', 'hex'), () => {});
    });
  assert.equal(await tell(1, 'hang-up'), 200);
  assert.equal(await ask(), 'hung up');
  const { lines } = (await (await fetch(`${url}/meters`)).json()) as { lines: { fault: string }[] };
  assert.deepEqual(
    lines.map(({ fault }) => fault),
    ['none', 'hang-up'],
  );
  assert.equal(await tell(1, 'none'), 200);
  assert.equal(await ask(), 'answered');
  assert.equal(await tell(1, 'silly'), 400);
  assert.equal(await tell(7, 'silent'), 404);
}

test('--check-config names what is wrong', async (t) => {
  const file = configFile(t, { meters: [{ port: 0, unit: 1, profile: 'sdm72', scal: 2 }] });
  const other = configFile(t, { meters: [{ port: 0, unit: 1, profile: 'sdm72' }] });
  const args = [MAIN, '--config', file, '--config', other, '--check-config'];
  const { code, stderr } = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile(process.execPath, args, (error, _stdout, stderr) => resolve({ code: error?.code, stderr }));
  });
  assert.equal(code, 1);
  assert.match(stderr, /unknown key "scal"; did you mean "scale"/);
  assert.match(stderr, /no simulated meter "sdm72"; there are sdm630, sdm120, pac3200/);
});
