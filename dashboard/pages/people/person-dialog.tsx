import { type Account, type Group, type PersonOfViews, usePeopleChanges } from '../../api/people.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useToast } from '../../parts/toasts.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { subjectOf } from './name-of.ts';
import { people as texts } from './texts.ts';

const ROLES = ['reader', 'editor', 'admin'] as const;

/** Enables a person, or changes what he is. */
export function PersonDialog({
  person,
  groups,
  accounts,
  name,
  close,
}: {
  person: PersonOfViews | undefined;
  groups: readonly Group[];
  accounts: readonly Account[];
  name: (subject: string) => string;
  close: () => void;
}) {
  const t = useTexts(texts);
  const say = useToast();
  const { savePerson } = usePeopleChanges();
  const act = async (form: FormData) => {
    const id = person?.id ?? subjectOf(accounts, String(form.get('account')).trim());
    await savePerson.mutateAsync({
      ...(person?.revision ? { revision: person.revision } : {}),
      ...{ id, role: form.get('role') as PersonOfViews['role'] },
      isEnabled: form.has('enabled'),
      groups: form.getAll('group').map(String),
    });
    say('good', t.saved(name(id)));
  };
  return (
    <ConfirmDialog
      title={person ? t.changeOf(name(person.id)) : t.enable}
      action={t.save}
      act={act}
      close={close}
    >
      {!person && <NewPerson accounts={accounts} />}
      <label className="field">
        {t.role}
        <select className="input" name="role" defaultValue={person?.role ?? 'reader'}>
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {`${t.roles[role]}: ${t.roleHelp[role]}`}
            </option>
          ))}
        </select>
      </label>
      {groups.length > 0 && (
        <fieldset className="choices">
          <legend>{t.groups}</legend>
          {groups.map(({ id, name: of }) => (
            <label key={id} className="row">
              <input type="checkbox" name="group" value={id} defaultChecked={person?.groups.includes(id)} />
              {of}
            </label>
          ))}
        </fieldset>
      )}
      <label className="row">
        <input type="checkbox" name="enabled" defaultChecked={person?.isEnabled ?? true} />
        {t.isEnabled}
      </label>
    </ConfirmDialog>
  );
}

function NewPerson({ accounts }: { accounts: readonly Account[] }) {
  const t = useTexts(texts);
  return (
    <>
      <p className="quiet">{t.enableAbout}</p>
      <label className="field">
        {t.account}
        <input
          className="input"
          name="account"
          list="accounts"
          required
          maxLength={64}
          autoComplete="off"
          placeholder="operator"
        />
      </label>
      <datalist id="accounts">
        {accounts.map(({ username, name }) => (
          <option key={username} value={username}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  );
}
