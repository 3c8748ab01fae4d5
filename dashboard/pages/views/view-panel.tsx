import { FileSpreadsheet, ImageDown } from 'lucide-react';
import { type ReactNode, useMemo, useRef } from 'react';
import { saveBlob } from '../../api/save.ts';
import type { ViewPanel as PanelOf } from '../../api/views.ts';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { Drawing } from './drawing.tsx';
import { measuredOf, panelsCsv } from './measured.ts';
import { savePanelImage } from './panel-image.ts';
import { views } from './texts.ts';
import { usePanel } from './use-panel.ts';

/** One panel of a view, with what the viewer may see of it. */
export function ViewPanel({
  panel,
  untilMs,
  tools,
}: {
  panel: PanelOf;
  untilMs: number;
  /** In the place of those that save it: while the view is changed. */
  tools?: ReactNode;
}) {
  const t = useTexts(views);
  const formats = useFormats();
  const query = usePanel(panel, untilMs);
  const frame = useRef<HTMLDivElement>(null);
  const { title, measure, days, kind } = panel;
  const cells = query.data?.cells ?? [];
  const made = useMemo(() => measuredOf(query.data?.cells ?? [], measure), [query.data, measure]);
  const name = `${title} ${new Date(untilMs - 1).toISOString().slice(0, 10)}`;
  const saveCsv = () =>
    saveBlob(new Blob([panelsCsv([{ title, measure, cells }])], { type: 'text/csv' }), `${name}.csv`);
  const hidden = query.data?.hiddenPods ?? 0;
  return (
    <Panel
      title={title}
      note={[
        t.measures[measure],
        days === 1 ? t.lastDay : t.lastDays(formats.number(days)),
        ...(hidden > 0 ? [t.hidden(formats.number(hidden))] : []),
      ].join(' · ')}
      flush={kind !== 'gauge'}
      tools={
        tools ?? (
          <>
            {kind !== 'table' && (
              <button
                type="button"
                className="button plain icon"
                aria-label={t.imageOf(title)}
                title={t.image}
                onClick={() => frame.current && savePanelImage(frame.current, name)}
              >
                <Icon of={ImageDown} />
              </button>
            )}
            <button
              type="button"
              className="button plain icon"
              aria-label={t.csvOf(title)}
              title={t.csv}
              onClick={saveCsv}
            >
              <Icon of={FileSpreadsheet} />
            </button>
          </>
        )
      }
    >
      <div ref={frame}>
        <Answer query={query} rows={5}>
          {() =>
            made.groups.length === 0 ? (
              <Empty help={t.nothing} />
            ) : (
              <Drawing panel={panel} made={made} cells={cells} />
            )
          }
        </Answer>
      </div>
    </Panel>
  );
}
