import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type AccessLayerClient, createClient } from '@access-layer/client/create-client';
import { dataOf } from '@access-layer/client/errors';
import { createStatements } from '@access-layer/client/statements';
import { signerOf } from '@access-layer/core/message';
import type { Order } from '@access-layer/core/payloads/statement';
import { addressOf, newPrivateKey } from '@access-layer/core/sign';
import { loadConfig } from '@access-layer/kit/config';
import { loadKey } from '@access-layer/kit/keystore';
import { createLog } from '@access-layer/kit/log';
import { StakeholdersConfig } from '@access-layer/simulators/stakeholders/config';
import { startRounds } from '@access-layer/simulators/stakeholders/rounds';
import { clientCredential } from 'access-layer/access-token';
import { parse } from 'yaml';
import { grafanaFiles } from '../scripts/grafana/files.ts';
import type { Groups } from '../scripts/grafana/groups.ts';
import { usedIn } from '../scripts/grafana/used.ts';
import { type AllInOne, startAllInOne, until } from './all-in-one.ts';
import { ROOT } from './source-files.ts';

type Path = '/v1/requests' | '/v1/orders' | '/v1/results' | '/v1/baselines';
interface Line {
  party?: string;
  product?: string;
  msg: string;
  read?: Record<string, number>;
  wrote?: string[];
}

const GRAFANA = join(ROOT, 'deploy', 'grafana');
let system: AllInOne;
const clients = new Map<string, AccessLayerClient>();

before(async () => {
  system = await startAllInOne(['--nodes', '2']);
});
after(() => system[Symbol.asyncDispose]());

/** A client of the demonstration, with its own credential. */
function as(clientId: string): AccessLayerClient {
  const { secret } = clientCredential(join(system.dir, 'demo-credentials.txt'), clientId);
  const client = clients.get(clientId) ?? createClient({ url: system.run().url, clientId, secret });
  clients.set(clientId, client);
  return client;
}

function turns(): Line[] {
  const log = readFileSync(join(system.dir, 'logs', 'stakeholders.log'), 'utf8');
  return log
    .split('\n')
    .flatMap((text) => (text.startsWith('{') && text.endsWith('}') ? [JSON.parse(text) as Line] : []))
    .filter(({ wrote }) => wrote);
}

const seen = async (clientId: string, path: Path, id: string) =>
  (await dataOf(as(clientId).data.GET(path, { params: { query: { id } } }))).items;

test('a round: what each writes is read by those whom it concerns, and by nobody else', async () => {
  await until('all four to take a turn', () => new Set(turns().map(({ party }) => party)).size === 4);
  const round = turns().slice(0, 4);
  assert.deepEqual(
    round.map(({ party, wrote }) => [party, wrote![0]]),
    [
      ['tso', 'request'],
      ['aggregator-1', 'order'],
      ['market', 'result'],
      ['dso', 'flexible resource of IT999E00000002'],
    ],
  );
  const hears = (who: string) => turns().some(({ party, read }) => party === who && (read?.heard ?? 0) > 0);
  await until(
    'aggregator and market to hear of it by the stream',
    () => hears('aggregator-1') && hears('market'),
  );
  const [{ product = '' }] = round as [Line];
  const result = `${product}-aggregator-1`;
  const readers: [Path, string, string[]][] = [
    ['/v1/requests', product, ['tso', 'market', 'aggregator-1', 'aggregator-2', 'operator']],
    // The DSO's control room reads all statements: what is traded happens on its grid.
    ['/v1/orders', product, ['aggregator-1', 'market', 'operator']],
    ['/v1/results', result, ['market', 'aggregator-1', 'tso', 'operator']],
  ];
  const everyone = ['operator', 'tso', 'market', 'aggregator-1', 'aggregator-2', 'customer-1', 'customer-2'];
  const parties = new Map(
    (await dataOf(as('tso').data.GET('/v1/parties'))).items.map(({ id, key }) => [id, key]),
  );
  for (const [path, id, allowed] of readers) {
    for (const who of everyone) {
      const found = await seen(who, path, id);
      assert.equal(found.length, allowed.includes(who) ? 1 : 0, `${who} ${path}`);
      for (const { payload, signature, sender } of found) {
        assert.equal(signerOf({ payload, signature: signature as `0x${string}` }), parties.get(sender));
      }
    }
  }
  const [order] = await seen('market', '/v1/orders', product);
  const [request] = await seen('tso', '/v1/requests', product);
  const said = JSON.parse(order!.payload) as Order;
  assert.deepEqual(said.request, { sender: 'tso', id: product, hash: request!.messageHash });
  assert.deepEqual(said.pods, ['IT999E00000001'], 'only what its customer has released');
});

