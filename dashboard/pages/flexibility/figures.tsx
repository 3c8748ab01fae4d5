import { FigureValue } from '../../parts/figure-value.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import type { Totals } from './outcome.ts';
import { flexibility } from './texts.ts';

export function Figures({
  totals: { requestedW, offeredW, acceptedW, orderedWh, deliveredWh },
  counts,
}: {
  totals: Totals;
  counts: Record<'requests' | 'orders' | 'results' | 'settlements', number>;
}) {
  const t = useTexts(flexibility);
  const formats = useFormats();
  const count = (name: keyof typeof counts) => formats.number(counts[name]);
  const boxes = [
    [t.requested, formats.quantity(requestedW, 'W'), t.requestsMore(count('requests'))],
    [t.offered, formats.quantity(offeredW, 'W'), t.ordersMore(count('orders'))],
    [t.accepted, formats.quantity(acceptedW, 'W'), t.resultsMore(count('results'))],
    [
      t.delivered,
      orderedWh > 0 ? formats.percent(deliveredWh / orderedWh) : '–',
      counts.settlements > 0 ? t.settlementsMore(count('settlements')) : t.noSettlement,
    ],
  ] as const;
  return (
    <div className="grid">
      {boxes.map(([name, value, more]) => (
        <div key={name} className="panel w3">
          <div className="body">
            <FigureValue name={name} value={value} more={more} />
          </div>
        </div>
      ))}
    </div>
  );
}
