/** Lines at the bottom of a terminal that are drawn anew in place; other lines go above them. */
export function createRedraw(stdout: NodeJS.WriteStream) {
  /** Rows of the terminal that the drawing takes: a long line takes several. */
  let drawn = 0;
  const erase = () => (drawn > 0 ? `\x1b[${drawn}A\x1b[0J` : '');
  return {
    draw(lines: string[]): void {
      const width = stdout.columns || 80;
      const shown = fit(lines, width, (stdout.rows || 24) - 1);
      stdout.write(`${erase()}${shown.join('\n')}\n`);
      drawn = shown.reduce((rows, line) => rows + rowsOf(line, width), 0);
    },
    /** A line that stays, above what is drawn (which must be drawn again). */
    print(line: string): void {
      stdout.write(`${erase()}${line}\n`);
      drawn = 0;
    },
    /** Leaves what is drawn where it is. */
    release(): void {
      drawn = 0;
    },
  };
}

/** The last lines that fit: what has scrolled out of sight cannot be drawn anew. */
function fit(lines: string[], width: number, rows: number): string[] {
  let left = rows;
  let start = lines.length;
  while (start > 0 && left >= rowsOf(lines[start - 1]!, width)) left -= rowsOf(lines[--start]!, width);
  return lines.slice(start);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a colour begins with the escape character
const COLOUR = /\x1b\[\d+m/g;

/** Rows that a line takes on a terminal of this width; colours take no room. */
export function rowsOf(line: string, width: number): number {
  return Math.max(1, Math.ceil(line.replace(COLOUR, '').length / width));
}
