import { useState } from 'react';
import { type ChannelBody, useAlarmChanges, useAlarmOptions } from '../../api/alarms.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { LANGUAGES, type Language } from '../../texts/texts.ts';
import { useSpeech, useTexts } from '../../texts/use-texts.tsx';
import { Choice } from './fields.tsx';
import { alarms } from './texts.ts';

const listOf = (text: FormDataEntryValue | null) =>
  String(text ?? '')
    .split(/[\s,]+/)
    .filter(Boolean);

export function ChannelDialog({ close }: { close: () => void }) {
  const t = useTexts(alarms);
  const { addChannel } = useAlarmChanges();
  const { data } = useAlarmOptions();
  const kinds: ChannelBody['kind'][] =
    data?.email === false ? ['webhook', 'slack'] : ['email', 'webhook', 'slack'];
  const [chosen, setKind] = useState<ChannelBody['kind']>();
  const kind = chosen ?? kinds[0]!;
  const [language, setLanguage] = useState<Language>(useSpeech().language);
  const act = async (form: FormData) => {
    const usableBy = listOf(form.get('usableBy'));
    const name = String(form.get('name'));
    const common = { name, language, ...(usableBy.length > 0 ? { usableBy } : {}) };
    const secret = String(form.get('secret'));
    const bodies: Record<ChannelBody['kind'], () => ChannelBody> = {
      email: () => ({ kind: 'email', ...common, to: listOf(form.get('to')) }),
      slack: () => ({ kind: 'slack', ...common, secret }),
      webhook: () => ({ kind: 'webhook', ...common, url: String(form.get('url')), secret }),
    };
    await addChannel.mutateAsync(bodies[kind]());
  };
  return (
    <ConfirmDialog title={t.newChannel} action={t.make} act={act} close={close}>
      <p className="quiet">{t.newChannelAbout}</p>
      <Choice
        name={t.channelKind}
        value={kind}
        options={kinds.map((one) => [one, t.channelKinds[one]])}
        set={setKind}
      />
      <label className="field">
        {t.name}
        <input className="input" name="name" required maxLength={100} autoComplete="off" />
      </label>
      {kind === 'email' && (
        <label className="field">
          {t.addresses}
          <input className="input" name="to" required autoComplete="off" placeholder="room@dso.example" />
        </label>
      )}
      {kind === 'webhook' && (
        <label className="field">
          {t.url}
          <input className="input" name="url" type="url" required placeholder="https://" />
        </label>
      )}
      {kind !== 'email' && (
        <label className="field">
          {t.secret}
          <select className="input" name="secret">
            {(data?.secrets ?? []).map((secret) => (
              <option key={secret}>{secret}</option>
            ))}
          </select>
        </label>
      )}
      <Choice
        name={t.language}
        value={language}
        options={LANGUAGES.map((one) => [one, t.languages[one]])}
        set={setLanguage}
      />
      <label className="field">
        {t.usableBy}
        <input className="input" name="usableBy" autoComplete="off" placeholder="aggregator-1" />
      </label>
    </ConfirmDialog>
  );
}
