import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { grafanaFiles } from './grafana/files.ts';
import { type Groups, groupsOf } from './grafana/groups.ts';
import { PACKET_FIELDS } from './grafana/packet-fields.ts';
import { usedIn } from './grafana/used.ts';

const ROOT = join(import.meta.dirname, '..');
const DIR = join(ROOT, 'deploy', 'grafana');
const groups = JSON.parse(readFileSync(join(DIR, 'groups.json'), 'utf8')) as Groups;
const files = grafanaFiles(groups);
const made = Object.fromEntries(
  Object.entries(files).map(([path, text]) => [
    path,
    path.endsWith('.json') ? JSON.parse(text) : parse(text),
  ]),
);
const dashboards = Object.entries(made).filter(([path]) => path.startsWith('dashboards/'));

test('the files in deploy/grafana are those that are made', () => {
  for (const [path, text] of Object.entries(files))
    assert.equal(readFileSync(join(DIR, path), 'utf8'), text, `${path} is old: npm run grafana`);
});

/**
 * What JSON of a type looks like: the SDK's own declarations are the schema, with words where they have enums. An object
 * written out has exactly these fields, or it does not compile.
 */
const SCHEMA = `
import type * as alerting from '@grafana/grafana-foundation-sdk/alerting';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type * as elasticsearch from '@grafana/grafana-foundation-sdk/elasticsearch';
import type * as expr from '@grafana/grafana-foundation-sdk/expr';
import type * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import type * as stat from '@grafana/grafana-foundation-sdk/stat';
import type * as table from '@grafana/grafana-foundation-sdk/table';
import type * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';

type Json<T> = T extends string ? \`\${T}\`
  : T extends number | boolean | null | undefined ? T
  : unknown extends T ? T
  : T extends readonly (infer Item)[] ? Json<Item>[]
  : { [Name in keyof T as T[Name] extends (...all: never[]) => unknown ? never : Name]: Json<T[Name]> };
type Target = Json<prometheus.Dataquery> | Json<elasticsearch.dataquery>;
type Config<Custom> = Omit<Json<dashboard.FieldConfigSource>, 'defaults'> & {
  defaults: Omit<Json<dashboard.FieldConfig>, 'custom'> & { custom?: Json<Custom> };
};
type Panel<Type extends string, Options, Custom> =
  Omit<Json<dashboard.Panel>, 'type' | 'options' | 'targets' | 'fieldConfig'> &
  { type: Type; options: Json<Options>; targets: Target[]; fieldConfig: Config<Custom> };
export type Dashboard = Omit<Json<dashboard.Dashboard>, 'panels'> & {
  panels: (
    | Panel<'timeseries', timeseries.Options, timeseries.FieldConfig>
    | Panel<'stat', stat.Options, Record<string, never>>
    | Panel<'table', table.Options, table.FieldConfig>
  )[];
};
type Model = Json<prometheus.Dataquery> | Json<expr.TypeReduce> | Json<expr.TypeThreshold>;
export type Rule = Omit<Json<alerting.Rule>, 'data' | 'orgID' | 'folderUID' | 'ruleGroup'> & {
  data: (Omit<Json<alerting.Query>, 'model'> & { model: Model })[];
};
export type ContactPoint = Json<alerting.ContactPoint>;
export type Policy = Json<alerting.NotificationPolicy> & { orgId: number };
`;

/** What the compiler finds wrong in values of these types, one line each. */
function faultsOf(values: [type: string, value: unknown][]): string[] {
  const dir = mkdtempSync(join(ROOT, 'scripts', 'grafana', '.schema-'));
  try {
    const lines = values.map(
      ([type, value], index) => `export const v${index}: ${type} = ${JSON.stringify(value)};`,
    );
    writeFileSync(join(dir, 'check.ts'), SCHEMA + lines.join('\n'));
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--ignoreConfig'];
    const checked = spawnSync(
      join(ROOT, 'node_modules', '.bin', 'tsc'),
      [...options, join(dir, 'check.ts')],
      {
        encoding: 'utf8',
      },
    );
    return checked.stdout.split('\n').filter((line) => line.includes('error'));
  } finally {
    rmSync(dir, { recursive: true });
  }
}

