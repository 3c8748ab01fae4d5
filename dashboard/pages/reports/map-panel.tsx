import { lazy, Suspense } from 'react';
import { Panel } from '../../parts/panel.tsx';
import { Skeleton } from '../../parts/states.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import type { GroupSum } from './group-sums.ts';
import { reports } from './texts.ts';

const AreaMap = lazy(async () => ({ default: (await import('../../map/area-map.tsx')).AreaMap }));

/** Withdrawal by municipality, the most of it in the strongest colour. */
export function MapPanel({ sums, className }: { sums: readonly GroupSum[]; className: string }) {
  const t = useTexts(reports);
  const formats = useFormats();
  const byName = new Map(sums.map((sum) => [sum.group, sum]));
  const most = Math.max(1, ...sums.map(({ energyImportWh = 0 }) => energyImportWh));
  return (
    <Panel title={t.mapTitle} className={className} flush>
      <Suspense fallback={<Skeleton rows={8} />}>
        <AreaMap
          label={t.mapLabel}
          shade={(name) => {
            const sum = byName.get(name);
            if (!sum) return undefined;
            const { energyImportWh } = sum;
            if (energyImportWh === undefined) return { share: 0, text: sum.suppressed ? t.suppressed : '–' };
            return { share: energyImportWh / most, text: formats.quantity(energyImportWh, 'Wh') };
          }}
        />
      </Suspense>
    </Panel>
  );
}
