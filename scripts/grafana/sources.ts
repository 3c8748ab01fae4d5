import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';
import { FOLDERS, type FolderName } from './folders.ts';

/** Data sources by the names that dashboards and rules know them by. */
export const PROMETHEUS: DataSourceRef = { type: 'prometheus', uid: 'access-layer-prometheus' };
export const SEARCH: DataSourceRef = { type: 'elasticsearch', uid: 'access-layer-measurements' };
/** Every day's index of the store of measurements. */
export const INDICES = 'measurements-*';
export const TIME_FIELD = 'at';

/** `provisioning/datasources`. Addresses and passwords come from the environment of the Grafana server. */
export const dataSources = {
  apiVersion: 1,
  datasources: [
    {
      ...{ name: 'Access Layer metrics', uid: PROMETHEUS.uid, type: PROMETHEUS.type, access: 'proxy' },
      ...{ url: '$PROMETHEUS_URL', isDefault: true, editable: false },
      jsonData: { timeInterval: '15s', httpMethod: 'POST' },
    },
    {
      ...{ name: 'Access Layer measurements', uid: SEARCH.uid, type: SEARCH.type, access: 'proxy' },
      ...{ url: '$ELASTICSEARCH_URL', editable: false },
      ...{ basicAuth: true, basicAuthUser: '$ELASTICSEARCH_USER' },
      secureJsonData: { basicAuthPassword: '$ELASTICSEARCH_PASSWORD' },
      jsonData: { index: INDICES, timeField: TIME_FIELD, maxConcurrentShardRequests: 5 },
    },
  ],
};

/** `provisioning/dashboards`: folders of files. */
export const dashboardProviders = {
  apiVersion: 1,
  providers: (Object.keys(FOLDERS) as FolderName[]).map((folder) => ({
    ...{
      name: `access-layer-${folder}`,
      orgId: 1,
      type: 'file',
      disableDeletion: true,
      allowUiUpdates: false,
    },
    ...{ folder: FOLDERS[folder].title, folderUid: FOLDERS[folder].uid },
    options: { path: `/etc/grafana/access-layer/dashboards/${folder}` },
  })),
};
