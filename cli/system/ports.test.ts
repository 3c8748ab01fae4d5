import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { choosePorts, claimPorts } from './ports.ts';

test('a taken port is replaced by a free one, and that is said', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const said: string[] = [];
  const ports = await choosePorts(port - 2, { ordinals: [1], nodeProcesses: 1 }, (line) => said.push(line));
  other.close();
  assert.notEqual(ports.bal, port);
  assert.match(
    said.join('\n'),
    new RegExp(`port ${port} is taken .* Blockchain Access Layer uses ${ports.bal}`),
  );
});

test('two systems that start at once get blocks of their own', async () => {
  const said: string[] = [];
  const claims = await Promise.all([1, 2, 3].map(() => claimPorts(21_000, (line) => said.push(line))));
  const bases = claims.map(({ base }) => base);
  assert.equal(new Set(bases).size, 3);
  assert.ok(said.length >= 2);
  assert.match(said[0]!, /another system has the ports from 21000 on; this one takes those from \d+ on/);
  for (const { release } of claims) release();
});
