import { Link } from 'wouter';
import { monthIn, type Settled, useMonth } from '../../api/settlement.ts';
import { useAddress } from '../../parts/address.ts';
import { Badge } from '../../parts/badge.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { STATUS_TONES } from '../pods/set-points-panel.tsx';
import { pods } from '../pods/texts.ts';
import { settlement } from './settlement-texts.ts';
import { flexibility } from './texts.ts';

/** Every set-point of the month with what its node answered and what the meter shows, whatever service it was for. */
export function SetPointsPanel({ className }: { className: string }) {
  const t = useTexts(flexibility);
  const answers = useTexts(pods).statuses;
  const { finding, findings } = useTexts(settlement);
  const formats = useFormats();
  const { get } = useAddress();
  const month = monthIn(get('month'));
  const query = useMonth(month);
  const columns: Column<Settled>[] = [
    {
      id: 'from',
      title: t.from,
      cell: ({ from }) => <Moment ms={Date.parse(from)} />,
      sort: ({ from }) => from,
    },
    { id: 'until', title: t.until, cell: ({ until }) => <Moment ms={Date.parse(until)} show="time" /> },
    {
      id: 'pod',
      title: t.pod,
      cell: ({ pod, from, until }) => (
        <Link href={`/pods/${pod}?from=${padded(from, -1)}&until=${padded(until, 1)}`}>
          <code>{pod}</code>
        </Link>
      ),
      sort: ({ pod }) => pod,
    },
    { id: 'mode', title: t.mode, cell: ({ mode }) => t.modes[mode as keyof typeof t.modes] },
    {
      id: 'value',
      title: t.power,
      number: true,
      cell: ({ valueW }) => (valueW === undefined ? '–' : formats.quantity(valueW, 'W')),
      sort: ({ valueW = 0 }) => valueW,
    },
    {
      id: 'said',
      title: t.answer,
      cell: ({ said, saidReason }) =>
        said === 'nothing' ? (
          '–'
        ) : (
          <span title={saidReason}>
            <Badge tone={STATUS_TONES[said] ?? 'none'}>{answers[said as keyof typeof answers] ?? said}</Badge>
          </span>
        ),
      sort: ({ said }) => said,
    },
    { id: 'finding', title: finding, cell: (row) => findings[row.finding], sort: (row) => row.finding },
  ];
  return (
    <Panel title={t.setPoints} note={t.setPointsNote(month)} className={className} flush>
      <Answer query={query} rows={4}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty help={t.noSetPoints} />
          ) : (
            <DataTable
              label={t.setPoints}
              columns={columns}
              rows={rows}
              rowKey={({ pod, number }) => `${pod} ${number}`}
              order={{ id: 'from', down: true }}
            />
          )
        }
      </Answer>
    </Panel>
  );
}

const ROOM_MS = 900_000;

/** A quarter of an hour more on either side, so that what came before and after is seen. */
function padded(time: string, direction: number): string {
  return new Date(Date.parse(time) + direction * ROOM_MS).toISOString();
}
