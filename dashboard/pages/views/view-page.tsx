import '../../styles/views.css';
import { Pencil, Printer } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { useUntil } from '../../api/until.ts';
import { useView, useViewRights, type View } from '../../api/views.ts';
import { useAddress } from '../../parts/address.ts';
import { Icon } from '../../parts/icon.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { UntilField } from '../../parts/until-field.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { views as texts } from './texts.ts';
import { ViewEditor } from './view-editor.tsx';
import { ViewPanel } from './view-panel.tsx';

const NEW: View = { id: '', title: '', panels: [] };
const LIST = '/reports/views';

/** A view as its readers see it, or, with `change` in the address, as its editor composes it. */
export function ViewPage({ id = '' }: { id?: string }) {
  const { get, set } = useAddress();
  const [, navigate] = useLocation();
  const isNew = id === 'new';
  const query = useView(isNew ? '' : id);
  if (isNew) return <ViewEditor view={NEW} done={(kept) => navigate(kept ? `${LIST}/${kept}` : LIST)} />;
  return (
    <Answer query={query} rows={8}>
      {(view) =>
        get('change') ? (
          <ViewEditor
            key={view.revision}
            view={view}
            done={(kept) => (kept ? set({ change: undefined }) : navigate(LIST))}
          />
        ) : (
          <Shown view={view} change={() => set({ change: 'yes' })} />
        )
      }
    </Answer>
  );
}

function Shown({ view: { title, about, panels }, change }: { view: View; change: () => void }) {
  const t = useTexts(texts);
  const { get } = useAddress();
  const rights = useViewRights().data;
  const untilMs = useUntil(get('until'));
  return (
    <>
      <PageHead title={title} {...(about ? { about } : {})}>
        <Link className="button" href={LIST}>
          {t.title}
        </Link>
        <UntilField label={t.until} untilMs={untilMs} />
        <button type="button" className="button" onClick={() => print()}>
          <Icon of={Printer} />
          {t.print}
        </button>
        {/* Who may make views may change those that he sees. */}
        {rights?.mayCreate && (
          <button type="button" className="button" onClick={change}>
            <Icon of={Pencil} />
            {t.change}
          </button>
        )}
      </PageHead>
      {panels.length === 0 ? (
        <Empty title={t.noPanels} help={rights?.mayCreate ? t.noPanelsHelp : t.nothing} />
      ) : (
        <div className="grid">
          {panels.map((panel, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a panel has no other name, and here none moves
            <div key={index} className={`view-panel w${panel.columns}`}>
              <ViewPanel panel={panel} untilMs={untilMs} />
            </div>
          ))}
        </div>
      )}
    </>
  );
}
