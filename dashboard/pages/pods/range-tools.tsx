import type { MeterSeries } from '../../api/pods.ts';
import { useAddress } from '../../parts/address.ts';
import { Segmented } from '../../parts/segmented.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { type Range, SPANS, type SpanName } from './range.ts';
import { pods } from './texts.ts';

/** Which meter, and which stretch of time; both stand in the address. */
export function RangeTools({
  range,
  series,
  meter,
}: {
  range: Range;
  series: readonly MeterSeries[];
  meter: MeterSeries | undefined;
}) {
  const t = useTexts(pods);
  const { set } = useAddress();
  return (
    <>
      {series.length > 1 && (
        <select
          className="select"
          aria-label={t.meter}
          value={meter?.meter}
          onChange={({ target }) => set({ meter: target.value })}
        >
          {series.map((one) => (
            <option key={one.meter} value={one.meter}>
              {[one.meter, one.role].filter(Boolean).join(', ')}
            </option>
          ))}
        </select>
      )}
      {!range.isLive && (
        <button type="button" className="button" onClick={() => set({ from: undefined, until: undefined })}>
          {t.back}
        </button>
      )}
      <Segmented<SpanName | ''>
        label={t.range}
        value={range.span ?? ''}
        options={(Object.keys(SPANS) as SpanName[]).map((span) => [span, t.spans[span]] as const)}
        choose={(span) => set({ span: span || undefined, from: undefined, until: undefined })}
      />
    </>
  );
}
