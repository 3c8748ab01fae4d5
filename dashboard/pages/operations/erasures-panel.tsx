import { useState } from 'react';
import { type Erasure, useErasureChanges, useErasures } from '../../api/erasures.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { ErasureTable } from '../../parts/erasure-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useToast } from '../../parts/toasts.tsx';
import { useSession } from '../../sign-in/session-provider.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { setAside } from './set-aside-texts.ts';

/** What customers have asked to be erased; the DSO's administrator confirms it. */
export function ErasuresPanel() {
  const t = useTexts(setAside);
  const query = useErasures();
  const { person } = useSession();
  const [confirming, setConfirming] = useState<Erasure>();
  const tool = (erasure: Erasure) =>
    erasure.status === 'requested' && (
      <button
        type="button"
        className="button danger"
        aria-label={t.confirmOf(erasure.pod)}
        onClick={() => setConfirming(erasure)}
      >
        {t.confirm}
      </button>
    );
  const mayConfirm = person.role === 'dso-administrator';
  return (
    <Panel title={t.erasures} note={t.erasuresNote} flush>
      <Answer query={query} rows={2}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty help={t.noErasures} />
          ) : (
            <ErasureTable label={t.erasures} rows={rows} {...(mayConfirm ? { tool } : {})} />
          )
        }
      </Answer>
      {confirming && <ConfirmErasure erasure={confirming} close={() => setConfirming(undefined)} />}
    </Panel>
  );
}

function ConfirmErasure({ erasure: { id, pod }, close }: { erasure: Erasure; close: () => void }) {
  const t = useTexts(setAside);
  const say = useToast();
  const { confirm } = useErasureChanges();
  return (
    <ConfirmDialog
      title={t.confirmOf(pod)}
      action={t.confirm}
      danger
      close={close}
      act={async () => {
        await confirm.mutateAsync(id);
        say('good', t.confirmed(pod));
      }}
    >
      <p>{t.confirmAbout}</p>
      <label className="field">
        {t.confirmAgain(pod)}
        <input className="input" required pattern={pod} autoComplete="off" placeholder={pod} />
      </label>
    </ConfirmDialog>
  );
}
