import type { ReactNode } from 'react';

/** One number that counts, with its unit and what it means. */
export function FigureValue({
  name,
  value,
  unit,
  more,
}: {
  name: string;
  value: ReactNode;
  unit?: string;
  more?: ReactNode;
}) {
  return (
    <div className="figure-value">
      <span className="name">{name}</span>
      <span className="value">
        {value}
        {unit && <span className="unit"> {unit}</span>}
      </span>
      {more && <span className="more">{more}</span>}
    </div>
  );
}
