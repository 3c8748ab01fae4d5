import { type ReactNode, useEffect, useRef, useState } from 'react';
import { common } from '../texts/common.ts';
import { useTexts } from '../texts/use-texts.tsx';
import { Failure } from './states.tsx';

/**
 * Asks before something happens that others notice. The browser's own dialog keeps the focus inside and gives it back.
 * `act` runs on confirmation; a failure of it is shown inside, and the dialog stays.
 */
export function ConfirmDialog({
  title,
  children,
  action,
  danger = false,
  act,
  close,
}: {
  title: string;
  children: ReactNode;
  /** The word on the button: what happens. */
  action: string;
  danger?: boolean;
  act: (form: FormData) => Promise<void>;
  close: () => void;
}) {
  const t = useTexts(common);
  const dialog = useRef<HTMLDialogElement>(null);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const submit = async (form: FormData) => {
    setBusy(true);
    setError(undefined);
    try {
      await act(form);
      close();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <dialog ref={dialog} onClose={close} aria-label={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit(new FormData(event.currentTarget));
        }}
      >
        <h2>{title}</h2>
        {children}
        {error !== undefined && <Failure error={error} />}
        <div className="actions">
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            {t.cancel}
          </button>
          <button type="submit" className={danger ? 'button danger' : 'button first'} disabled={busy}>
            {action}
          </button>
        </div>
      </form>
    </dialog>
  );
}
