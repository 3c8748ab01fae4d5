import {
  ContactPointBuilder,
  NotificationPolicyBuilder,
  QueryBuilder,
  RuleBuilder,
} from '@grafana/grafana-foundation-sdk/alerting';
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { TypeReduceBuilder, TypeThresholdBuilder } from '@grafana/grafana-foundation-sdk/expr';
import { FOLDERS } from './folders.ts';
import { metric } from './panels.ts';
import { PROMETHEUS } from './sources.ts';

const GROUP = 'access-layer';
const EXPRESSION = { type: '__expr__', uid: '__expr__' };
const LOOKED_AT_S = 600;
export const RECEIVER = 'access-layer-operators';

interface Alert {
  uid: string;
  title: string;
  expr: string;
  /** It rings above this. */
  above: number;
  forMinutes: number;
  severity: 'warning' | 'critical';
  summary: string;
}

const ALERTS: readonly Alert[] = [
  {
    ...{ uid: 'al-unanchored', title: 'Readings are not anchored', severity: 'critical' },
    ...{ expr: 'access_layer_oldest_unanchored_age_seconds', above: 600, forMinutes: 2 },
    summary:
      'The oldest reading waits for more than ten minutes: look at the chain and at the anchorer’s account.',
  },
  {
    ...{ uid: 'al-behind', title: 'The database is behind', severity: 'warning' },
    ...{
      expr: 'sum(access_layer_sealed_total) - sum(access_layer_stored_total)',
      above: 1000,
      forMinutes: 10,
    },
    summary:
      'More than 1,000 sealed packets are not stored: look at the stream and the ingest of the database.',
  },
  {
    ...{ uid: 'al-anomalies', title: 'Many anomalies are open', severity: 'warning' },
    ...{ expr: 'sum(access_layer_anomalies_open)', above: 10, forMinutes: 15 },
    summary: 'More than ten anomalies are open: the overview of the dashboard names them.',
  },
  {
    ...{ uid: 'al-set-aside', title: 'Records were set aside', severity: 'critical' },
    ...{ expr: 'sum(increase(access_layer_scd_quarantined_total[15m]))', above: 0, forMinutes: 0 },
    summary: 'The database could not vouch for something: Operations, Set aside says what and why.',
  },
  {
    ...{ uid: 'al-archive', title: 'The archive is damaged', severity: 'critical' },
    ...{ expr: 'access_layer_scd_archive_damages', above: 0, forMinutes: 0 },
    summary: 'A day of the archive differs from its manifest: restore it from the backup.',
  },
  {
    ...{ uid: 'al-meters', title: 'Meters do not answer', severity: 'warning' },
    ...{ expr: 'sum(rate(access_layer_node_meter_errors_total[10m]))', above: 0.1, forMinutes: 10 },
    summary: 'Light Nodes cannot read their meters: the dashboard names the nodes.',
  },
  {
    ...{ uid: 'al-front-door', title: 'The front door answers with errors', severity: 'critical' },
    expr: 'sum(rate(access_layer_gateway_requests_total{status=~"5.."}[5m])) / sum(rate(access_layer_gateway_requests_total[5m]))',
    ...{ above: 0.05, forMinutes: 5 },
    summary:
      'More than one in twenty requests fails: look at the health of the services behind the front door.',
  },
];

/** `provisioning/alerting`: rules. */
export function alertRules() {
  const { title: folder } = FOLDERS.operation;
  // In a file these three stand at the group.
  const rules = ALERTS.map((alert) => {
    const { orgID: _org, folderUID: _folder, ruleGroup: _group, ...rule } = ruleOf(alert).build();
    return rule;
  });
  return { apiVersion: 1, groups: [{ orgId: 1, name: GROUP, folder, interval: '1m', rules }] };
}

/** Reads the series, takes its last value, and compares that. */
function ruleOf({ uid, title, expr, above, forMinutes, severity, summary }: Alert): RuleBuilder {
  const query = (refId: string, datasourceUid: string, model: Builder<Dataquery>) =>
    new QueryBuilder(refId)
      .datasourceUid(datasourceUid)
      .model(model)
      .relativeTimeRange({ from: LOOKED_AT_S, to: 0 });
  return new RuleBuilder(title)
    .uid(uid)
    .orgID(1)
    .folderUID(FOLDERS.operation.uid)
    .ruleGroup(GROUP)
    .condition('above')
    .withQuery(query('series', PROMETHEUS.uid!, metric(expr, '__auto', 'series')))
    .withQuery(
      query(
        'last',
        EXPRESSION.uid,
        new TypeReduceBuilder().datasource(EXPRESSION).expression('series').reducer('last').refId('last'),
      ),
    )
    .withQuery(
      query(
        'above',
        EXPRESSION.uid,
        new TypeThresholdBuilder()
          .datasource(EXPRESSION)
          .expression('last')
          .conditions([{ evaluator: { type: 'gt', params: [above] } }])
          .refId('above'),
      ),
    )
    .forDuration(`${forMinutes}m`)
    .noDataState('NoData')
    .execErrState('Error')
    .labels({ severity })
    .annotations({ summary });
}

/** `provisioning/alerting`: e-mail, Slack and webhook. Addresses come from the environment of the Grafana server. */
export function contactPoints() {
  const point = (type: 'email' | 'slack' | 'webhook', settings: Record<string, string>) =>
    new ContactPointBuilder()
      .uid(`access-layer-${type}`)
      .type(type)
      .settings(settings)
      .disableResolveMessage(false)
      .build();
  const receivers = [
    point('email', { addresses: '$ALERT_EMAIL', subject: 'Access Layer: {{ .CommonLabels.alertname }}' }),
    point('slack', {
      url: '$ALERT_SLACK_URL',
      title: '{{ .CommonLabels.alertname }}',
      text: '{{ .CommonAnnotations.summary }}',
    }),
    point('webhook', { url: '$ALERT_WEBHOOK_URL', httpMethod: 'POST' }),
  ];
  return { apiVersion: 1, contactPoints: [{ orgId: 1, name: RECEIVER, receivers }] };
}

/** `provisioning/alerting`: what goes to whom, once, and again every four hours while it lasts. */
export function notificationPolicies() {
  const policy = new NotificationPolicyBuilder()
    .receiver(RECEIVER)
    .groupBy(['grafana_folder', 'alertname'])
    .groupWait('30s')
    .groupInterval('5m')
    .repeatInterval('4h')
    .build();
  return { apiVersion: 1, policies: [{ orgId: 1, ...policy }] };
}
