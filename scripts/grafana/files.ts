import { stringify } from 'yaml';
import { alertRules, contactPoints, notificationPolicies } from './alerts.ts';
import { type Groups, REPORTS, type ReportKind } from './groups.ts';
import { lightNodes } from './light-nodes.ts';
import { operation } from './operation.ts';
import { report } from './reports.ts';
import { dashboardProviders, dataSources } from './sources.ts';

const MADE = '# Made by scripts/grafana.ts: change that, and run npm run grafana.\n';

/** Everything that is made of `deploy/grafana`, by its path there. */
export function grafanaFiles(groups: Groups): Record<string, string> {
  const dashboards = {
    'operation/operation': operation(),
    'operation/light-nodes': lightNodes(),
    ...Object.fromEntries(
      (Object.keys(REPORTS) as ReportKind[]).map((kind) => [`reports/${kind}`, report(kind, groups)]),
    ),
  };
  const provisioning = {
    'datasources/access-layer': dataSources,
    'dashboards/access-layer': dashboardProviders,
    'alerting/rules': alertRules(),
    'alerting/contact-points': contactPoints(),
    'alerting/policies': notificationPolicies(),
  };
  return {
    ...Object.fromEntries(
      Object.entries(dashboards).map(([name, made]) => [`dashboards/${name}.json`, text(made.build())]),
    ),
    ...Object.fromEntries(
      Object.entries(provisioning).map(([name, made]) => [
        `provisioning/${name}.yaml`,
        MADE + stringify(JSON.parse(JSON.stringify(made)), { aliasDuplicateObjects: false }),
      ]),
    ),
  };
}

function text(made: object): string {
  return `${JSON.stringify(made, null, 2)}\n`;
}
