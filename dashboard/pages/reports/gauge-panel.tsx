import { Gauge } from '../../parts/gauge.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import type { GroupSum } from './group-sums.ts';
import { reports } from './texts.ts';

/** How complete all of it is, as a gauge; every PoD counts the same. */
export function GaugePanel({ sums, className }: { sums: readonly GroupSum[]; className: string }) {
  const t = useTexts(reports);
  const formats = useFormats();
  const known = sums.filter(({ completeness }) => completeness !== undefined);
  const pods = known.reduce((sum, group) => sum + group.pods, 0);
  const share =
    pods === 0 ? 0 : known.reduce((sum, group) => sum + group.completeness! * group.pods, 0) / pods;
  const withdrawal = sums.reduce((sum, { energyImportWh = 0 }) => sum + energyImportWh, 0);
  return (
    <Panel title={t.gauge} note={t.gaugeNote} className={className}>
      <Gauge
        label={t.gauge}
        value={formats.percent(share)}
        what={`${t.withdrawal} ${formats.quantity(withdrawal, 'Wh')}`}
        share={share}
      />
    </Panel>
  );
}
