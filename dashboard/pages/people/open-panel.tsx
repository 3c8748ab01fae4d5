import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Group, PersonOfViews } from '../../api/people.ts';
import { useViewChanges, type View } from '../../api/views.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useToast } from '../../parts/toasts.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { people as texts } from './texts.ts';

interface Known {
  people: readonly PersonOfViews[];
  groups: readonly Group[];
  name: (subject: string) => string;
}

/** Each view with who is enabled for it. */
export function OpenPanel({ query, ...known }: { query: UseQueryResult<View[]> } & Known) {
  const t = useTexts(texts);
  const [opening, setOpening] = useState<View>();
  const groupNames = new Map(known.groups.map(({ id, name }) => [id, name]));
  const columns: Column<View>[] = [
    {
      id: 'view',
      title: t.view,
      cell: ({ id, title }) => <Link href={`/reports/views/${encodeURIComponent(id)}`}>{title}</Link>,
      sort: ({ title }) => title,
    },
    {
      id: 'people',
      title: t.enabledPeople,
      wrap: true,
      cell: ({ people = [] }) => people.map(known.name).join(', ') || t.nobody,
    },
    {
      id: 'groups',
      title: t.enabledGroups,
      wrap: true,
      cell: ({ groups = [] }) => groups.map((id) => groupNames.get(id) ?? id).join(', ') || '–',
    },
    {
      id: 'open',
      title: t.open,
      cell: (view) => (
        <button
          type="button"
          className="button"
          aria-label={t.openOf(view.title)}
          onClick={() => setOpening(view)}
        >
          {t.open}
        </button>
      ),
    },
  ];
  return (
    <Panel title={t.views} flush>
      <Answer query={query} rows={3}>
        {(views) =>
          views.length === 0 ? (
            <Empty help={t.noViews} action={<Link href="/reports/views">{t.toViews}</Link>} />
          ) : (
            <DataTable label={t.views} columns={columns} rows={views} rowKey={({ id }) => id} />
          )
        }
      </Answer>
      {opening && <OpenDialog view={opening} {...known} close={() => setOpening(undefined)} />}
    </Panel>
  );
}

function OpenDialog({ view, people, groups, name, close }: { view: View; close: () => void } & Known) {
  const t = useTexts(texts);
  const say = useToast();
  const { save } = useViewChanges();
  const act = async (form: FormData) => {
    const chosen = (field: string) => form.getAll(field).map(String);
    await save.mutateAsync({ ...view, people: chosen('person'), groups: chosen('group') });
    say('good', t.saved(view.title));
  };
  return (
    <ConfirmDialog title={t.openOf(view.title)} action={t.save} act={act} close={close}>
      <p className="quiet">{t.openAbout}</p>
      {people.length === 0 && groups.length === 0 && <p>{t.noPeople}</p>}
      {groups.length > 0 && (
        <fieldset className="choices">
          <legend>{t.groups}</legend>
          {groups.map(({ id, name: of }) => (
            <label key={id} className="row">
              <input type="checkbox" name="group" value={id} defaultChecked={view.groups?.includes(id)} />
              {of}
            </label>
          ))}
        </fieldset>
      )}
      {people.length > 0 && (
        <fieldset className="choices">
          <legend>{t.people}</legend>
          {people.map(({ id, role }) => (
            <label key={id} className="row">
              <input type="checkbox" name="person" value={id} defaultChecked={view.people?.includes(id)} />
              {name(id)} <span className="quiet">{t.roles[role]}</span>
            </label>
          ))}
        </fieldset>
      )}
    </ConfirmDialog>
  );
}
