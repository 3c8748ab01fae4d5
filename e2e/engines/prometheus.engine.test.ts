import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import prometheus, { promtool } from '@access-layer/engines/prometheus';
import { startAllInOne, until } from '../all-in-one.ts';
import { ROOT } from '../source-files.ts';
import { needEngine } from './need-engine.ts';

const DIR = join(ROOT, 'deploy', 'prometheus');
const textOf = (name: string) => readFileSync(join(DIR, name), 'utf8');
const say = (line: string) => process.stderr.write(`${line}\n`);

/** What Alertmanager tells. */
async function startWebhook() {
  const alerts: { status: string; labels: Record<string, string> }[] = [];
  const server = createServer(async (request, answer) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    alerts.push(...JSON.parse(body).alerts);
    answer.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => server.close());
  return { alerts, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

/** Below the ports that systems give by themselves, and another one for each run. */
const PORT_BASE = 21_000 + (process.pid % 25) * 400;
const atBase = (port: number) => PORT_BASE + port - 4100;

/** The shipped configuration at the ports of this system, a second for every 15, and no waiting. */
function configuration(alertmanager: string, webhook: string) {
  return {
    prometheus: textOf('prometheus.yml')
      .replaceAll('15s', '1s')
      .replace(/127\.0\.0\.1:(4\d\d\d)/g, (_, port) => `127.0.0.1:${atBase(Number(port))}`)
      .replace('127.0.0.1:9093', alertmanager)
      .replace('rules.yml', join(DIR, 'rules.yml')),
    alertmanager: textOf('alertmanager.yml')
      .replace(/url_file: .*/, `url: ${webhook}`)
      .replace('group_wait: 10s', 'group_wait: 0s'),
  };
}

const webhook = await startWebhook();
const system = await startAllInOne(['--port-base', String(PORT_BASE)]);
after(() => system[Symbol.asyncDispose]());
const engine = await needEngine((options) =>
  prometheus.start({ ...options, configure: (alertmanager) => configuration(alertmanager, webhook.url) }),
);

if (engine) {
  test('rules and their tests hold', async () => {
    await promtool(['check', 'rules', join(DIR, 'rules.yml')], say);
    await promtool(['test', 'rules', join(DIR, 'rules.test.yml')], say);
  });

  test('every service tells its metrics as Prometheus wants them, and rules speak of nothing else', async () => {
    const known = new Set<string>();
    const faults: string[] = [];
    // By docs/operations.md: every port that says it has /metrics.
    const operations = readFileSync(join(ROOT, 'docs', 'operations.md'), 'utf8');
    const ports = [...operations.matchAll(/^\| (\d{4}).*\/metrics/gm)].map(([, port]) => Number(port));
    assert.ok(ports.length >= 8, String(ports));
    for (const port of ports) {
      const answer = await fetch(`http://127.0.0.1:${atBase(port)}/metrics`);
      assert.equal(answer.status, 200, String(port));
      const text = await answer.text();
      await promtool(['check', 'metrics'], say, text).catch((error: Error) =>
        faults.push(`${port}: ${error.message}`),
      );
      for (const [, metric] of text.matchAll(/^# TYPE (\S+)/gm)) known.add(metric!);
    }
    assert.deepEqual(faults, []);
    for (const [used] of textOf('rules.yml').matchAll(/\baccess_layer_[a-z_]+/g)) {
      assert.ok(known.has(used.replace(/_bucket$/, '')), `${used} is told by no service`);
    }
  });

  test('all services are scraped, and one that ends is told to the operator', async () => {
    const jobs = [...textOf('prometheus.yml').matchAll(/job_name: (\S+)/g)].map(([, job]) => job);
    await until('all services to be scraped', async () => (await upJobs()).length === jobs.length);
    await system.stop();
    const told = () => webhook.alerts.filter(({ labels }) => labels.alertname === 'AccessLayerServiceDown');
    await until('the alert', () => told().length > 0);
    assert.equal(told()[0]!.status, 'firing');
    assert.ok(jobs.includes(told()[0]!.labels.job));
  });

  async function upJobs(): Promise<string[]> {
    const answer = await fetch(`${engine!.url}/api/v1/query?query=${encodeURIComponent('up == 1')}`);
    const { data } = (await answer.json()) as { data: { result: { metric: { job: string } }[] } };
    return data.result.map(({ metric }) => metric.job);
  }
}
