/** Folders of dashboards and of the rules beside them. */
export const FOLDERS = {
  operation: { uid: 'access-layer-operation', title: 'Access Layer, operation' },
  reports: { uid: 'access-layer-reports', title: 'Access Layer, reports' },
} as const;
export type FolderName = keyof typeof FOLDERS;
