import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { provisionClient } from '@access-layer/gateway/accounts';
import { accountsFile } from '@access-layer/gateway/database';
import { startGateway } from '@access-layer/gateway/gateway';
import { createLog } from '@access-layer/kit/log';
import { createTokenCheck } from '@access-layer/kit/token';
import { writeCredentials } from '../demo-credentials.ts';
import { surroundings, temporaryFolder } from '../surroundings.test-input.ts';
import token from './token.ts';

/** A data folder as a running system has it, with a real gateway and two clients. */
async function startRunning(t: TestContext) {
  const folder = temporaryFolder();
  t.after(() => folder[Symbol.dispose]());
  const dataDir = join(folder.dir, 'data/gateway');
  mkdirSync(dataDir, { recursive: true });
  const upstreams = {
    'shared-customer-database': 'http://127.0.0.1:9',
    'blockchain-access-layer': 'http://127.0.0.1:9',
    onboarding: 'http://127.0.0.1:9',
    alarms: 'http://127.0.0.1:9',
  };
  const gateway = await startGateway(
    {
      ...{ dataDir, http: { host: '127.0.0.1', port: 0 } },
      upstreams: Object.fromEntries(Object.entries(upstreams).map(([name, url]) => [name, { url }])),
    },
    createLog({ name: 'test', level: 'silent' }),
  );
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= gateway.stop();
    return stopped;
  };
  t.after(stop);
  const clients = (['dso-operator', 'tso'] as const).map((role) => {
    const id = role === 'tso' ? 'tso' : 'operator';
    const client = { clientId: id, name: id, auth: 'client_secret', role, scopes: ['data:read'] } as const;
    const { clientSecret } = provisionClient(accountsFile(dataDir), { ...client, scopes: ['data:read'] });
    return { kind: 'client' as const, id, secret: clientSecret!, about: id };
  });
  writeCredentials(join(folder.dir, 'data/demo-credentials.txt'), [
    ...clients,
    { kind: 'client', id: 'stale', secret: 'not-its-secret', about: 'Of another time' },
  ]);
  writeFileSync(join(folder.dir, 'data/run.json'), JSON.stringify({ url: gateway.url }));
  const run = async (...args: string[]) => {
    const { around, printed } = surroundings(folder.dir);
    return { code: await token.run(args, around), ...printed };
  };
  return { url: gateway.url, stop, run };
}

test('it prints a token of the operator, or of who is named, that the services accept, and nothing else', async (t) => {
  const { url, run } = await startRunning(t);
  const check = createTokenCheck({
    ...{ issuer: url, audience: 'access-layer', jwksUri: `${url}/oauth/jwks` },
  });
  for (const [args, role] of [
    [[], 'dso-operator'],
    [['--client', 'tso'], 'tso'],
  ] as const) {
    const { code, out, err } = await run(...args);
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const verdict = await check(`Bearer ${out.trim()}`);
    assert.equal(verdict.ok && verdict.caller.role, role);
  }
});

test('what goes wrong is told with what to do', async (t) => {
  const { stop, run } = await startRunning(t);
  await assert.rejects(run('--client', 'nobody'), {
    code: 'CLI_TOKEN',
    message: 'there is no client "nobody"; expected one of operator, tso, stale',
  });
  await assert.rejects(run('--client', 'stale'), (error: Error & { code: string }) => {
    assert.equal(error.code, 'CLI_TOKEN');
    assert.match(error.message, /gives no token to "stale": 401/);
    assert.ok(!error.message.includes('not-its-secret'));
    return true;
  });
  const nothing = await run('--data', 'elsewhere');
  assert.deepEqual([nothing.code, nothing.out], [1, '']);
  assert.match(nothing.err, /^Nothing runs on .*elsewhere: `npm start` first/);

  await stop();
  await assert.rejects(run(), (error: Error & { code: string }) => {
    assert.equal(error.code, 'CLI_TOKEN');
    assert.match(error.message, /does not answer/);
    return true;
  });
});
