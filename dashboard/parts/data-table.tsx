import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { common } from '../texts/common.ts';
import { useFormats, useTexts } from '../texts/use-texts.tsx';
import { Icon } from './icon.tsx';

export interface Column<Row> {
  id: string;
  title: string;
  cell: (row: Row) => ReactNode;
  /** What it is sorted by; without it the column is not sortable. */
  sort?: (row: Row) => string | number;
  number?: boolean;
  wrap?: boolean;
}

interface Order {
  id: string;
  down: boolean;
}

const SHOWN = 100;

/** A table that is sorted by its heads, with the keyboard too; long ones show more when asked. */
export function DataTable<Row>({
  label,
  columns,
  rows,
  rowKey,
  order: first,
  more,
}: {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  order?: Order;
  /** Asks for the rows behind the last one. */
  more?: () => void;
}) {
  const t = useTexts(common);
  const formats = useFormats();
  const [order, setOrder] = useState(first);
  const [shown, setShown] = useState(SHOWN);
  const sorted = useMemo(() => sort(rows, columns, order), [rows, columns, order]);
  const turn = (id: string) => setOrder({ id, down: order?.id === id ? !order.down : false });
  const hidden = sorted.length > shown;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className="table-frame" tabIndex={0} aria-label={label}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <Head key={column.id} column={column} order={order} turn={turn} />
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, shown).map((row) => (
              <tr key={rowKey(row)}>
                {columns.map(({ id, cell, number, wrap }) => (
                  <td key={id} className={number ? 'number' : wrap ? 'wrap' : undefined}>
                    {cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {(hidden || more) && (
        <div className="table-foot row">
          <button
            type="button"
            className="button"
            onClick={() => (hidden ? setShown(shown + SHOWN) : more?.())}
          >
            {t.more}
          </button>
          <span className="numeric">{t.rows(formats.number(Math.min(shown, sorted.length)))}</span>
        </div>
      )}
    </>
  );
}

function Head<Row>({
  column: { id, title, sort: by, number },
  order,
  turn,
}: {
  column: Column<Row>;
  order: Order | undefined;
  turn: (id: string) => void;
}) {
  const active = order?.id === id ? order : undefined;
  const className = number ? 'number' : undefined;
  if (!by) {
    return (
      <th scope="col" className={className}>
        {title}
      </th>
    );
  }
  return (
    <th
      scope="col"
      className={className}
      aria-sort={active ? (active.down ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" onClick={() => turn(id)}>
        {title}
        {active && <Icon of={active.down ? ArrowDown : ArrowUp} size={12} />}
      </button>
    </th>
  );
}

function sort<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order?: Order): readonly Row[] {
  const by = columns.find(({ id }) => id === order?.id)?.sort;
  if (!order || !by) return rows;
  const direction = order.down ? -1 : 1;
  return [...rows].sort((a, b) => direction * compare(by(a), by(b)));
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a).localeCompare(String(b), undefined, { numeric: true });
}
