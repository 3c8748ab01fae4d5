import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { choosePorts } from './ports.ts';

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
