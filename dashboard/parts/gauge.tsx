import '../styles/gauge.css';

const RADIUS = 80;
const ARC = Math.PI * RADIUS;
const HALF_CIRCLE = 'M20 100 A80 80 0 0 1 180 100';

/** A value on a half circle, of which `share` is filled. */
export function Gauge({
  label,
  value,
  what,
  share,
}: {
  label: string;
  value: string;
  what: string;
  share: number;
}) {
  return (
    <svg className="gauge" viewBox="0 0 200 130" role="img" aria-label={`${label}: ${value}`}>
      <path className="track" d={HALF_CIRCLE} />
      <path className="value" d={HALF_CIRCLE} strokeDasharray={`${ARC * share} ${ARC}`} />
      <text x="100" y="92" textAnchor="middle">
        {value}
      </text>
      <text className="what" x="100" y="120" textAnchor="middle">
        {what}
      </text>
    </svg>
  );
}