test('the aggregator reads what its customer lets it, and says the baseline; the wrong one is refused', async (t) => {
  const file = join(system.dir, 'stakeholders', 'config.yaml');
  const config = loadConfig(StakeholdersConfig, { file, env: {}, prefix: 'X' });
  const rounds = startRounds(
    { ...config, roundS: 1, hearWithinS: 0 },
    createLog({ name: 'test', level: 'silent' }),
  );
  t.after(() => rounds.stop());
  const baselines = async (who: string) =>
    (await dataOf(as(who).data.GET('/v1/baselines', { params: { query: { pod: 'IT999E00000001' } } }))).items;
  await until('a baseline of what was measured', async () => (await baselines('market')).length > 0);
  await rounds.stop();
  assert.equal(rounds.counts().failed, 0);
  assert.ok((await baselines('operator')).length > 0);
  const [{ product = '' } = {}] = turns();
  const isAnchored = async () => (await seen('market', '/v1/orders', product))[0]?.stage === 'anchored';
  await until('what was stated to be anchored, like what was measured', isAnchored);
  assert.equal((await baselines('tso')).length, 0);
  assert.equal((await baselines('aggregator-2')).length, 0);

  const readings = async (who: string, pod: string) =>
    (await as(who).data.GET('/v1/pods/{pod}/readings', { params: { path: { pod } } })).response.status;
  assert.equal(await readings('aggregator-1', 'IT999E00000001'), 200);
  for (const [who, pod] of [
    ['aggregator-1', 'IT999E00000002'],
    ['aggregator-2', 'IT999E00000001'],
    ['tso', 'IT999E00000001'],
    ['market', 'IT999E00000001'],
  ] as const) {
    assert.equal(await readings(who, pod), 404, `${who} ${pod}`);
  }
});

test('every metric that Grafana’s dashboards and rules ask for is one that a service says, at the port that Prometheus asks', async () => {
  const { url, balUrl, scdUrl, nodes } = system.run();
  const groups = JSON.parse(readFileSync(join(GRAFANA, 'groups.json'), 'utf8')) as Groups;
  const made = Object.values(grafanaFiles(groups)).map((text) => parse(text) as unknown);
  const asked = usedIn(made).metrics;
  const texts = [url, balUrl, scdUrl, nodes[0]!.url].map(async (of) => (await fetch(`${of}/metrics`)).text());
  const said = new Set((await Promise.all(texts)).flatMap((text) => text.match(/^# TYPE (\S+)/gm) ?? []));
  const unknown = asked.filter((name) => !said.has(`# TYPE ${name.replace(/_bucket$/, '')}`));
  assert.ok(asked.length > 15, `${asked.length} metrics`);
  assert.deepEqual(unknown, []);
});

test('Grafana signs people in where our issuer does it', async () => {
  const { url } = system.run();
  const settings = readFileSync(join(GRAFANA, 'grafana.ini'), 'utf8');
  const issuer = (await (await fetch(`${url}/.well-known/openid-configuration`)).json()) as Record<
    string,
    unknown
  >;
  for (const [name, endpoint] of [
    ['auth_url', 'authorization_endpoint'],
    ['token_url', 'token_endpoint'],
    ['signout_redirect_url', 'end_session_endpoint'],
  ] as const)
    assert.ok(
      settings.includes(`${name} = $__env{ACCESS_LAYER_URL}${String(issuer[endpoint]).replace(url, '')}\n`),
      name,
    );
  assert.deepEqual(issuer.code_challenge_methods_supported, ['S256']);
  assert.ok(
    (issuer.claims_supported as string[]).includes('role'),
    'the claim that says the role in Grafana',
  );
});

test("nobody states in another's name, or with another's key", async () => {
  const { network } = JSON.parse(readFileSync(join(system.dir, 'network.json'), 'utf8')) as {
    network: string;
  };
  const keyOf = (party: string) => {
    const dir = join(system.dir, 'parties', party);
    return loadKey(join(dir, 'keystore.json'), join(dir, 'passphrase'));
  };
  const period = { from: '2027-01-01T00:00:00.000Z', until: '2027-01-01T01:00:00.000Z' };
  const asked = { service: 'balancing', direction: 'decrease', powerW: 1, ...period } as const;
  const stated = async (clientId: string, sender: string, privateKey: Uint8Array) => {
    const statements = createStatements(as(clientId), { sender, network, privateKey });
    return statements.handIn('request', { id: `forged-${addressOf(privateKey)}`, recipients: [], ...asked });
  };
  await assert.rejects(stated('tso', 'tso', keyOf('market')), { code: 'SCD_WRONG_SIGNER' });
  await assert.rejects(stated('tso', 'tso', newPrivateKey()), { code: 'SCD_WRONG_SIGNER' });
  await assert.rejects(stated('market', 'tso', keyOf('tso')), { code: 'SCD_NOT_FOUND' });
  await assert.rejects(stated('aggregator-1', 'aggregator-1', keyOf('aggregator-1')), {
    code: 'SCD_FORBIDDEN',
  });
});
