import { type Consent, useConsentChanges, useParties } from '../../api/my-data.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useToast } from '../../parts/toasts.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { myData } from './texts.ts';

const OFFERED = ['measurements', 'aggregates', 'activations', 'technical'] as const;
const PURPOSES = ['flexibility', 'settlement', 'research'] as const;

/** A form of few questions; what it opens is said before. */
export function GiveConsent({ close }: { close: () => void }) {
  const t = useTexts(myData);
  const say = useToast();
  const parties = useParties();
  const { give } = useConsentChanges();
  const act = async (form: FormData) => {
    const party = String(form.get('party'));
    const until = String(form.get('until') ?? '');
    await give.mutateAsync({
      party,
      purpose: String(form.get('purpose')),
      dataSets: form.getAll('data').map(String) as Consent['dataSets'],
      from: `${new Date().toISOString().slice(0, 10)}T00:00:00.000Z`,
      ...(until ? { until: `${until}T00:00:00.000Z` } : {}),
    });
    say('good', t.givenToast(party));
  };
  return (
    <ConfirmDialog title={t.giveTitle} action={t.give} act={act} close={close}>
      <p className="quiet">{t.giveAbout}</p>
      <label className="field">
        {t.party}
        <select className="input" name="party" required>
          {(parties.data?.items ?? []).map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        {t.purpose}
        <select className="input" name="purpose">
          {PURPOSES.map((purpose) => (
            <option key={purpose} value={purpose}>
              {t.purposes[purpose]}
            </option>
          ))}
        </select>
      </label>
      <fieldset className="choices">
        <legend>{t.data}</legend>
        {OFFERED.map((name) => (
          <label key={name} className="row">
            <input type="checkbox" name="data" value={name} defaultChecked={name === 'measurements'} />
            {t.dataSets[name]}
          </label>
        ))}
      </fieldset>
      <label className="field">
        {t.until}
        <input className="input" type="date" name="until" />
      </label>
    </ConfirmDialog>
  );
}
