import type { ReportKind } from '../../api/reports.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ShareBar } from '../../parts/share-bar.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { groupName } from './group-name.ts';
import type { GroupSum } from './group-sums.ts';
import { reports } from './texts.ts';

export function GroupTable({
  kind,
  sums,
  className,
}: {
  kind: ReportKind;
  sums: readonly GroupSum[];
  className: string;
}) {
  const t = useTexts(reports);
  const formats = useFormats();
  const energy = (id: 'energyImportWh' | 'energyExportWh', title: string): Column<GroupSum> => ({
    ...{ id, title, number: true },
    cell: (row) =>
      row.suppressed ? t.suppressed : row[id] === undefined ? '–' : formats.quantity(row[id], 'Wh'),
    sort: (row) => row[id] ?? -1,
  });
  const columns: Column<GroupSum>[] = [
    {
      id: 'group',
      title: t.groups[kind],
      cell: ({ group }) => groupName(kind, group, t),
      sort: ({ group }) => group,
    },
    {
      id: 'pods',
      title: t.pods,
      number: true,
      cell: ({ pods }) => formats.number(pods),
      sort: ({ pods }) => pods,
    },
    energy('energyImportWh', t.withdrawal),
    energy('energyExportWh', t.injection),
    {
      id: 'mean',
      title: t.mean,
      number: true,
      cell: ({ meanW }) => (meanW === undefined ? '–' : formats.quantity(meanW, 'W')),
      sort: ({ meanW }) => meanW ?? -1,
    },
    {
      id: 'completeness',
      title: t.completeness,
      cell: ({ completeness }) => (completeness === undefined ? '–' : <ShareBar share={completeness} />),
      sort: ({ completeness }) => completeness ?? -1,
    },
  ];
  return (
    <Panel title={t.table} className={className} flush>
      <DataTable
        label={t.table}
        columns={columns}
        rows={sums}
        rowKey={({ group }) => group}
        order={{ id: 'energyImportWh', down: true }}
      />
    </Panel>
  );
}
