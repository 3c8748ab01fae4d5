import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createLog } from '@access-layer/kit/log';
import { checkedConfig } from './config.ts';
import type { Notice } from './notice.ts';
import type { RuleBody } from './rule.ts';
import { startAlarms } from './service.ts';
import { type FrontDoor, openFrontDoor, type Person } from './test/front-door.ts';
import { openMailServer, openSlack, openWebhook } from './test/listeners.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
type Body = any;
const OPERATOR: Person = { role: 'dso-operator' };
const AGGREGATOR: Person = { role: 'aggregator', party: 'agg-1' };
const CUSTOMER: Person = { role: 'customer', customer: 'rossi' };
const POD = 'IT999E00000001';
const SECRET = 'a secret of the test';
const PASSWORD = 'a password of the test';

const dir = mkdtempSync(join(tmpdir(), 'alarms-'));
const log = createLog({ name: 'test', level: 'silent' });
let door: FrontDoor;
let webhook: Awaited<ReturnType<typeof openWebhook>>;
let slack: Awaited<ReturnType<typeof openSlack>>;
let mail: Awaited<ReturnType<typeof openMailServer>>;
let service: Awaited<ReturnType<typeof startAlarms>>;
let channels: { webhook: string; email: string };

before(async () => {
  door = await openFrontDoor();
  webhook = await openWebhook(() => SECRET);
  slack = await openSlack();
  mail = await openMailServer(dir, { name: 'alarms', password: PASSWORD });
  writeFileSync(join(dir, 'client-secret'), 'nothing');
  writeFileSync(join(dir, 'slack-address'), `${slack.url}\n`);
  writeFileSync(join(dir, 'webhook-secret'), `${SECRET}\n`);
  service = await start();
  const made = (body: object) =>
    call(OPERATOR, 'POST', '/channels', body).then((answer) => answer.body.id as string);
  channels = {
    webhook: await made({
      kind: 'webhook',
      name: 'Hook',
      url: webhook.url,
      secret: 'webhook',
      usableBy: ['agg-1'],
    }),
    email: await made({ kind: 'email', name: 'Room', to: ['room@dso.example'] }),
  };
});
after(async () => {
  await service.stop();
  webhook.close();
  slack.close();
  await mail.close();
  door.close();
  rmSync(dir, { recursive: true });
});

function start() {
  const settings = checkedConfig({
    ...{ network: 'test-1', dataDir: join(dir, 'data'), http: { port: 0 }, url: door.url, pollS: 1 },
    client: { id: 'alarms', secretFile: join(dir, 'client-secret') },
    auth: { issuer: door.url, audience: 'access-layer', jwksUri: `${door.url}/oauth/jwks` },
    metrics: [{ service: 'gateway', url: `${door.url}/metrics` }],
    smtp: {
      ...{ host: 'localhost', port: mail.port, from: 'Alarms <alarms@dso.example>', caFile: mail.caFile },
      ...{ user: 'alarms', passwordSecret: 'smtp' },
    },
    secrets: [
      { name: 'webhook', file: join(dir, 'webhook-secret') },
      { name: 'slack', file: join(dir, 'slack-address') },
      { name: 'smtp', env: 'SMTP_PASSWORD' },
      { name: 'absent', env: 'ABSENT' },
    ],
    targets: { allow: ['127.0.0.1/32'] },
  });
  return startAlarms(settings, { log, env: { SMTP_PASSWORD: PASSWORD } });
}

