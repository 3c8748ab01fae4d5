import { BellOff, Check } from 'lucide-react';
import { useState } from 'react';
import { type Alarm, useActiveAlarms } from '../../api/alarms.ts';
import { Age } from '../../parts/age.tsx';
import { Badge } from '../../parts/badge.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useFormats, useSpeech, useTexts } from '../../texts/use-texts.tsx';
import { AcknowledgeDialog } from './acknowledge-dialog.tsx';
import { RANK, SeverityBadge } from './severity-badge.tsx';
import { SilenceDialog } from './silence-dialog.tsx';
import { alarms } from './texts.ts';

/** What rings now. */
export function ActivePanel() {
  const t = useTexts(alarms);
  const query = useActiveAlarms();
  const [asking, setAsking] = useState<{ alarm: Alarm; what: 'acknowledge' | 'silence' }>();
  const close = () => setAsking(undefined);
  const columns = useColumns((alarm, what) => setAsking({ alarm, what }));
  return (
    <>
      <Answer query={query} rows={5}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t.quiet} help={t.quietHelp} icon={Check} />
          ) : (
            <div className="stack">
              <Panel title={t.tabs.active} flush>
                <DataTable
                  label={t.tabs.active}
                  columns={columns}
                  rows={items}
                  rowKey={({ id }) => String(id)}
                />
              </Panel>
            </div>
          )
        }
      </Answer>
      {asking?.what === 'acknowledge' && <AcknowledgeDialog alarm={asking.alarm} close={close} />}
      {asking?.what === 'silence' && <SilenceDialog alarm={asking.alarm} close={close} />}
    </>
  );
}

function useColumns(ask: (alarm: Alarm, what: 'acknowledge' | 'silence') => void): Column<Alarm>[] {
  const t = useTexts(alarms);
  const formats = useFormats();
  const { language } = useSpeech();
  return [
    {
      id: 'severity',
      title: t.severity,
      cell: ({ severity }) => <SeverityBadge of={severity} />,
      sort: ({ severity }) => RANK[severity],
    },
    {
      id: 'what',
      title: t.what,
      wrap: true,
      cell: ({ name, texts }) => (
        <>
          <strong>{name}</strong>
          <br />
          <span className="quiet">{texts[language]}</span>
        </>
      ),
      sort: ({ name }) => name,
    },
    {
      id: 'since',
      title: t.since,
      cell: ({ since }) => (
        <>
          <Moment ms={Date.parse(since)} /> <Age ms={Date.parse(since)} />
        </>
      ),
      sort: ({ since }) => since,
    },
    {
      id: 'told',
      title: t.told,
      cell: ({ told }) => (told === 0 ? t.notTold : t.times(formats.number(told))),
      sort: ({ told }) => told,
    },
    { id: 'state', title: t.state, cell: (alarm) => <State alarm={alarm} /> },
    {
      id: 'actions',
      title: '',
      cell: (alarm) => (
        <div className="row">
          {!alarm.acknowledgedAt && (
            <button type="button" className="button" onClick={() => ask(alarm, 'acknowledge')}>
              <Icon of={Check} size={14} />
              {t.acknowledge}
            </button>
          )}
          {!alarm.silenced && (
            <button type="button" className="button" onClick={() => ask(alarm, 'silence')}>
              <Icon of={BellOff} size={14} />
              {t.silence}
            </button>
          )}
        </div>
      ),
    },
  ];
}

function State({ alarm }: { alarm: Alarm }) {
  const t = useTexts(alarms);
  return (
    <div className="row">
      {alarm.acknowledgedBy && (
        <span title={alarm.acknowledgedBy}>
          <Badge tone="good">{t.takenCare}</Badge>
        </span>
      )}
      {alarm.note && <span className="quiet">{alarm.note}</span>}
      {alarm.silenced && <Badge tone="none">{t.silenced}</Badge>}
      {!alarm.acknowledgedBy && !alarm.silenced && <Badge tone="bad">{t.ringing}</Badge>}
    </div>
  );
}
