import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseFault } from './fault.ts';
import { without } from './test/without.ts';

const MAIN = fileURLToPath(new URL('./meter-main.ts', import.meta.url));

/** Starts the command; `heard` resolves with the first match of what it says. */
function start(t: TestContext, ...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => child.kill());
  let said = '';
  const heard = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve) => {
      const look = () => {
        const found = pattern.exec(said);
        if (found) resolve(found);
      };
      child.stdout.on('data', (chunk) => {
        said += chunk;
        look();
      });
      look();
    });
  return { child, heard };
}

const mbpoll = (...args: string[]) => promisify(execFile)('mbpoll', [...args, '-0', '-1']);

test('one command is a meter, and mbpoll reads it', { skip: without('mbpoll', 'socat') }, async (t) => {
  const tcp = start(t, 'em340', '--port', '0', '--unit', '7');
  const serial = start(t, 'abb-b23', '--pty', '--unit', '9');
  const [, port] = await tcp.heard(/em340, unit 7, on 127\.0\.0\.1:(\d+)\n/);
  const [, path] = await serial.heard(/abb-b23, unit 9, on (\S+) \(the reader's end\)\n/);
  const volts = await mbpoll(
    '-m',
    'tcp',
    '-p',
    port!,
    '-a',
    '7',
    '-t',
    '3:int',
    '-r',
    '0',
    '-c',
    '1',
    '127.0.0.1',
  );
  assert.match(volts.stdout, /\[0\]:\s+2[2-5]\d\d/, 'low word first, as mbpoll has it unless told otherwise');
  const line = ['-m', 'rtu', '-b', '9600', '-P', 'none', '-a', '9'];
  const hertz = await mbpoll(...line, '-t', '4', '-r', String(0x5b2c), '-c', '1', path!);
  assert.match(hertz.stdout, /\[23340\]:\s+(499\d|500\d)/);

  tcp.child.stdin.write('exception:6\n');
  await tcp.heard(/fault: exception\n/);
  const busy = mbpoll('-m', 'tcp', '-p', port!, '-a', '7', '-t', '3:int', '-r', '0', '-c', '1', '127.0.0.1');
  await assert.rejects(busy, { stderr: /busy/i });
  const ended = new Promise((resolve) => serial.child.once('exit', resolve));
  serial.child.kill('SIGTERM');
  assert.equal(await ended, 0);
});

test('what cannot be understood is said, with what there is', async () => {
  const run = (...args: string[]) => promisify(execFile)(process.execPath, [MAIN, ...args]);
  await assert.rejects(run('sdm72', '--port', '0'), {
    code: 64,
    stderr: /no register map "sdm72"; there are sdm630/,
  });
  assert.throws(() => parseFault('silly'), /"silly" is no fault; there are silent, .*exception:CODE/);
  assert.throws(() => parseFault('slow'), /is no fault/);
  assert.throws(() => parseFault('exception:256'), /is no fault/);
  assert.deepEqual(parseFault('slow:500'), { kind: 'slow', delayMs: 500 });
  assert.deepEqual(parseFault('hang-up'), { kind: 'hang-up' });
  assert.equal(parseFault('none'), undefined);
});
