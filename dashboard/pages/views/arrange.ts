import type { ViewPanel } from '../../api/views.ts';

const [NARROWEST, WIDEST] = [3, 12];

/** Panels with one at another place; a place outside is the nearest one. */
export function moved<Panel>(panels: readonly Panel[], from: number, to: number): Panel[] {
  const place = Math.min(panels.length - 1, Math.max(0, to));
  const others = panels.filter((_, index) => index !== from);
  return [...others.slice(0, place), panels[from]!, ...others.slice(place)];
}

/** A panel wider or narrower, within the page. */
export function resized(panel: ViewPanel, by: number): ViewPanel {
  return { ...panel, columns: Math.min(WIDEST, Math.max(NARROWEST, panel.columns + by)) };
}

/** A panel from the fields of its form. */
export function panelFrom(form: FormData, columns: number): ViewPanel {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const over = text('over');
  const full = Number(text('full'));
  const kind = text('kind') as ViewPanel['kind'];
  return {
    ...{ kind, columns, title: text('title'), days: Number(text('days')) },
    measure: text('measure') as ViewPanel['measure'],
    ...(over === 'pod' ? { pod: text('pod') } : { groupBy: over as NonNullable<ViewPanel['groupBy']> }),
    ...(kind === 'gauge' && full > 0 ? { full } : {}),
  };
}
