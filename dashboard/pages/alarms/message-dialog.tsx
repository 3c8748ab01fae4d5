import { type Channel, useAlarmChanges } from '../../api/alarms.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useToast } from '../../parts/toasts.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { alarms } from './texts.ts';

/** What no rule watches for, a person tells. */
export function MessageDialog({ channels, close }: { channels: Channel[]; close: () => void }) {
  const t = useTexts(alarms);
  const say = useToast();
  const { send } = useAlarmChanges();
  const act = async (form: FormData) => {
    await send.mutateAsync({
      title: String(form.get('title')),
      text: String(form.get('text')),
      channels: form.getAll('channel').map(String),
    });
    say('good', t.sentToast);
  };
  return (
    <ConfirmDialog title={t.message} action={t.send} act={act} close={close}>
      <p className="quiet">{t.messageAbout}</p>
      <label className="field">
        {t.messageTitle}
        <input className="input" name="title" required maxLength={100} autoComplete="off" />
      </label>
      <label className="field">
        {t.messageText}
        <textarea className="input" name="text" required maxLength={5000} rows={4} />
      </label>
      <fieldset className="choices">
        <legend>{t.tellOn}</legend>
        {channels.map(({ id, name }, index) => (
          <label key={id} className="row">
            <input type="checkbox" name="channel" value={id} defaultChecked={index === 0} />
            {name}
          </label>
        ))}
      </fieldset>
    </ConfirmDialog>
  );
}
