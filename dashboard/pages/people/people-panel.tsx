import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { Account, Group, PersonOfViews } from '../../api/people.ts';
import { Badge } from '../../parts/badge.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { PersonDialog } from './person-dialog.tsx';
import { people as texts } from './texts.ts';

export function PeoplePanel({
  query,
  groups,
  accounts,
  name,
}: {
  query: UseQueryResult<PersonOfViews[]>;
  groups: readonly Group[];
  accounts: readonly Account[];
  name: (subject: string) => string;
}) {
  const t = useTexts(texts);
  const [editing, setEditing] = useState<PersonOfViews | 'new'>();
  const groupNames = new Map(groups.map(({ id, name: of }) => [id, of]));
  const columns: Column<PersonOfViews>[] = [
    { id: 'name', title: t.name, cell: ({ id }) => name(id), sort: ({ id }) => name(id) },
    { id: 'role', title: t.role, cell: ({ role }) => t.roles[role], sort: ({ role }) => role },
    {
      id: 'groups',
      title: t.groups,
      wrap: true,
      cell: (person) => person.groups.map((id) => groupNames.get(id) ?? id).join(', ') || '–',
    },
    {
      id: 'state',
      title: t.state,
      cell: ({ isEnabled }) => (
        <Badge tone={isEnabled ? 'good' : 'none'}>{isEnabled ? t.enabled : t.off}</Badge>
      ),
      sort: ({ isEnabled }) => Number(isEnabled),
    },
    {
      id: 'change',
      title: t.change,
      cell: (person) => (
        <button
          type="button"
          className="button"
          aria-label={t.changeOf(name(person.id))}
          onClick={() => setEditing(person)}
        >
          {t.change}
        </button>
      ),
    },
  ];
  return (
    <Panel
      title={t.people}
      note={t.peopleNote}
      className="w7"
      flush
      tools={
        <button type="button" className="button first" onClick={() => setEditing('new')}>
          {t.enable}
        </button>
      }
    >
      <Answer query={query} rows={4}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty help={t.noPeople} />
          ) : (
            <DataTable
              label={t.people}
              columns={columns}
              rows={rows}
              rowKey={({ id }) => id}
              order={{ id: 'name', down: false }}
            />
          )
        }
      </Answer>
      {editing && (
        <PersonDialog
          person={editing === 'new' ? undefined : editing}
          {...{ groups, accounts, name }}
          close={() => setEditing(undefined)}
        />
      )}
    </Panel>
  );
}
