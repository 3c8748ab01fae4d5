import { useState } from 'react';
import { usePods } from '../../api/pods.ts';
import { REPORT_KINDS } from '../../api/reports.ts';
import type { ViewPanel } from '../../api/views.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { panelFrom } from './arrange.ts';
import { views as texts } from './texts.ts';

const KINDS = ['graph', 'gauge', 'table', 'map'] as const;
const MEASURES = ['energyImportWh', 'energyExportWh', 'powerMeanW', 'completeness'] as const;
const USUAL_COLUMNS = { graph: 8, gauge: 4, table: 6, map: 6 };

/** Asks what a panel shows, and how. A map is always of municipalities. */
export function PanelDialog({
  panel,
  put,
  close,
}: {
  panel: ViewPanel | undefined;
  put: (panel: ViewPanel) => void;
  close: () => void;
}) {
  const t = useTexts(texts);
  const [kind, setKind] = useState(panel?.kind ?? 'graph');
  const [over, setOver] = useState<string>(
    panel?.pod === undefined ? (panel?.groupBy ?? 'municipality') : 'pod',
  );
  const act = async (form: FormData) => put(panelFrom(form, panel?.columns ?? USUAL_COLUMNS[kind]));
  const offered = kind === 'map' ? (['municipality'] as const) : REPORT_KINDS;
  return (
    <ConfirmDialog
      title={panel ? t.changePanel(panel.title) : t.addPanel}
      action={t.apply}
      act={act}
      close={close}
    >
      <label className="field">
        {t.panelTitle}
        <input
          className="input"
          name="title"
          required
          maxLength={80}
          defaultValue={panel?.title}
          autoComplete="off"
        />
      </label>
      <label className="field">
        {t.kind}
        <select
          className="input"
          name="kind"
          value={kind}
          onChange={({ target }) => {
            setKind(target.value as typeof kind);
            if (target.value === 'map') setOver('municipality');
          }}
        >
          {KINDS.map((one) => (
            <option key={one} value={one}>
              {t.kinds[one]}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        {t.what}
        <select className="input" name="measure" defaultValue={panel?.measure}>
          {MEASURES.map((one) => (
            <option key={one} value={one}>
              {t.measures[one]}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        {t.over}
        <select className="input" name="over" value={over} onChange={({ target }) => setOver(target.value)}>
          {offered.map((one) => (
            <option key={one} value={one}>
              {t.overGroups[one]}
            </option>
          ))}
          {kind !== 'map' && <option value="pod">{t.onePod}</option>}
        </select>
      </label>
      {over === 'pod' && <PodField pod={panel?.pod} />}
      <label className="field">
        {t.days}
        <input
          className="input"
          name="days"
          type="number"
          required
          min={1}
          max={366}
          defaultValue={panel?.days ?? 7}
        />
      </label>
      {kind === 'gauge' && (
        <label className="field">
          {t.full}
          <input
            className="input"
            name="full"
            type="number"
            min={0.001}
            step="any"
            defaultValue={panel?.full}
          />
        </label>
      )}
    </ConfirmDialog>
  );
}

function PodField({ pod }: { pod: string | undefined }) {
  const t = useTexts(texts);
  const pods = usePods();
  return (
    <>
      <label className="field">
        {t.pod}
        <input
          className="input"
          name="pod"
          list="view-pods"
          required
          maxLength={64}
          defaultValue={pod}
          autoComplete="off"
        />
      </label>
      <datalist id="view-pods">
        {(pods.data?.rows ?? []).map((row) => (
          <option key={row.pod} value={row.pod} />
        ))}
      </datalist>
    </>
  );
}
