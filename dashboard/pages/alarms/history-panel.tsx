import { useState } from 'react';
import { type HistoryEvent, useAlarmHistory } from '../../api/alarms.ts';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { alarms } from './texts.ts';
import { Who } from './who.tsx';

const FIRST = 100;
const MOST = 1000;
const TONES: Partial<Record<HistoryEvent['what'], Tone>> = {
  ...{
    rang: 'bad',
    failed: 'bad',
    over: 'good',
    acknowledged: 'good',
    sent: 'info',
    told: 'warn',
    repeated: 'warn',
  },
};

export function HistoryPanel() {
  const t = useTexts(alarms);
  const [limit, setLimit] = useState(FIRST);
  const query = useAlarmHistory(limit);
  const columns: Column<HistoryEvent>[] = [
    { id: 'at', title: t.when, cell: ({ at }) => <Moment ms={Date.parse(at)} /> },
    {
      id: 'what',
      title: t.happened,
      cell: ({ what }) => <Badge tone={TONES[what] ?? 'none'}>{t.events[what]}</Badge>,
    },
    { id: 'text', title: t.what, wrap: true, cell: ({ text }) => text },
    { id: 'by', title: t.who, cell: ({ by }) => <Who by={by} /> },
  ];
  return (
    <Answer query={query} rows={6}>
      {({ items, next }) =>
        items.length === 0 ? (
          <Empty help={t.noHistory} />
        ) : (
          <div className="stack">
            <Panel title={t.tabs.history} flush>
              <DataTable
                label={t.tabs.history}
                columns={columns}
                rows={items}
                rowKey={({ id }) => String(id)}
                {...(next && limit < MOST ? { more: () => setLimit(MOST) } : {})}
              />
            </Panel>
          </div>
        )
      }
    </Answer>
  );
}
