import { useAlarmOptions } from '../../api/alarms.ts';
import { usePods } from '../../api/pods.ts';
import { unitOf } from '../../format/units.ts';
import { useTexts } from '../../texts/use-texts.tsx';
import { Choice, Field } from './fields.tsx';
import type { Change } from './rule-editor.tsx';
import type { RuleForm } from './rule-form.ts';
import { alarms } from './texts.ts';

interface Fields {
  form: RuleForm;
  change: Change;
}

/** What a kind of condition asks for. */
export function ConditionFields({ form, change }: Fields) {
  const t = useTexts(alarms);
  const { data } = useAlarmOptions();
  switch (form.kind) {
    case 'threshold':
      return (
        <>
          <PodField form={form} change={change} />
          <Choice
            name={t.value}
            value={form.value}
            options={(data?.values ?? [form.value]).map((value) => [value, value])}
            set={(value) => change({ value })}
          />
          <LimitFields form={form} change={change} unit={unitOf(form.value)} />
        </>
      );
    case 'missing':
      return (
        <>
          <PodField form={form} change={change} />
          <Field
            name={t.noneFor}
            value={form.noneForS}
            set={(noneForS) => change({ noneForS })}
            number
            min={5}
          />
        </>
      );
    case 'anomaly':
      return (
        <>
          <Field
            name={t.types}
            value={form.types}
            set={(types) => change({ types })}
            placeholder={t.everyType}
          />
          <Choice
            name={t.leastSeverity}
            value={form.leastSeverity}
            options={Object.entries(t.severities) as [RuleForm['severity'], string][]}
            set={(leastSeverity) => change({ leastSeverity })}
          />
          <PodField form={form} change={change} />
        </>
      );
    case 'anchor-age':
      return (
        <Field name={t.ageAbove} value={form.aboveS} set={(aboveS) => change({ aboveS })} number min={0} />
      );
    case 'metric':
      return (
        <>
          <Field name={t.metric} value={form.metric} set={(metric) => change({ metric })} required />
          <Choice
            name={t.service}
            value={form.service}
            options={[['', t.everyService], ...(data?.services ?? []).map((of) => [of, of] as const)]}
            set={(service) => change({ service })}
          />
          <LimitFields form={form} change={change} unit="" />
        </>
      );
  }
}

function PodField({ form, change }: Fields) {
  const t = useTexts(alarms);
  const pods = usePods();
  const { data } = useAlarmOptions();
  // Who may not watch the system names a PoD.
  const isForAll = data?.kinds.includes('anchor-age') ?? false;
  return (
    <>
      <Field
        name={t.pod}
        value={form.pod}
        set={(pod) => change({ pod })}
        list="alarm-pods"
        placeholder={isForAll ? t.everyPod : 'IT999E00000001'}
        required={!isForAll}
        maxLength={64}
      />
      <datalist id="alarm-pods">
        {(pods.data?.rows ?? []).map(({ pod }) => (
          <option key={pod} value={pod} />
        ))}
      </datalist>
    </>
  );
}

function LimitFields({ form, change, unit }: Fields & { unit: string }) {
  const t = useTexts(alarms);
  return (
    <>
      <Choice
        name={t.side}
        value={form.side}
        options={Object.entries(t.sides) as [RuleForm['side'], string][]}
        set={(side) => change({ side })}
      />
      <Field name={t.limit(unit)} value={form.limit} set={(limit) => change({ limit })} number />
      <Field
        name={t.hysteresis}
        value={form.hysteresis}
        set={(hysteresis) => change({ hysteresis })}
        number
        min={0}
      />
    </>
  );
}
