import { useEffect, useRef, useState } from 'react';
import { useNodeChanges } from '../../api/onboarding.ts';
import { usePods } from '../../api/pods.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { CopyButton } from '../../parts/hash.tsx';
import { Moment } from '../../parts/moment.tsx';
import { common } from '../../texts/common.ts';
import { useTexts } from '../../texts/use-texts.tsx';
import { life } from './life-texts.ts';

interface Code {
  code: string;
  url: string;
  expiresAt: string;
}

/** Asks for PoD and meter, and shows the code once. */
export function EnrolDialog({ close }: { close: () => void }) {
  const t = useTexts(life);
  const { enrol } = useNodeChanges();
  const pods = usePods();
  const [made, setMade] = useState<Code>();
  const closeForm = useRef(close);
  const act = async (form: FormData) => {
    const order = { pod: String(form.get('pod')), meter: String(form.get('meter')) };
    setMade(await enrol.mutateAsync(order));
    closeForm.current = () => undefined; // the code is shown next
  };
  if (made) return <CodeDialog made={made} close={close} />;
  return (
    <ConfirmDialog title={t.enrol} action={t.makeCode} act={act} close={() => closeForm.current()}>
      <p className="quiet">{t.enrolAbout}</p>
      <label className="field">
        {t.pod}
        <input
          className="input"
          name="pod"
          list="pods"
          required
          autoComplete="off"
          placeholder="IT999E00000001"
        />
      </label>
      <datalist id="pods">
        {(pods.data?.rows ?? []).map(({ pod }) => (
          <option key={pod} value={pod} />
        ))}
      </datalist>
      <label className="field">
        {t.meter}
        <input
          className="input"
          name="meter"
          required
          maxLength={64}
          autoComplete="off"
          placeholder="em340-0001"
        />
      </label>
    </ConfirmDialog>
  );
}

function CodeDialog({ made, close }: { made: Code; close: () => void }) {
  const t = useTexts(life);
  const words = useTexts(common);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const command = `access-layer node enroll ${made.code} --url ${made.url} --meter HOST`;
  return (
    <dialog ref={dialog} onClose={close} aria-label={t.codeTitle}>
      <div className="content">
        <h2>{t.codeTitle}</h2>
        <p>{t.codeOnce}</p>
        <p className="row hash">
          <code className="signed">{command}</code>
          <CopyButton value={command} />
        </p>
        <p className="quiet">
          {t.codeUntil} <Moment ms={Date.parse(made.expiresAt)} />
        </p>
        <div className="actions">
          <button type="button" className="button first" onClick={() => dialog.current?.close()}>
            {words.close}
          </button>
        </div>
      </div>
    </dialog>
  );
}
