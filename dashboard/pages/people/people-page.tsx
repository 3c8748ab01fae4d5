import { Link } from 'wouter';
import { useAccounts, useGroups, usePeople } from '../../api/people.ts';
import { useViewRights, useViews, type ViewRights } from '../../api/views.ts';
import { Badge } from '../../parts/badge.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { GroupsPanel } from './groups-panel.tsx';
import { nameOf } from './name-of.ts';
import { OpenPanel } from './open-panel.tsx';
import { PeoplePanel } from './people-panel.tsx';
import { people as texts } from './texts.ts';

/** What one is among the people of views; an admin keeps people and groups here, and says who sees which view. */
export function PeoplePage() {
  const t = useTexts(texts);
  const rights = useViewRights();
  return (
    <>
      <PageHead title={t.title} about={t.about}>
        <Link className="button" href="/reports/views">
          {t.toViews}
        </Link>
      </PageHead>
      <Answer query={rights} rows={6}>
        {(own) => (
          <div className="grid">
            <You rights={own} />
            {own.mayEnable && <Keep />}
          </div>
        )}
      </Answer>
    </>
  );
}

function You({ rights: { person, role, groups, mayEnable } }: { rights: ViewRights }) {
  const t = useTexts(texts);
  const shown = mayEnable ? 'admin' : role;
  return (
    <Panel title={t.you}>
      <div className="stack">
        <p className="row">
          <Badge tone={shown === 'none' ? 'none' : 'good'}>{t.roles[shown]}</Badge>
          {t.youAre[shown]}
          {mayEnable && role === 'none' && ` ${t.first}`}
        </p>
        <dl className="facts">
          <dt>{t.subject}</dt>
          <dd>
            <code>{person}</code>
          </dd>
          {groups.length > 0 && (
            <>
              <dt>{t.yourGroups}</dt>
              <dd>{groups.join(', ')}</dd>
            </>
          )}
        </dl>
      </div>
    </Panel>
  );
}

function Keep() {
  const [people, groups, views, accounts] = [usePeople(), useGroups(), useViews(), useAccounts()];
  const name = nameOf(accounts.data?.users ?? []);
  const known = { people: people.data ?? [], groups: groups.data ?? [], name };
  return (
    <>
      <PeoplePanel query={people} groups={known.groups} accounts={accounts.data?.users ?? []} name={name} />
      <GroupsPanel query={groups} people={known.people} />
      <OpenPanel query={views} {...known} />
    </>
  );
}
