import { type PodRow, usePod } from '../../api/pods.ts';
import { useNewReadings } from '../../api/readings.ts';
import { useAddress } from '../../parts/address.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { CompletenessPanel } from './completeness-panel.tsx';
import { Downloads } from './downloads.tsx';
import { EnergyPanel } from './energy-panel.tsx';
import { NewestReadings } from './newest-readings.tsx';
import { PowerPanel } from './power-panel.tsx';
import { rangeOf } from './range.ts';
import { RangeTools } from './range-tools.tsx';
import { RegistryPanel } from './registry-panel.tsx';
import { SetPointsPanel } from './set-points-panel.tsx';
import { pods } from './texts.ts';

/** One PoD: power and energy over a range, what is missing, what was ordered, and the proofs of all of it. */
export function PodPage({ pod }: { pod: string }) {
  const query = usePod(pod);
  return <Answer query={query}>{(row) => <Loaded row={row} />}</Answer>;
}

function Loaded({ row }: { row: PodRow }) {
  const t = useTexts(pods);
  const { get } = useAddress();
  const { pod, series, lastMs } = row;
  const meter = series.find((one) => one.meter === get('meter')) ?? preferred(series);
  const range = rangeOf(get, meter?.lastMs ?? lastMs ?? Date.now(), meter?.firstMs);
  useNewReadings(pod, range.isLive);
  const place = [row.municipality, row.province && `(${row.province})`].filter(Boolean).join(' ');
  return (
    <>
      <PageHead title={`${t.pod} ${pod}`} {...(place ? { about: place } : {})}>
        <RangeTools range={range} series={series} meter={meter} />
        <Downloads pod={pod} range={range} meter={meter?.meter} />
      </PageHead>
      {meter ? (
        <>
          <PowerPanel pod={pod} series={meter} range={range} />
          <div className="grid">
            <EnergyPanel pod={pod} meter={meter.meter} range={range} className="w8" />
            <CompletenessPanel pod={pod} meter={meter.meter} range={range} className="w4" />
            <SetPointsPanel pod={pod} range={range} className="w8" />
            <RegistryPanel row={row} className="w4" />
          </div>
          <NewestReadings pod={pod} meter={meter.meter} untilMs={range.untilMs} />
        </>
      ) : (
        <>
          <Empty help={t.noReadings} />
          <RegistryPanel row={row} className="" />
        </>
      )}
    </>
  );
}

/** The exchange meter is what is settled; another one is shown where it is asked for. */
function preferred(series: PodRow['series']) {
  return series.find(({ role }) => role === 'exchange') ?? series[0];
}
