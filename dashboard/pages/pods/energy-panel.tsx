import { lazy, Suspense, useMemo } from 'react';
import { type Step, useAggregates } from '../../api/readings.ts';
import { useAddress } from '../../parts/address.ts';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { Empty, Skeleton } from '../../parts/states.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import type { Range } from './range.ts';
import { pods } from './texts.ts';

const TimeChart = lazy(async () => ({ default: (await import('../../parts/time-chart.tsx')).TimeChart }));
const STEPS = ['15min', 'hour', 'day'] as const;
const HEIGHT = 210;
const DAY_MS = 86_400_000;

/** Energy by interval, from the differences of registers; an interval that nobody knows is a gap. */
export function EnergyPanel({
  pod,
  meter,
  range,
  className,
}: {
  pod: string;
  meter: string;
  range: Range;
  className: string;
}) {
  const t = useTexts(pods);
  const formats = useFormats();
  const { get, set } = useAddress();
  const step = STEPS.find((known) => known === get('step')) ?? usualStep(range);
  const query = useAggregates(pod, meter, whole(range), { step: step as Step, zone: formats.timeZone });
  const made = useMemo(() => {
    const intervals = query.data ?? [];
    return {
      timesMs: intervals.map(({ from }) => Date.parse(from)),
      withdrawal: intervals.map(({ energyImportWh }) => energyImportWh ?? null),
      injection: intervals.map(({ energyExportWh }) =>
        energyExportWh === undefined ? null : -energyExportWh,
      ),
    };
  }, [query.data]);
  const total = made.withdrawal.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  return (
    <Panel
      title={t.energy}
      note={`${t.energyNote} · ${t.withdrawal} ${formats.quantity(total, 'Wh')}`}
      className={className}
      flush
      tools={
        <Segmented
          label={t.energy}
          value={step}
          options={STEPS.map((one) => [one, t.steps[one]] as const)}
          choose={(one) => set({ step: one })}
        />
      }
    >
      <Suspense fallback={<Skeleton rows={5} />}>
        <Answer query={query} rows={5}>
          {(intervals) =>
            intervals.length === 0 ? (
              <Empty help={t.emptyRange} />
            ) : (
              <TimeChart
                label={`${t.energy}, ${pod}`}
                timesMs={made.timesMs}
                height={HEIGHT}
                fromMs={made.timesMs[0]!}
                untilMs={Date.parse(intervals.at(-1)!.until)}
                series={[
                  {
                    name: t.withdrawal,
                    unit: 'Wh',
                    colour: '--series-1',
                    values: made.withdrawal,
                    kind: 'bars',
                  },
                  ...(made.injection.some((value) => value)
                    ? [
                        {
                          name: t.injection,
                          unit: 'Wh',
                          colour: '--series-2',
                          values: made.injection,
                          kind: 'bars' as const,
                        },
                      ]
                    : []),
                ]}
              />
            )
          }
        </Answer>
      </Suspense>
    </Panel>
  );
}

function usualStep({ fromMs, untilMs }: Range): (typeof STEPS)[number] {
  if (untilMs - fromMs <= DAY_MS) return '15min';
  return untilMs - fromMs <= 7 * DAY_MS ? 'hour' : 'day';
}

/** The end of a live range moves by seconds; energy is asked for by whole quarters of an hour. */
function whole({ fromMs, untilMs }: Range) {
  const quarter = 900_000;
  return { fromMs: Math.floor(fromMs / quarter) * quarter, untilMs: Math.ceil(untilMs / quarter) * quarter };
}
