import { Link } from 'wouter';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ShareBar } from '../../parts/share-bar.tsx';
import { Empty } from '../../parts/states.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import type { DeliveryRow } from './outcome.ts';
import { flexibility } from './texts.ts';

export function DeliveryPanel({ rows, className }: { rows: readonly DeliveryRow[]; className: string }) {
  const t = useTexts(flexibility);
  const formats = useFormats();
  const columns: Column<DeliveryRow>[] = [
    {
      id: 'from',
      title: t.from,
      cell: ({ settlement }) => <Moment ms={Date.parse(settlement.from)} />,
      sort: ({ settlement }) => settlement.from,
    },
    {
      id: 'pod',
      title: t.pod,
      cell: ({ settlement: { pod } }) => (
        <Link href={`/pods/${pod}`}>
          <code>{pod}</code>
        </Link>
      ),
    },
    {
      id: 'ordered',
      title: t.ordered,
      number: true,
      cell: ({ orderedEnergyWh }) =>
        orderedEnergyWh === undefined ? '–' : formats.quantity(orderedEnergyWh, 'Wh'),
    },
    {
      id: 'delivered',
      title: t.deliveredEnergy,
      number: true,
      cell: ({ settlement }) => formats.quantity(settlement.deliveredEnergyWh, 'Wh'),
      sort: ({ settlement }) => settlement.deliveredEnergyWh,
    },
    {
      id: 'share',
      title: t.delivered,
      cell: ({ settlement, orderedEnergyWh }) =>
        orderedEnergyWh ? <ShareBar share={settlement.deliveredEnergyWh / orderedEnergyWh} /> : '–',
    },
    {
      id: 'amount',
      title: t.amount,
      number: true,
      cell: ({ settlement }) => `${formats.number(settlement.amountEur, 2)}\u00a0€`,
      sort: ({ settlement }) => settlement.amountEur,
    },
    {
      id: 'completeness',
      title: t.completeness,
      number: true,
      cell: ({ settlement }) => formats.percent(settlement.completenessPercent / 100),
    },
  ];
  return (
    <Panel title={t.deliveredTitle} note={t.deliveredNote} className={className} flush>
      {rows.length === 0 ? (
        <Empty help={t.noSettlement} />
      ) : (
        <DataTable
          label={t.deliveredTitle}
          columns={columns}
          rows={rows}
          rowKey={({ messageHash }) => messageHash}
          order={{ id: 'from', down: true }}
        />
      )}
    </Panel>
  );
}
