import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { type Group, type PersonOfViews, usePeopleChanges } from '../../api/people.ts';
import { idFrom } from '../../format/id-from.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useToast } from '../../parts/toasts.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { people as texts } from './texts.ts';

export function GroupsPanel({
  query,
  people,
}: {
  query: UseQueryResult<Group[]>;
  people: readonly PersonOfViews[];
}) {
  const t = useTexts(texts);
  const formats = useFormats();
  const [making, setMaking] = useState(false);
  const [removing, setRemoving] = useState<Group>();
  const membersOf = (id: string) => people.filter(({ groups }) => groups.includes(id)).length;
  const columns: Column<Group>[] = [
    { id: 'name', title: t.name, cell: ({ name }) => name, sort: ({ name }) => name },
    {
      id: 'members',
      title: t.members,
      number: true,
      cell: ({ id }) => formats.number(membersOf(id)),
      sort: ({ id }) => membersOf(id),
    },
    {
      id: 'remove',
      title: t.remove,
      cell: (group) => (
        <button
          type="button"
          className="button danger"
          aria-label={t.removeOf(group.name)}
          onClick={() => setRemoving(group)}
        >
          {t.remove}
        </button>
      ),
    },
  ];
  return (
    <Panel
      title={t.groups}
      note={t.groupsNote}
      className="w5"
      flush
      tools={
        <button type="button" className="button" onClick={() => setMaking(true)}>
          {t.newGroup}
        </button>
      }
    >
      <Answer query={query} rows={3}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty help={t.noGroups} />
          ) : (
            <DataTable label={t.groups} columns={columns} rows={rows} rowKey={({ id }) => id} />
          )
        }
      </Answer>
      {making && <NewGroup close={() => setMaking(false)} />}
      {removing && <RemoveGroup group={removing} close={() => setRemoving(undefined)} />}
    </Panel>
  );
}

function NewGroup({ close }: { close: () => void }) {
  const t = useTexts(texts);
  const say = useToast();
  const { saveGroup } = usePeopleChanges();
  const act = async (form: FormData) => {
    const name = String(form.get('name')).trim();
    await saveGroup.mutateAsync({ id: idFrom(name) || `group-${Date.now().toString(36)}`, name });
    say('good', t.saved(name));
  };
  return (
    <ConfirmDialog title={t.newGroup} action={t.save} act={act} close={close}>
      <label className="field">
        {t.groupName}
        <input className="input" name="name" required maxLength={80} autoComplete="off" />
      </label>
    </ConfirmDialog>
  );
}

function RemoveGroup({ group, close }: { group: Group; close: () => void }) {
  const t = useTexts(texts);
  const say = useToast();
  const { removeGroup } = usePeopleChanges();
  const act = async () => {
    await removeGroup.mutateAsync(group);
    say('good', t.removed(group.name));
  };
  return (
    <ConfirmDialog title={t.removeOf(group.name)} action={t.remove} danger act={act} close={close}>
      <p>{t.removeAbout}</p>
    </ConfirmDialog>
  );
}
