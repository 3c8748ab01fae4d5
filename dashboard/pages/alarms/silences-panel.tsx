import { type Silence, useAlarmChanges, useAlarmRules, useSilences } from '../../api/alarms.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { alarms } from './texts.ts';
import { Who } from './who.tsx';

export function SilencesPanel() {
  const t = useTexts(alarms);
  const query = useSilences();
  const rules = useAlarmRules();
  const { endSilence } = useAlarmChanges();
  const nameOf = (id: string) => rules.data?.items.find((rule) => rule.id === id)?.name ?? id;
  const columns: Column<Silence>[] = [
    {
      id: 'for',
      title: t.holdsFor,
      wrap: true,
      cell: ({ rule, subject, severity }) =>
        [rule && t.matcherRule(nameOf(rule)), subject, severity && t.severities[severity]]
          .filter(Boolean)
          .join(' · '),
    },
    { id: 'reason', title: t.reason, wrap: true, cell: ({ reason }) => reason },
    {
      id: 'until',
      title: t.until,
      cell: ({ until }) => <Moment ms={Date.parse(until)} />,
      sort: ({ until }) => until,
    },
    { id: 'by', title: t.by, cell: ({ by }) => <Who by={by} />, sort: ({ by }) => by },
    {
      id: 'end',
      title: '',
      cell: ({ id, until }) =>
        Date.parse(until) <= Date.now() ? (
          t.ended
        ) : (
          <button type="button" className="button" onClick={() => endSilence.mutate(id)}>
            {t.endSilence}
          </button>
        ),
    },
  ];
  return (
    <Answer query={query} rows={4}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty help={t.noSilences} />
        ) : (
          <div className="stack">
            <Panel title={t.tabs.silences} flush>
              <DataTable label={t.tabs.silences} columns={columns} rows={items} rowKey={({ id }) => id} />
            </Panel>
          </div>
        )
      }
    </Answer>
  );
}
