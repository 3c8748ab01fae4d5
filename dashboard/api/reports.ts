import type { AccessLayerClient } from '@access-layer/client/create-client';
import { pages } from '@access-layer/client/pages';
import type { Between, Step } from './readings.ts';
import { useAnswer } from './use-data.ts';

export const REPORT_KINDS = [
  'service-type',
  'municipality',
  'power-class',
  'set-point',
  'aggregator',
] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

export interface Cell {
  group: string;
  from: string;
  until: string;
  suppressed?: string;
  pods?: number;
  energyImportWh?: number;
  energyExportWh?: number;
  powerMeanW?: number;
  quartersExpected?: number;
  quartersCovered?: number;
}

export interface ReportData {
  pods: number;
  hiddenPods: number;
  cells: Cell[];
}

const PAGE = 3000;

/** Energy and completeness in groups, by interval. */
export function useReport(groupBy: ReportKind, range: Between, step: Step, zone: string, when = true) {
  const from = new Date(range.fromMs).toISOString();
  const until = new Date(range.untilMs).toISOString();
  const read = async (client: AccessLayerClient): Promise<ReportData> => {
    const query = { groupBy, from, until, step, zone, limit: PAGE };
    const asked = pages((cursor) =>
      client.data.GET('/v1/aggregates', { params: { query: { ...query, cursor } } }),
    );
    const found: ReportData = { pods: 0, hiddenPods: 0, cells: [] };
    for await (const { cells, pods, hiddenPods } of asked) {
      found.cells.push(...cells);
      Object.assign(found, { pods, hiddenPods });
    }
    return found;
  };
  return useAnswer(['report', groupBy, from, until, step, zone], read, { when });
}
