import '../../styles/gauge.css';
import { Panel } from '../../parts/panel.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import type { GroupSum } from './group-sums.ts';
import { reports } from './texts.ts';

const RADIUS = 80;
const ARC = Math.PI * RADIUS;

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
      <svg
        className="gauge"
        viewBox="0 0 200 130"
        role="img"
        aria-label={`${t.gauge}: ${formats.percent(share)}`}
      >
        <path className="track" d="M20 100 A80 80 0 0 1 180 100" />
        <path className="value" d="M20 100 A80 80 0 0 1 180 100" strokeDasharray={`${ARC * share} ${ARC}`} />
        <text x="100" y="92" textAnchor="middle">
          {formats.percent(share)}
        </text>
        <text className="what" x="100" y="120" textAnchor="middle">
          {`${t.withdrawal} ${formats.quantity(withdrawal, 'Wh')}`}
        </text>
      </svg>
    </Panel>
  );
}
