import { Link, useLocation } from 'wouter';
import { useViewRights, useViews, type View } from '../../api/views.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { views as texts } from './texts.ts';

/** The views that are open to the person. */
export function ViewsPage() {
  const t = useTexts(texts);
  const formats = useFormats();
  const query = useViews();
  const rights = useViewRights().data;
  const [, navigate] = useLocation();
  const columns: Column<View>[] = [
    {
      id: 'title',
      title: t.view,
      cell: ({ id, title }) => <Link href={`/reports/views/${encodeURIComponent(id)}`}>{title}</Link>,
      sort: ({ title }) => title,
    },
    { id: 'about', title: t.aboutColumn, wrap: true, cell: ({ about }) => about ?? '–' },
    {
      id: 'panels',
      title: t.panels,
      number: true,
      cell: ({ panels }) => formats.number(panels.length),
      sort: ({ panels }) => panels.length,
    },
  ];
  return (
    <>
      <PageHead title={t.title} about={t.about}>
        <Link className="button" href="/reports">
          {t.reports}
        </Link>
        {rights?.mayEnable && (
          <Link className="button" href="/people">
            {t.people}
          </Link>
        )}
        {rights?.mayCreate && (
          <button type="button" className="button first" onClick={() => navigate('/reports/views/new')}>
            {t.newView}
          </button>
        )}
      </PageHead>
      <Panel title={t.title} flush>
        <Answer query={query} rows={4}>
          {(rows) =>
            rows.length === 0 ? (
              <Empty title={t.empty} help={rights?.mayCreate ? t.emptyEditor : t.emptyReader} />
            ) : (
              <DataTable
                label={t.title}
                columns={columns}
                rows={rows}
                rowKey={({ id }) => id}
                order={{ id: 'title', down: false }}
              />
            )
          }
        </Answer>
      </Panel>
    </>
  );
}
