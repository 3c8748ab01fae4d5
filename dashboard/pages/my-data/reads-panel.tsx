import { useState } from 'react';
import { type Read, useReads } from '../../api/my-data.ts';
import { Badge } from '../../parts/badge.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { myData } from './texts.ts';

const STEP = 50;

/** The read ledger of a PoD, for its holder. */
export function ReadsPanel({ pod }: { pod: string }) {
  const t = useTexts(myData);
  const formats = useFormats();
  const [limit, setLimit] = useState(STEP);
  const query = useReads(pod, limit);
  const columns: Column<Read>[] = [
    { id: 'at', title: t.at, cell: ({ at }) => <Moment ms={Date.parse(at)} />, sort: ({ at }) => at },
    {
      id: 'who',
      title: t.who,
      cell: ({ party, customer, client, role }) => `${party ?? customer ?? client} (${role})`,
      sort: ({ party, client }) => party ?? client,
    },
    {
      id: 'data',
      title: t.data,
      cell: ({ dataSet }) => t.dataSets[dataSet as keyof typeof t.dataSets] ?? dataSet,
      sort: ({ dataSet }) => dataSet,
    },
    {
      id: 'range',
      title: t.range,
      cell: ({ from, until }) => (
        <>
          <Moment ms={Date.parse(from)} /> – {isOpen(until) ? t.open : <Moment ms={Date.parse(until)} />}
        </>
      ),
    },
    {
      id: 'count',
      title: t.count,
      number: true,
      cell: ({ count }) => formats.number(count),
      sort: ({ count }) => count,
    },
    {
      id: 'consent',
      title: t.consent,
      cell: ({ consents }) => consents.map(({ id }) => id).join(', ') || t.noConsent,
    },
    {
      id: 'unusual',
      title: t.unusual,
      cell: ({ unusual }) => (unusual ? <Badge tone="warn">{t.unusualWords[unusual]}</Badge> : ''),
    },
    {
      id: 'stage',
      title: t.stage,
      cell: ({ stage }) => <Badge tone={stage === 'anchored' ? 'good' : 'info'}>{t.stages[stage]}</Badge>,
    },
  ];
  return (
    <Panel title={`${t.reads}: ${pod}`} note={t.readsNote} flush>
      <Answer query={query} rows={5}>
        {({ items, next }) =>
          items.length === 0 ? (
            <Empty help={t.noReads} />
          ) : (
            <DataTable
              label={t.reads}
              columns={columns}
              rows={items}
              rowKey={({ id }) => String(id)}
              {...(next ? { more: () => setLimit(limit + STEP) } : {})}
            />
          )
        }
      </Answer>
    </Panel>
  );
}

/** Whoever asks without an end gets the last instant that the API can write. */
function isOpen(until: string): boolean {
  return until.startsWith('9999-');
}
