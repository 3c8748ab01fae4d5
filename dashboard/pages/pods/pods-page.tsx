import { Link } from 'wouter';
import { type PodRow, usePods } from '../../api/pods.ts';
import { useAddress } from '../../parts/address.ts';
import { Age } from '../../parts/age.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { pods } from './texts.ts';

export function PodsPage() {
  const t = useTexts(pods);
  const formats = useFormats();
  const query = usePods();
  const { get, set } = useAddress();
  const filter = (get('filter') ?? '').toLowerCase();
  return (
    <>
      <PageHead title={t.title} about={t.about}>
        <input
          className="input"
          type="search"
          aria-label={t.filter}
          placeholder={t.filter}
          value={get('filter') ?? ''}
          onChange={({ target }) => set({ filter: target.value || undefined })}
        />
      </PageHead>
      <Panel
        title={t.title}
        flush
        note={query.data && query.data.hidden > 0 ? t.hidden(formats.number(query.data.hidden)) : undefined}
      >
        <Answer query={query} rows={6}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Empty help={t.none} />
            ) : (
              <PodTable rows={rows.filter((row) => textOf(row).includes(filter))} />
            )
          }
        </Answer>
      </Panel>
    </>
  );
}

function textOf({ pod, municipality, meters }: PodRow): string {
  return `${pod} ${municipality ?? ''} ${meters.join(' ')}`.toLowerCase();
}

function PodTable({ rows }: { rows: readonly PodRow[] }) {
  const t = useTexts(pods);
  const formats = useFormats();
  const columns: Column<PodRow>[] = [
    {
      id: 'pod',
      title: t.pod,
      cell: ({ pod }) => (
        <Link href={`/pods/${pod}`}>
          <code>{pod}</code>
        </Link>
      ),
      sort: ({ pod }) => pod,
    },
    {
      id: 'last',
      title: t.last,
      cell: ({ lastMs }) => (lastMs ? <Age ms={lastMs} /> : t.never),
      sort: ({ lastMs }) => lastMs ?? 0,
    },
    {
      id: 'municipality',
      title: t.municipality,
      cell: ({ municipality, province }) => (municipality ? `${municipality} (${province})` : '–'),
      sort: ({ municipality }) => municipality ?? '',
    },
    {
      id: 'contracted',
      title: t.contracted,
      number: true,
      cell: ({ contractedPowerW }) => (contractedPowerW ? formats.quantity(contractedPowerW, 'W') : '–'),
      sort: ({ contractedPowerW }) => contractedPowerW ?? 0,
    },
    { id: 'voltage', title: t.voltage, cell: ({ voltageLevel }) => voltageLevel ?? '–' },
    { id: 'meters', title: t.meters, cell: ({ meters }) => meters.join(', ') },
    {
      id: 'readings',
      title: t.readings,
      number: true,
      cell: ({ readings }) => formats.number(readings),
      sort: ({ readings }) => readings,
    },
    {
      id: 'packets',
      title: t.packets,
      number: true,
      cell: ({ packets }) => formats.number(packets),
      sort: ({ packets }) => packets,
    },
  ];
  return (
    <DataTable
      label={t.title}
      columns={columns}
      rows={rows}
      rowKey={({ pod }) => pod}
      order={{ id: 'pod', down: false }}
    />
  );
}
