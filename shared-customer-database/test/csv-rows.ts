/** Columns before the first value. */
export const VALUE_COLUMNS_AFTER = 16;

/** Reads RFC 4180, by another way than it is written. */
export function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  for (let rest = text; rest !== ''; ) {
    const row: string[] = [];
    for (;;) {
      const [field, quoted] = /^(?:"((?:[^"]|"")*)"|[^",\r\n]*)/.exec(rest) as unknown as [
        string,
        string | undefined,
      ];
      row.push(quoted === undefined ? field : quoted.replaceAll('""', '"'));
      rest = rest.slice(field.length);
      if (!rest.startsWith(',')) break;
      rest = rest.slice(1);
    }
    if (!rest.startsWith('\r\n'))
      throw new Error(`no end of line before ${JSON.stringify(rest.slice(0, 40))}`);
    rest = rest.slice(2);
    rows.push(row);
  }
  return rows;
}
