import { useState } from 'react';
import { type Holding, useErasureChanges, useErasures, useHoldings } from '../../api/erasures.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { ErasureTable } from '../../parts/erasure-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { useToast } from '../../parts/toasts.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { myData } from './texts.ts';

/** What a customer may ask to be erased, and how far it is. */
export function ErasurePanel() {
  const t = useTexts(myData);
  const erasures = useErasures();
  const holdings = useHoldings();
  const [asking, setAsking] = useState<Holding>();
  return (
    <Panel title={t.erase}>
      <div className="stack">
        <p>{t.eraseAbout}</p>
        <Answer query={holdings} rows={2}>
          {(rows) => (
            <div className="row">
              {rows.map((holding) => (
                <button
                  key={holding.id}
                  type="button"
                  className="button danger"
                  onClick={() => setAsking(holding)}
                >
                  {t.eraseOf(holding.pod)}
                </button>
              ))}
            </div>
          )}
        </Answer>
        <Answer query={erasures} rows={2}>
          {(rows) => (rows.length === 0 ? null : <ErasureTable label={t.erase} rows={rows} />)}
        </Answer>
      </div>
      {asking && <AskDialog holding={asking} close={() => setAsking(undefined)} />}
    </Panel>
  );
}

/** The PoD is written once more: what is erased does not come back. */
function AskDialog({ holding: { id, pod }, close }: { holding: Holding; close: () => void }) {
  const t = useTexts(myData);
  const say = useToast();
  const { ask } = useErasureChanges();
  return (
    <ConfirmDialog
      title={t.eraseOf(pod)}
      action={t.eraseAsk}
      danger
      close={close}
      act={async () => {
        await ask.mutateAsync(id);
        say('good', t.eraseAsked(pod));
      }}
    >
      <p>{t.eraseWarning}</p>
      <label className="field">
        {t.eraseAgain(pod)}
        <input className="input" required pattern={pod} autoComplete="off" placeholder={pod} />
      </label>
    </ConfirmDialog>
  );
}
