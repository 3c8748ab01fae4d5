import type { UseQueryResult } from '@tanstack/react-query';
import { useAggregates } from '../../api/readings.ts';
import { type Cell, useReport } from '../../api/reports.ts';
import type { ViewPanel } from '../../api/views.ts';
import { useFormats } from '../../texts/use-texts.tsx';

const DAY_MS = 86_400_000;

export interface PanelData {
  cells: Cell[];
  hiddenPods: number;
}

/** The cells of a panel, of groups of PoDs or of one, as far as the viewer may see them. */
export function usePanel(panel: ViewPanel, untilMs: number): UseQueryResult<PanelData> {
  const { timeZone: zone } = useFormats();
  const range = { fromMs: untilMs - panel.days * DAY_MS, untilMs };
  const step = panel.days > 2 ? 'day' : 'hour';
  const { groupBy, pod } = panel;
  const groups = useReport(groupBy ?? 'municipality', range, step, zone, groupBy !== undefined);
  const one = useAggregates(pod ?? '', undefined, range, { step, zone, when: pod !== undefined });
  if (pod === undefined) return groups;
  const cells = one.data?.map((interval): Cell => ({ ...interval, group: pod, pods: 1 }));
  return { ...one, data: cells && { cells, hiddenPods: 0 } } as UseQueryResult<PanelData>;
}
