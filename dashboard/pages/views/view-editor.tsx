import '../../styles/views.css';
import { useState } from 'react';
import { useUntil } from '../../api/until.ts';
import { type ViewPanel as PanelOf, useViewChanges, type View } from '../../api/views.ts';
import { idFrom } from '../../format/id-from.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Empty, Failure } from '../../parts/states.tsx';
import { useToast } from '../../parts/toasts.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { moved, resized } from './arrange.ts';
import { EditedPanel } from './edited-panel.tsx';
import { PanelDialog } from './panel-dialog.tsx';
import { views as texts } from './texts.ts';

/** A panel with a name of its own while it is moved about. */
interface Placed {
  key: number;
  panel: PanelOf;
}

/**
 * Composes a view: adds panels, chooses what they show, arranges them by pointer or by keyboard. Nothing is kept before
 * it is saved. `done` gets the view's id, or undefined where nothing of it is left to look at.
 */
export function ViewEditor({ view, done }: { view: View; done: (kept: string | undefined) => void }) {
  const t = useTexts(texts);
  const say = useToast();
  const { save, remove } = useViewChanges();
  const [title, setTitle] = useState(view.title);
  const [about, setAbout] = useState(view.about ?? '');
  const [placed, setPlaced] = useState<Placed[]>(() => view.panels.map((panel, key) => ({ key, panel })));
  const [asking, setAsking] = useState<Placed | 'new' | 'remove'>();
  const isNew = view.revision === undefined;
  const submit = async () => {
    const { about: _, ...rest } = view;
    const id = isNew ? newId(title) : view.id;
    const panels = placed.map(({ panel }) => panel);
    const made = {
      ...rest,
      id,
      title: title.trim(),
      ...(about.trim() ? { about: about.trim() } : {}),
      panels,
    };
    await save.mutateAsync(made);
    say('good', t.saved(made.title));
    done(id);
  };
  const put = (panel: PanelOf) => {
    if (asking === 'new') return setPlaced([...placed, { key: nextKey(placed), panel }]);
    setPlaced(placed.map((one) => (one === asking ? { ...one, panel } : one)));
  };
  return (
    <>
      <PageHead title={t.editing} />
      <form
        className="view-editor"
        onSubmit={(event) => {
          event.preventDefault();
          void submit().catch(() => undefined); // shown below
        }}
      >
        <label className="field">
          {t.viewTitle}
          <input
            className="input"
            required
            maxLength={80}
            value={title}
            onChange={({ target }) => setTitle(target.value)}
          />
        </label>
        <label className="field">
          {t.viewAbout}
          <input
            className="input"
            maxLength={400}
            value={about}
            onChange={({ target }) => setAbout(target.value)}
          />
        </label>
        <div className="row">
          <button type="button" className="button" onClick={() => setAsking('new')}>
            {t.addPanel}
          </button>
          <button type="submit" className="button first" disabled={save.isPending}>
            {t.save}
          </button>
          <button type="button" className="button" onClick={() => done(isNew ? undefined : view.id)}>
            {t.discard}
          </button>
          {!isNew && (
            <button type="button" className="button danger" onClick={() => setAsking('remove')}>
              {t.removeView}
            </button>
          )}
        </div>
      </form>
      {save.isError && <Failure error={save.error} />}
      <Arranged placed={placed} setPlaced={setPlaced} change={setAsking} />
      {asking === 'remove' && (
        <ConfirmDialog
          title={`${t.removeView}: ${view.title}`}
          action={t.removeView}
          danger
          close={() => setAsking(undefined)}
          act={async () => {
            await remove.mutateAsync(view);
            say('good', t.removed(view.title));
            done(undefined);
          }}
        >
          <p>{t.removeAbout}</p>
        </ConfirmDialog>
      )}
      {asking && asking !== 'remove' && (
        <PanelDialog
          panel={asking === 'new' ? undefined : asking.panel}
          put={put}
          close={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

/** Ids are never used again, so a title that was there before gets another one. */
function newId(title: string): string {
  return [idFrom(title) || 'view', Date.now().toString(36)].join('-');
}

function nextKey(placed: readonly Placed[]): number {
  return Math.max(-1, ...placed.map(({ key }) => key)) + 1;
}

function Arranged({
  placed,
  setPlaced,
  change,
}: {
  placed: Placed[];
  setPlaced: (placed: Placed[]) => void;
  change: (one: Placed) => void;
}) {
  const t = useTexts(texts);
  const formats = useFormats();
  const untilMs = useUntil(undefined);
  const [told, setTold] = useState('');
  const [dragged, setDragged] = useState<number>();
  const move = (from: number, to: number) => {
    const next = moved(placed, from, to);
    setPlaced(next);
    const place = next.indexOf(placed[from]!);
    setTold(t.moved(placed[from]!.panel.title, formats.number(place + 1), formats.number(next.length)));
  };
  const replace = (one: Placed, panel: PanelOf) =>
    setPlaced(placed.map((other) => (other === one ? { ...one, panel } : other)));
  if (placed.length === 0) return <Empty title={t.noPanels} help={t.noPanelsHelp} />;
  return (
    <>
      <p className="visually-hidden" role="status">
        {told}
      </p>
      <div className="grid">
        {placed.map((one, index) => (
          <EditedPanel
            key={one.key}
            panel={one.panel}
            untilMs={untilMs}
            move={(by) => move(index, index + by)}
            resize={(by) => replace(one, resized(one.panel, by))}
            change={() => change(one)}
            remove={() => setPlaced(placed.filter((other) => other !== one))}
            drag={() => setDragged(index)}
            drop={() => dragged !== undefined && move(dragged, index)}
          />
        ))}
      </div>
    </>
  );
}
