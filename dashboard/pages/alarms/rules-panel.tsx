import { Plus } from 'lucide-react';
import { useState } from 'react';
import { type Rule, useAlarmChanges, useAlarmRules } from '../../api/alarms.ts';
import { useAddress } from '../../parts/address.ts';
import { Badge } from '../../parts/badge.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { useInWords } from './in-words.ts';
import { RuleEditor } from './rule-editor.tsx';
import { RANK, SeverityBadge } from './severity-badge.tsx';
import { alarms } from './texts.ts';

/** The rules, or the one that the address names. */
export function RulesPanel() {
  const t = useTexts(alarms);
  const query = useAlarmRules();
  const { get, set } = useAddress();
  const [removing, setRemoving] = useState<Rule>();
  const columns = useColumns((rule) => set({ rule: rule.id }), setRemoving);
  const chosen = get('rule');
  return (
    <Answer query={query} rows={5}>
      {({ items }) => {
        const rule = items.find(({ id }) => id === chosen);
        if (chosen === 'new' || rule) {
          return <RuleEditor key={chosen} before={rule} done={() => set({ rule: undefined })} />;
        }
        return (
          <div className="stack">
            <div className="row">
              <button type="button" className="button first" onClick={() => set({ rule: 'new' })}>
                <Icon of={Plus} size={14} />
                {t.newRule}
              </button>
            </div>
            {items.length === 0 ? (
              <Empty help={t.noRules} />
            ) : (
              <Panel title={t.tabs.rules} flush>
                <DataTable label={t.tabs.rules} columns={columns} rows={items} rowKey={({ id }) => id} />
              </Panel>
            )}
            {removing && <RemoveDialog rule={removing} close={() => setRemoving(undefined)} />}
          </div>
        );
      }}
    </Answer>
  );
}

function useColumns(edit: (rule: Rule) => void, remove: (rule: Rule) => void): Column<Rule>[] {
  const t = useTexts(alarms);
  const inWords = useInWords();
  return [
    { id: 'name', title: t.rule, wrap: true, cell: ({ name }) => name, sort: ({ name }) => name },
    { id: 'watches', title: t.watches, wrap: true, cell: ({ condition }) => inWords(condition) },
    {
      id: 'severity',
      title: t.severity,
      cell: ({ severity }) => <SeverityBadge of={severity} />,
      sort: ({ severity }) => RANK[severity],
    },
    {
      id: 'state',
      title: t.state,
      cell: ({ enabled }) => (
        <Badge tone={enabled === false ? 'none' : 'good'}>{enabled === false ? t.inactive : t.active}</Badge>
      ),
    },
    {
      id: 'actions',
      title: '',
      cell: (rule) => (
        <div className="row">
          <button type="button" className="button" onClick={() => edit(rule)}>
            {t.edit}
          </button>
          <button type="button" className="button danger" onClick={() => remove(rule)}>
            {t.remove}
          </button>
        </div>
      ),
    },
  ];
}

function RemoveDialog({ rule, close }: { rule: Rule; close: () => void }) {
  const t = useTexts(alarms);
  const { removeRule } = useAlarmChanges();
  const act = async () => void (await removeRule.mutateAsync(rule));
  return (
    <ConfirmDialog title={t.removeRule(rule.name)} action={t.remove} danger act={act} close={close}>
      <p className="quiet">{t.removeRuleAbout}</p>
    </ConfirmDialog>
  );
}