test('every dashboard, rule, contact point and policy fits the schema of Grafana’s SDK, and a mistyped one does not', () => {
  const { groups: ruleGroups } = made['provisioning/alerting/rules.yaml'];
  const { contactPoints } = made['provisioning/alerting/contact-points.yaml'];
  const { policies } = made['provisioning/alerting/policies.yaml'];
  assert.deepEqual(
    faultsOf([
      ...dashboards.map(([, value]): [string, unknown] => ['Dashboard', value]),
      ...ruleGroups.flatMap((group: { rules: unknown[] }) => group.rules.map((rule) => ['Rule', rule])),
      ...contactPoints.flatMap((point: { receivers: unknown[] }) =>
        point.receivers.map((receiver) => ['ContactPoint', receiver]),
      ),
      ...policies.map((policy: unknown) => ['Policy', policy]),
    ]),
    [],
  );
  const [, good] = dashboards[0]!;
  const mistakes: ((wrong: typeof good) => void)[] = [
    (wrong) => Object.assign(wrong, { titel: 'mistyped' }),
    (wrong) => Object.assign(wrong.panels[1].gridPos, { w: 'wide' }),
    (wrong) => Object.assign(wrong.panels[6].targets[0], { exprs: 'up' }),
    (wrong) => Object.assign(wrong.panels[6].options.legend, { placement: 'left' }),
  ];
  const wrong = mistakes.map((mistake): [string, unknown] => {
    const copy = structuredClone(good);
    mistake(copy);
    return ['Dashboard', copy];
  });
  const faults = faultsOf([...wrong, ['ContactPoint', { settings: {}, type: 'pigeon' }]]);
  const lines = new Set(faults.map((fault) => /\((\d+),/.exec(fault)![1]));
  assert.equal(lines.size, mistakes.length + 1, faults.join('\n'));
});

test('every field that a query names is searched in the index of packets, and one of time is a date there', () => {
  const { fields } = usedIn(made);
  assert.ok(fields.length >= 6, fields.join());
  assert.deepEqual(
    fields.filter((field) => !PACKET_FIELDS[field]),
    [],
  );
  const times = [...JSON.stringify(made).matchAll(/"timeField":"([^"]*)"/g)].map(([, field]) => field!);
  assert.deepEqual(
    [...new Set(times)].map((field) => PACKET_FIELDS[field]),
    ['date'],
  );
  assert.equal(PACKET_FIELDS['batch.anchorer'], 'keyword');
  assert.equal(PACKET_FIELDS.payload, undefined, 'the engine does not look into what is signed');
});

test('names are used once, and every query asks a data source that is provisioned', () => {
  const uids = dashboards.map(([, { uid }]) => uid);
  assert.equal(new Set(uids).size, uids.length);
  const sources = made['provisioning/datasources/access-layer.yaml'].datasources.map(
    ({ uid }: { uid: string }) => uid,
  );
  const text = JSON.stringify(made);
  const asked = [
    ...text.matchAll(/"(?:datasourceUid|uid)":"(access-layer-(?:prometheus|measurements)|__expr__)"/g),
  ];
  assert.ok(asked.length > 50);
  for (const [, uid] of asked) assert.ok(uid === '__expr__' || sources.includes(uid), String(uid));
});

test('PoDs are put together by what the registry says now', () => {
  const pod = (id: string, more = {}) => ({
    ...{ id, municipality: 'Roma', powerClass: '3-6 kW', serviceTypes: ['balancing'], ...more },
  });
  const made = groupsOf(
    {
      pods: [pod('1'), pod('2', { municipality: 'Fiumicino', serviceTypes: [] })],
      portfolios: [
        { aggregator: 'a', pod: '1', from: '2026-01-01T00:00:00.000Z' },
        { aggregator: 'b', pod: '2', from: '2026-01-01T00:00:00.000Z', until: '2026-02-01T00:00:00.000Z' },
      ],
      commanded: new Set(['2']),
    },
    Date.parse('2026-03-01T00:00:00.000Z'),
  );
  assert.deepEqual(made, {
    'service-type': { balancing: ['1'], none: ['2'] },
    municipality: { Fiumicino: ['2'], Roma: ['1'] },
    'power-class': { '3-6 kW': ['1', '2'] },
    'set-point': { 'with set-points': ['2'], 'without set-points': ['1'] },
    aggregator: { a: ['1'], none: ['2'] },
  });
});
