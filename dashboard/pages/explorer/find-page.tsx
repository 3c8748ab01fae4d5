import { SearchX } from 'lucide-react';
import { Link, Redirect } from 'wouter';
import { useFind } from '../../api/chain.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { explorer } from './texts.ts';

/** Leads to the one thing that has a name; where several have it, all of them are offered. */
export function FindPage({ what }: { what: string }) {
  const t = useTexts(explorer);
  const query = useFind(what);
  return (
    <Answer query={query} rows={3}>
      {(found) => {
        if (found.length === 1) return <Redirect to={found[0]!.path} replace />;
        return (
          <>
            <PageHead title={t.find} />
            <Panel title={t.finding(what.length > 14 ? `${what.slice(0, 10)}…` : what)}>
              {found.length === 0 ? (
                <Empty icon={SearchX} help={t.foundNothing} />
              ) : (
                <div className="row">
                  {found.map(({ kind, path }) => (
                    <Link key={kind} className="button" href={path}>
                      {t[kind]} {what}
                    </Link>
                  ))}
                </div>
              )}
            </Panel>
          </>
        );
      }}
    </Answer>
  );
}
