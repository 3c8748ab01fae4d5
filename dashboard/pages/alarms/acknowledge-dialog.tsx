import { type Alarm, useAlarmChanges } from '../../api/alarms.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useToast } from '../../parts/toasts.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { alarms } from './texts.ts';

export function AcknowledgeDialog({ alarm, close }: { alarm: Alarm; close: () => void }) {
  const t = useTexts(alarms);
  const say = useToast();
  const { acknowledge } = useAlarmChanges();
  const act = async (form: FormData) => {
    await acknowledge.mutateAsync({ id: alarm.id, note: String(form.get('note') ?? '').trim() });
    say('good', t.acknowledged);
  };
  return (
    <ConfirmDialog title={alarm.name} action={t.acknowledge} act={act} close={close}>
      <p>{alarm.text}</p>
      <p className="quiet">{t.acknowledgeAbout}</p>
      <label className="field">
        {t.note}
        <input className="input" name="note" maxLength={500} autoComplete="off" />
      </label>
    </ConfirmDialog>
  );
}