async function call(
  who: Person,
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
) {
  const response = await fetch(`${service.url}/v1/alarms${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await door.token(who)}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return {
    status: response.status,
    etag: response.headers.get('etag') ?? '',
    body: (text ? JSON.parse(text) : undefined) as Body,
  };
}

async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const endMs = Date.now() + 90_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > endMs) throw new Error(`waited 90 s for ${what}`);
    await delay(20);
  }
}

const active = async (who = OPERATOR): Promise<Body[]> => (await call(who, 'GET', '/active')).body.items;
const ofRule = (id: string, what: Notice['what']) =>
  webhook.heard.filter(({ notice }) => notice.alarm?.rule === id && notice.what === what);

async function rule(of: Partial<RuleBody> & Pick<RuleBody, 'condition'>, who = OPERATOR): Promise<string> {
  const body = { name: 'Rule', severity: 'warning', channels: [channels.webhook], ...of };
  const { status, body: made } = await call(who, 'POST', '/rules', body);
  assert.equal(status, 201, JSON.stringify(made));
  return made.id;
}

let atMs = Date.now();
function measure(activePowerW: number, pod = POD): void {
  atMs += 1000;
  const readings = [{ at: new Date(atMs).toISOString(), quality: ['measured'], values: { activePowerW } }];
  const payload = JSON.stringify({ type: 'measurement', pod, meter: 'm-1', role: 'exchange', readings });
  door.publish('measurements', { payload, receivedAt: Date.now() });
}
const threshold = (limit: number, pod: string | undefined = POD): RuleBody['condition'] => ({
  ...{ kind: 'threshold', value: 'activePowerW', side: 'above', limit, hysteresis: 100 },
  ...(pod ? { pod } : {}),
});
const followed = (topic: string) => until(`${topic} to be followed`, () => door.isFollowed(topic));

test('a threshold rings once at a webhook and in a mailbox, not again after a restart, and is told to be over', async () => {
  const id = await rule({
    name: 'Power\r\nBcc: x@y.example',
    condition: threshold(3000),
    channels: Object.values(channels),
  });
  await followed('measurements');
  measure(2900);
  measure(3100);
  await until('both to hear', () => ofRule(id, 'rang').length === 1 && mail.mails.length === 1);
  const [{ notice } = assert.fail()] = ofRule(id, 'rang');
  assert.deepEqual([notice.network, notice.severity, notice.alarm!.value], ['test-1', 'warning', 3100]);
  assert.match(notice.text, /activePowerW of IT999E00000001 m-1 is 3100, above 3000/);
  const [letter] = mail.mails;
  assert.match(letter!.subject!, /^ALARM \(warning\) Power Bcc: x@y\.example · test-1$/);
  assert.equal(letter!.headers.has('bcc'), false);
  assert.match(letter!.text!, /is 3100, above 3000/);
  await service.stop();
  measure(3200); // while it is away
  service = await start();
  await followed('measurements');
  measure(2950);
  const [alarm] = await active();
  assert.deepEqual([alarm.rule, alarm.told], [id, 1]);
  measure(2900);
  await until('the end to be heard', () => ofRule(id, 'over').length === 1 && mail.mails.length === 2);
  assert.equal(ofRule(id, 'rang').length, 1);
  assert.equal(mail.mails[1]!.references, letter!.references, 'in one thread');
  assert.deepEqual(await active(), []);
  const { items } = (await call(OPERATOR, 'GET', `/history?alarm=${alarm.id}`)).body;
  const kinds = items.map(({ what }: Body) => what).toSorted();
  assert.deepEqual(kinds, ['over', 'rang', 'sent', 'sent', 'sent', 'sent', 'told']);
  await call(OPERATOR, 'DELETE', `/rules/${id}`, undefined, { 'if-match': '*' });
});

test('Slack takes a test, what rings and its end, in the language of its channel, and what it refuses is said', async () => {
  const made = async (of: object) => (await call(OPERATOR, 'POST', '/channels', of)).body.id as string;
  const [inItalian, inEnglish, letters] = [
    await made({ kind: 'slack', name: 'Sala', secret: 'slack', language: 'it' }),
    await made({ kind: 'slack', name: 'Room', secret: 'slack' }),
    await made({ kind: 'email', name: 'Posta', to: ['sala@dso.example'], language: 'it' }),
  ];
  const tried = async (id: string) => (await call(OPERATOR, 'POST', `/channels/${id}/test`)).body;
  const { ok, answer } = await tried(inItalian);
  assert.deepEqual([ok, answer], [true, '200 ok']);
  assert.equal(slack.heard.at(-1)!.text, 'PROVA (informazione) Una prova · test-1');
  await tried(inEnglish);
  assert.equal(slack.heard.at(-1)!.text, 'TEST (info) A test · test-1');
  const id = await rule({
    ...{ name: 'A & B <!channel>', severity: 'critical', condition: threshold(3000) },
    channels: [inItalian, inEnglish, letters],
  });
  await followed('measurements');
  measure(3100);
  const told = (word: string) => slack.heard.find(({ text }) => text.startsWith(word))!;
  const letter = (word: string) => mail.mails.find(({ subject }) => subject!.startsWith(word))!;
  await until(
    'it to be told',
    () => told('ALARM (critical)') && told('ALLARME (critico)') && letter('ALLARME'),
  );
  const alarm = (await active()).find((one) => one.rule === id);
  assert.equal(alarm.texts.it, 'activePowerW di IT999E00000001 m-1 è 3100, sopra 3000');
  assert.equal(told('ALLARME').text, 'ALLARME (critico) A &amp; B &lt;!channel&gt; · test-1');
  assert.equal(told('ALLARME').blocks[1]!.text.text, alarm.texts.it);
  assert.equal(told('ALARM').blocks[1]!.text.text, alarm.text);
  assert.match(letter('ALLARME').text!, /è 3100, sopra 3000/);
  assert.equal(letter('ALLARME').headers.get('content-language'), 'it');
  measure(1000);
  await until(
    'its end to be told',
    () => told('OVER (critical)') && told('FINITO (critico)') && letter('FINITO'),
  );
  assert.match(
    told('FINITO').blocks[1]!.text.text,
    /^È finito: tornato alla normalità\. Era: activePowerW di/,
  );
  assert.match(told('OVER').blocks[1]!.text.text, /^It is over: back to normal\. It was: activePowerW of/);

  // A long text is cut where Slack would refuse all of it, and never inside an escaped sign.
  const message = { title: 'Works', text: '<'.repeat(5000), channels: [inEnglish] };
  assert.equal((await call(OPERATOR, 'POST', '/messages', message)).status, 202);
  await until('the long message', () => told('MESSAGE (info) Works'));
  assert.match(told('MESSAGE').blocks[1]!.text.text, /^(&lt;)+…$/);

  writeFileSync(join(dir, 'slack-address'), slack.url.replace(/.$/, '0'));
  const refused = await tried(inItalian);
  assert.equal(refused.ok, false);
  assert.match(refused.answer, /answered 404: no_service/);
  const bad = await fetch(slack.url, { method: 'POST', body: 'no JSON' });
  assert.deepEqual([bad.status, await bad.text()], [400, 'invalid_payload']);
  await call(OPERATOR, 'DELETE', `/rules/${id}`, undefined, { 'if-match': '*' });
});

test('what a webhook does not take is sent again under the same key, after a restart too, and in order', async () => {
  const id = await rule({ condition: threshold(3000) });
  await followed('measurements');
  webhook.state.fails = 1000;
  measure(3500);
  const [key] = await until('two tries', () => webhook.refused.length > 1 && webhook.refused);
  measure(1000);
  await until('the alarm to be over', async () => (await active()).length === 0);
  await service.stop();
  webhook.state.fails = 0;
  service = await start();
  await until('both to be heard', () => ofRule(id, 'over').length === 1);
  assert.deepEqual(new Set(webhook.refused), new Set([key]));
  const heard = webhook.heard.filter(({ notice }) => notice.alarm?.rule === id);
  assert.deepEqual(
    heard.map(({ notice }) => notice.what),
    ['rang', 'over'],
  );
  assert.equal(heard[0]!.key, key);
  await call(OPERATOR, 'DELETE', `/rules/${id}`, undefined, { 'if-match': '*' });
});

test('a silence holds the notice back until it ends; it is repeated until somebody acknowledges it', async () => {
  const id = await rule({ condition: threshold(3000), repeatS: 1 });
  const silence = { rule: id, until: new Date(Date.now() + 3_600_000).toISOString(), reason: 'works' };
  const { id: held } = (await call(OPERATOR, 'POST', '/silences', silence)).body;
  await followed('measurements');
  measure(4000);
  const alarm = await until('it to ring', async () => (await active())[0]);
  assert.deepEqual([alarm.silenced, alarm.told], [true, 0]);
  assert.equal(ofRule(id, 'rang').length, 0);
  assert.equal((await call(AGGREGATOR, 'DELETE', `/silences/${held}`)).status, 404);
  assert.equal((await call(OPERATOR, 'DELETE', `/silences/${held}`)).status, 204);
  await until(
    'it to be repeated',
    () => ofRule(id, 'rang').length === 1 && ofRule(id, 'repeated').length > 0,
  );
  assert.equal((await call(AGGREGATOR, 'POST', `/active/${alarm.id}/acknowledgement`, {})).status, 404);
  const acknowledged = await call(OPERATOR, 'POST', `/active/${alarm.id}/acknowledgement`, {
    note: 'on my way',
  });
  assert.equal(acknowledged.status, 204);
  const told = async () => (await active()).find((one) => one.rule === id).told;
  const before = await told();
  // Another alarm, which nobody has acknowledged, is told by the same clock.
  const other = await rule({ condition: threshold(3000), repeatS: 1 });
  measure(4100);
  await until('the other one to be repeated', () => ofRule(other, 'repeated').length > 1);
  assert.equal(await told(), before);
  for (const one of [id, other])
    await call(OPERATOR, 'DELETE', `/rules/${one}`, undefined, { 'if-match': '*' });
  assert.deepEqual(await active(), [], 'a rule that is removed takes its alarms along');
});

test('anomalies, the age of anchoring, metrics and missing readings ring and end', async () => {
  const anomaly = { id: 1, type: 'voltage', severity: 'warning', state: 'open', node: 'ln-1', pod: POD };
  const open: object[] = [anomaly];
  door.answers['/bal/anomalies'] = () => ({ items: open });
  door.answers['/bal/flow'] = () => ({ atMs: 100_000, oldestUnanchoredMs: 10_000 });
  door.answers['/metrics'] = () => 'test_waiting{of="a"} 4\ntest_waiting{of="b"} 3\n';
  const absent = 'IT999E00000099';
  const missing = await rule({ condition: { kind: 'missing', pod: absent, noneForS: 5 } });
  const rules = [
    await rule({ name: 'anomaly', condition: { kind: 'anomaly', leastSeverity: 'warning' } }),
    await rule({ name: 'age', condition: { kind: 'anchor-age', aboveS: 60 } }),
    await rule({
      name: 'metric',
      condition: { kind: 'metric', metric: 'test_waiting', side: 'above', limit: 6 },
    }),
    await rule({ name: 'up', condition: { kind: 'metric', metric: 'up', side: 'below', limit: 1 } }),
  ];
  await until('three to ring', () => rules.slice(0, 3).every((id) => ofRule(id, 'rang').length === 1));
  assert.equal(ofRule(rules[2]!, 'rang')[0]!.notice.alarm!.value, 7);
  await followed('anomalies');
  door.publish('anomalies', { ...anomaly, type: 'late', severity: 'info' });
  const replay = { ...anomaly, id: 2, type: 'replay', severity: 'critical', node: 'ln-2' };
  open.push(replay); // what is asked and what is heard say the same, whichever comes first
  door.publish('anomalies', replay);
  await until('an event to ring', () => ofRule(rules[0]!, 'rang').length === 2);
  open.shift();
  door.publish('anomalies', { ...anomaly, state: 'closed' });
  door.answers['/bal/flow'] = () => ({ atMs: 100_000 });
  door.answers['/metrics'] = () => 'test_waiting 1\n';
  await until('all three to end', () => rules.slice(0, 3).every((id) => ofRule(id, 'over').length === 1));
  assert.deepEqual(
    (await active()).map(({ subject }) => subject),
    ['replay ln-2'],
  );
  const preview = await call(OPERATOR, 'POST', '/preview', {
    ...{ name: 'x', severity: 'info', channels: [] },
    condition: { kind: 'anchor-age', aboveS: 60 },
  });
  const [ring] = preview.body.rings;
  assert.ok(
    ring.until > ring.from && preview.body.series[0].values.includes(90),
    JSON.stringify(preview.body),
  );
  await until('the absence to ring', () => ofRule(missing, 'rang').length === 1);
  measure(100, absent);
  await until('the absence to end', () => ofRule(missing, 'over').length === 1);
  for (const id of [...rules, missing])
    await call(OPERATOR, 'DELETE', `/rules/${id}`, undefined, { 'if-match': '*' });
  door.answers['/bal/anomalies'] = () => ({ items: [] });
});

test('others watch what they may read and see what is theirs; who may not any more is told nothing', async () => {
  let isOpen = true;
  const asked: string[] = [];
  door.answers['/v1/access/ranges'] = (query) => {
    asked.push(`${query.get('role')} ${query.get('party')} ${query.get('given')}`);
    const whole = { from: query.get('from'), until: query.get('until') };
    return {
      pod: POD,
      dataSet: 'measurements',
      basis: [],
      ranges: isOpen && query.get('party') === 'agg-1' ? [whole] : [],
    };
  };
  const body = { name: 'Mine', severity: 'info', condition: threshold(3000), channels: [channels.webhook] };
  const refused = async (who: Person, change: object) => {
    const { status, body: said } = await call(who, 'POST', '/rules', { ...body, channels: [], ...change });
    return `${status} ${said.code}`;
  };
  assert.equal(await refused(CUSTOMER, {}), '404 ALM_DATA_REFUSED');
  assert.equal(
    await refused(AGGREGATOR, { condition: { kind: 'anchor-age', aboveS: 1 } }),
    '403 ALM_NOT_YOURS',
  );
  const { pod: _, ...every } = threshold(1) as { pod: string } & RuleBody['condition'];
  assert.equal(await refused(AGGREGATOR, { condition: every }), '403 ALM_NOT_YOURS');
  assert.equal(await refused(AGGREGATOR, { channels: [channels.email] }), '422 ALM_RULE_INVALID');
  assert.equal(await refused({ role: 'auditor' }, {}), '403 ALM_FORBIDDEN');
  const id = await rule(body as RuleBody, AGGREGATOR);
  assert.equal((await call(OPERATOR, 'GET', `/rules/${id}`)).status, 404);
  assert.deepEqual((await call(CUSTOMER, 'GET', '/rules')).body.items, []);
  await followed('measurements');
  measure(3300);
  await until('the aggregator to be told', () => ofRule(id, 'rang').length === 1);
  assert.ok(asked.includes('aggregator agg-1 1'), 'and that is in the read ledger');
  assert.deepEqual([(await active(AGGREGATOR)).length, (await active()).length], [1, 0]);
  const shown = (await call(AGGREGATOR, 'GET', '/channels')).body.items;
  assert.deepEqual(shown, [{ id: channels.webhook, kind: 'webhook', name: 'Hook' }]);
  isOpen = false;
  const second = await rule({ ...body, name: 'Other' } as RuleBody, AGGREGATOR).catch(() => undefined);
  assert.equal(second, undefined);
  await service.stop(); // what it was told of the rules a moment ago is forgotten
  service = await start();
  await followed('measurements');
  measure(9000);
  await until('it to be over', async () => (await active(AGGREGATOR)).length === 0);
  const [over] = ofRule(id, 'over').map(({ notice }) => notice.text);
  assert.ok(over === undefined || !over.includes('9000'));
  await call(AGGREGATOR, 'DELETE', `/rules/${id}`, undefined, { 'if-match': '*' });
});

test('a rule is changed by who has read it, a channel is tested, and no secret is ever told', async () => {
  const id = await rule({ condition: threshold(5000), channels: [] });
  const body = { name: 'New', severity: 'critical', condition: threshold(6000), channels: [] };
  assert.equal((await call(OPERATOR, 'PUT', `/rules/${id}`, body)).status, 428);
  assert.equal((await call(OPERATOR, 'PUT', `/rules/${id}`, body, { 'if-match': '"7"' })).status, 412);
  const changed = await call(OPERATOR, 'PUT', `/rules/${id}`, body, { 'if-match': '"1"' });
  assert.deepEqual([changed.status, changed.etag, changed.body.name], [200, '"2"', 'New']);
  const channel = async (of: object) => (await call(OPERATOR, 'POST', '/channels', of)).body;
  const tried = async ({ id: of }: Body) => (await call(OPERATOR, 'POST', `/channels/${of}/test`)).body;
  assert.deepEqual(
    [(await tried({ id: channels.webhook })).answer, webhook.heard.at(-1)!.notice.what],
    ['202 heard', 'test'],
  );
  assert.match((await tried({ id: channels.email })).answer, /^250 .*kept/);
  const near = await channel({
    kind: 'webhook',
    name: 'near',
    url: 'https://169.254.169.254/',
    secret: 'webhook',
  });
  const [refusal, absent] = [
    await tried(near),
    await tried(await channel({ kind: 'slack', name: 'slack', secret: 'absent' })),
  ];
  assert.match(refusal.answer, /169\.254\.169\.254 is not on the public internet/);
  assert.match(absent.answer, /no secret "absent"/);
  assert.equal((await channel({ kind: 'slack', name: 'x', secret: 'nowhere' })).code, 'ALM_CHANNEL_INVALID');
  const sent = await call(OPERATOR, 'POST', '/messages', {
    title: 'Works',
    text: 'tonight',
    channels: [channels.webhook],
  });
  assert.equal(sent.status, 202);
  await until('the message', () => webhook.heard.at(-1)!.notice.title === 'Works');
  const all = await Promise.all(
    ['channels', 'rules', 'options', 'history', 'active'].map((path) => call(OPERATOR, 'GET', `/${path}`)),
  );
  const text = JSON.stringify(all) + readFileSync(join(dir, 'data', 'alarms.db'), 'latin1');
  for (const secret of [SECRET, PASSWORD]) assert.ok(!text.includes(secret));
});

test('who listens hears of every change of his own', async () => {
  assert.deepEqual((await call(OPERATOR, 'GET', '/stream')).body.code, 'ALM_ACCEPT');
  const gone = new AbortController();
  const response = await fetch(`${service.url}/v1/alarms/stream`, {
    headers: { authorization: `Bearer ${await door.token(OPERATOR)}`, accept: 'text/event-stream' },
    signal: gone.signal,
  });
  let text = '';
  const reading = (async () => {
    for await (const chunk of response.body!) text += Buffer.from(chunk).toString();
  })().catch(() => undefined);
  await until('the stream to be open', () => text.includes('listening'));
  await rule({ condition: threshold(5000), channels: [] });
  await until('an event', () => text.includes('event: changed'));
  gone.abort();
  await reading;
});

test('--check-config tells what is wrong', async () => {
  const { spawn } = await import('node:child_process');
  const file = join(dir, 'wrong.yaml');
  writeFileSync(
    file,
    `network: x\ndataDir: d\nhttp: {port: 0, host: 0.0.0.0}\nurl: http://127.0.0.1:1\nclient: {id: a, secretFile: f}\n` +
      'auth: {issuer: a, audience: b, jwksUri: "http://127.0.0.1:1"}\nsecrets: [{name: a}]\n' +
      'smtp: {host: mail.example, port: 25, tls: none, from: a@b}\ntargets: {allow: [10.0.0.0/99]}\n',
  );
  const child = spawn(process.execPath, [
    join(import.meta.dirname, 'main.ts'),
    '--config',
    file,
    '--check-config',
  ]);
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  assert.deepEqual(await once(child, 'close'), [1, null]);
  for (const part of ['http.host', 'smtp.tls', 'a needs either file or env', '10.0.0.0/99'])
    assert.ok(said.includes(part), said);
});
