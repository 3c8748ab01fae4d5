import { type Alarm, useAlarmChanges } from '../../api/alarms.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useToast } from '../../parts/toasts.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { alarms } from './texts.ts';

const HOURS = ['1', '8', '24', '168'] as const;
const HOUR_MS = 3_600_000;

export function SilenceDialog({ alarm, close }: { alarm: Alarm; close: () => void }) {
  const t = useTexts(alarms);
  const say = useToast();
  const { silence } = useAlarmChanges();
  const act = async (form: FormData) => {
    const isWide = form.get('what') === 'rule';
    await silence.mutateAsync({
      ...(alarm.rule ? { rule: alarm.rule } : {}),
      ...(isWide ? {} : { subject: alarm.subject }),
      until: new Date(Date.now() + Number(form.get('hours')) * HOUR_MS).toISOString(),
      reason: String(form.get('reason')),
    });
    say('good', t.silencedToast);
  };
  return (
    <ConfirmDialog title={`${t.silence}: ${alarm.name}`} action={t.silence} act={act} close={close}>
      <p className="quiet">{t.silenceAbout}</p>
      <label className="field">
        {t.silenceWhat}
        <select className="input" name="what">
          <option value="subject">{t.onlyThis}</option>
          {alarm.rule && <option value="rule">{t.wholeRule}</option>}
        </select>
      </label>
      <label className="field">
        {t.silenceFor}
        <select className="input" name="hours">
          {HOURS.map((hours) => (
            <option key={hours} value={hours}>
              {t.hours[hours]}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        {t.reason}
        <input className="input" name="reason" required maxLength={500} autoComplete="off" />
      </label>
    </ConfirmDialog>
  );
}
