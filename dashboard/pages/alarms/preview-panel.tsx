import { lazy, Suspense } from 'react';
import { type Preview, useAlarmChanges } from '../../api/alarms.ts';
import { unitOf } from '../../format/units.ts';
import { Panel } from '../../parts/panel.tsx';
import { Empty, Failure, Skeleton } from '../../parts/states.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { pictureOf } from './preview-picture.ts';
import { bodyOf, type RuleForm } from './rule-form.ts';
import { alarms } from './texts.ts';

const TimeChart = lazy(async () => ({ default: (await import('../../parts/time-chart.tsx')).TimeChart }));

/** When the rule of the form would have rung over the past day: asked for, as it reads a day. */
export function PreviewPanel({ form, className }: { form: RuleForm; className: string }) {
  const t = useTexts(alarms);
  const { preview } = useAlarmChanges();
  const { data, error, isPending } = preview;
  const show = () => preview.mutate({ ...bodyOf(form), name: form.name.trim() || '-' });
  return (
    <Panel
      title={t.preview}
      note={t.previewNote}
      className={className}
      tools={
        <button type="button" className="button" onClick={show} disabled={isPending}>
          {t.previewShow}
        </button>
      }
    >
      {isPending && <Skeleton rows={6} />}
      {!isPending && error && <Failure error={error} retry={show} />}
      {!isPending && !error && !data && <Empty title={t.preview} help={t.previewAbout} />}
      {!isPending && data && <Picture preview={data} form={form} />}
    </Panel>
  );
}

function Picture({ preview, form }: { preview: Preview; form: RuleForm }) {
  const t = useTexts(alarms);
  const formats = useFormats();
  const unit = form.kind === 'threshold' ? unitOf(form.value) : form.kind === 'anchor-age' ? 's' : '';
  const { timesMs, series, stretches, fromMs, untilMs } = pictureOf(preview, form, {
    unit,
    limit: t.limitLine,
    rings: t.rings,
  });
  const { length } = preview.rings;
  return (
    <div className="stack">
      <p role="status">
        <strong>{length === 0 ? t.wouldNotRing : t.wouldRing(formats.number(length))}</strong>{' '}
        {preview.note && <span className="quiet">{preview.note}</span>}
      </p>
      <Suspense fallback={<Skeleton rows={6} />}>
        <TimeChart
          label={t.preview}
          timesMs={timesMs}
          series={series}
          stretches={stretches}
          fromMs={fromMs}
          untilMs={untilMs}
        />
      </Suspense>
    </div>
  );
}
