import { Badge, type Tone } from '../../parts/badge.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { StageBadge } from '../pods/newest-readings.tsx';
import type { OrderRow } from './outcome.ts';
import { StatementProof } from './statement-proof.tsx';
import { flexibility } from './texts.ts';

const TONES: Record<string, Tone> = { accepted: 'good', 'partially-accepted': 'warn', rejected: 'bad' };

export function OrdersPanel({ rows }: { rows: readonly OrderRow[] }) {
  const t = useTexts(flexibility);
  const formats = useFormats();
  const columns: Column<OrderRow>[] = [
    {
      id: 'from',
      title: t.from,
      cell: ({ order }) => <Moment ms={Date.parse(order.from)} />,
      sort: ({ order }) => order.from,
    },
    { id: 'until', title: t.until, cell: ({ order }) => <Moment ms={Date.parse(order.until)} show="time" /> },
    { id: 'sender', title: t.sender, cell: ({ order }) => order.sender, sort: ({ order }) => order.sender },
    {
      id: 'service',
      title: t.service,
      cell: ({ order }) => t.services[order.service as keyof typeof t.services],
    },
    { id: 'side', title: t.side, cell: ({ order }) => t.sides[order.side] },
    {
      id: 'direction',
      title: t.direction,
      cell: ({ order }) => t.directions[order.direction as keyof typeof t.directions],
    },
    {
      id: 'power',
      title: t.power,
      number: true,
      cell: ({ order }) => formats.quantity(order.powerW, 'W'),
      sort: ({ order }) => order.powerW,
    },
    {
      id: 'price',
      title: t.price,
      number: true,
      cell: ({ order }) => formats.quantity(order.priceEurPerMwh, 'EUR/MWh'),
      sort: ({ order }) => order.priceEurPerMwh,
    },
    {
      id: 'result',
      title: t.result,
      cell: ({ result }) =>
        result ? (
          <>
            <Badge tone={TONES[result.status] ?? 'none'}>{t.results[result.status]}</Badge>{' '}
            {formats.quantity(result.powerW, 'W')}
          </>
        ) : (
          <span className="quiet">{t.noResult}</span>
        ),
    },
    { id: 'stage', title: t.stage, cell: ({ stage }) => <StageBadge stage={stage} /> },
    {
      id: 'proof',
      title: t.proof,
      cell: ({ messageHash, order, stage }) => (
        <StatementProof kind="orders" messageHash={messageHash} id={order.id} stage={stage} />
      ),
    },
  ];
  return (
    <Panel title={t.orders} flush>
      {rows.length === 0 ? (
        <Empty help={t.noOrders} />
      ) : (
        <DataTable
          label={t.orders}
          columns={columns}
          rows={rows}
          rowKey={({ messageHash }) => messageHash}
          order={{ id: 'from', down: true }}
        />
      )}
    </Panel>
  );
}
