import { ArrowLeft } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { type Rule, useAlarmChanges, useAlarmOptions, useChannels } from '../../api/alarms.ts';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Failure } from '../../parts/states.tsx';
import { useToast } from '../../parts/toasts.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { ConditionFields } from './condition-fields.tsx';
import { Choice, Field } from './fields.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { bodyOf, EMPTY, formOf, type RuleForm } from './rule-form.ts';
import { alarms } from './texts.ts';

export type Change = (change: Partial<RuleForm>) => void;

/** A rule and, beside it, when it would have rung. */
export function RuleEditor({ before, done }: { before: Rule | undefined; done: () => void }) {
  const t = useTexts(alarms);
  const say = useToast();
  const { saveRule } = useAlarmChanges();
  const [form, setForm] = useState(before ? formOf(before) : EMPTY);
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  const change: Change = (part) => setForm((now) => ({ ...now, ...part }));
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const { name } = await saveRule.mutateAsync({ before, body: bodyOf(form) });
    say('good', t.saved(name));
    if (isHere.current) done(); // who has gone elsewhere meanwhile stays there
  };
  return (
    <div className="stack">
      <div className="row">
        <button type="button" className="button" onClick={done}>
          <Icon of={ArrowLeft} size={14} />
          {t.back}
        </button>
      </div>
      <div className="grid">
        <Panel title={before ? t.editRule : t.newRule} className="w4">
          <form className="stack" onSubmit={(event) => void save(event).catch(() => undefined)}>
            <Field
              name={t.name}
              value={form.name}
              set={(name) => change({ name })}
              required
              maxLength={100}
            />
            <Choice
              name={t.severity}
              value={form.severity}
              options={Object.entries(t.severities) as [RuleForm['severity'], string][]}
              set={(severity) => change({ severity })}
            />
            <Kinds form={form} change={change} />
            <ConditionFields form={form} change={change} />
            <Field name={t.forS} value={form.forS} set={(forS) => change({ forS })} number />
            <Field name={t.repeatS} value={form.repeatS} set={(repeatS) => change({ repeatS })} number />
            <TellOn form={form} change={change} />
            <label className="row">
              <input
                type="checkbox"
                checked={form.enabled}
                onChange={({ target }) => change({ enabled: target.checked })}
              />
              {t.enabled}
            </label>
            {saveRule.error && <Failure error={saveRule.error} />}
            <div className="row">
              <button type="submit" className="button first" disabled={saveRule.isPending}>
                {t.save}
              </button>
            </div>
          </form>
        </Panel>
        <PreviewPanel form={form} className="w8" />
      </div>
    </div>
  );
}

function Kinds({ form, change }: { form: RuleForm; change: Change }) {
  const t = useTexts(alarms);
  const options = useAlarmOptions();
  const known = (options.data?.kinds ?? ['threshold', 'missing']) as RuleForm['kind'][];
  return (
    <Choice
      name={t.kind}
      value={form.kind}
      options={known.map((kind) => [kind, t.kinds[kind]])}
      set={(kind) => change({ kind })}
    />
  );
}

function TellOn({ form, change }: { form: RuleForm; change: Change }) {
  const t = useTexts(alarms);
  const { data } = useChannels();
  const turn = (id: string, on: boolean) =>
    change({ channels: on ? [...form.channels, id] : form.channels.filter((one) => one !== id) });
  return (
    <fieldset className="choices">
      <legend>{t.tellOn}</legend>
      {(data?.items ?? []).map(({ id, name, kind }) => (
        <label key={id} className="row">
          <input
            type="checkbox"
            checked={form.channels.includes(id)}
            onChange={({ target }) => turn(id, target.checked)}
          />
          {name} <span className="quiet">{t.channelKinds[kind]}</span>
        </label>
      ))}
      {data?.items.length === 0 && <p className="quiet">{t.noChannels}</p>}
    </fieldset>
  );
}
