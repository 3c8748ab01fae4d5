import type { SetPoint } from '@access-layer/core/payloads/set-point';
import { Link } from 'wouter';
import { type Stated, useStatements } from '../../api/statements.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { StageBadge } from '../pods/newest-readings.tsx';
import { flexibility } from './texts.ts';

export function SetPointsPanel({ service, className }: { service: string | undefined; className: string }) {
  const t = useTexts(flexibility);
  const formats = useFormats();
  const query = useStatements('set-points');
  const columns: Column<Stated<SetPoint>>[] = [
    {
      id: 'issued',
      title: t.issued,
      cell: ({ said }) => <Moment ms={Date.parse(said.issuedAt)} />,
      sort: ({ said }) => said.issuedAt,
    },
    {
      id: 'pod',
      title: t.pod,
      cell: ({ said: { pod, from, until } }) => (
        <Link href={`/pods/${pod}?from=${padded(from, -1)}&until=${padded(until, 1)}`}>
          <code>{pod}</code>
        </Link>
      ),
    },
    { id: 'mode', title: t.mode, cell: ({ said }) => t.modes[said.mode as keyof typeof t.modes] },
    {
      id: 'value',
      title: t.power,
      number: true,
      cell: ({ said }) => (said.valueW === undefined ? '–' : formats.quantity(said.valueW, 'W')),
    },
    { id: 'until', title: t.until, cell: ({ said }) => <Moment ms={Date.parse(said.until)} show="time" /> },
    { id: 'stage', title: t.stage, cell: ({ stage }) => <StageBadge stage={stage} /> },
  ];
  return (
    <Panel title={t.setPoints} className={className} flush>
      <Answer query={query} rows={4}>
        {(all) => {
          const shown = all.filter(({ said }) => service === undefined || said.service === service);
          if (shown.length === 0) return <Empty help={t.noSetPoints} />;
          return (
            <DataTable
              label={t.setPoints}
              columns={columns}
              rows={shown}
              rowKey={({ messageHash }) => messageHash}
              order={{ id: 'issued', down: true }}
            />
          );
        }}
      </Answer>
    </Panel>
  );
}

const ROOM_MS = 900_000;

/** A quarter of an hour more on either side, so that what came before and after is seen. */
function padded(time: string, direction: number): string {
  return new Date(Date.parse(time) + direction * ROOM_MS).toISOString();
}
