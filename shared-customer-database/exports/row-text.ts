/** How rows are written. */
export type RowForm = 'application/json' | 'application/x-ndjson' | 'text/csv';
/** Name of a column to its type in Parquet, as DuckDB writes it. */
export type Columns = Readonly<Record<string, 'VARCHAR' | 'BIGINT' | 'DOUBLE' | 'TIMESTAMPTZ' | 'INTEGER'>>;
export type Row = Readonly<Record<string, unknown>>;

/** Rows as members of a JSON list (without its brackets), as lines of JSON, or as lines of RFC 4180. */
export function rowText(rows: readonly Row[], columns: Columns, form: RowForm): string {
  if (form === 'application/json') return rows.map((row) => JSON.stringify(row)).join(',');
  if (form === 'application/x-ndjson') return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const names = Object.keys(columns);
  return rows.map((row) => `${names.map((name) => csvText(row[name])).join(',')}\r\n`).join('');
}

export function csvHeader(columns: Columns): string {
  return `${Object.keys(columns).join(',')}\r\n`;
}

/** A field of RFC 4180; nothing for what is not known. */
export function csvText(value: unknown): string {
  const text = value === undefined || value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
