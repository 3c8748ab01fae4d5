import { ChevronsLeftRight, ChevronsRightLeft, GripVertical, Pencil, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { ViewPanel as PanelOf } from '../../api/views.ts';
import { Icon } from '../../parts/icon.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { views } from './texts.ts';
import { ViewPanel } from './view-panel.tsx';

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

/** A panel that is being arranged: its handle takes arrow keys and the pointer. */
export function EditedPanel({
  panel,
  untilMs,
  move,
  resize,
  change,
  remove,
  drag,
  drop,
}: {
  panel: PanelOf;
  untilMs: number;
  move: (by: number) => void;
  resize: (by: number) => void;
  change: () => void;
  remove: () => void;
  drag: () => void;
  drop: () => void;
}) {
  const t = useTexts(views);
  const { title } = panel;
  const byKey = (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    if (by === undefined) return;
    event.preventDefault();
    move(by);
  };
  const tool = (label: string, icon: typeof X, act: () => void) => (
    <button type="button" className="button plain icon" aria-label={label} title={label} onClick={act}>
      <Icon of={icon} size={14} />
    </button>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop on; the handle does the same by keyboard
    <div
      className={`view-panel w${panel.columns}`}
      draggable
      onDragStart={drag}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        drop();
      }}
    >
      <ViewPanel
        panel={panel}
        untilMs={untilMs}
        tools={
          <>
            <button
              type="button"
              className="button plain icon handle"
              aria-label={t.movePanel(title)}
              title={t.movePanel(title)}
              onKeyDown={byKey}
            >
              <Icon of={GripVertical} size={14} />
            </button>
            {tool(t.narrower(title), ChevronsRightLeft, () => resize(-1))}
            {tool(t.wider(title), ChevronsLeftRight, () => resize(1))}
            {tool(t.changePanel(title), Pencil, change)}
            {tool(t.removePanel(title), X, remove)}
          </>
        }
      />
    </div>
  );
}
