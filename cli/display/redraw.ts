/** Lines at the bottom of a terminal that are drawn anew in place; other lines go above them. */
export function createRedraw(stdout: NodeJS.WriteStream) {
  let drawn = 0;
  const erase = () => (drawn > 0 ? `\x1b[${drawn}A\x1b[0J` : '');
  return {
    draw(lines: string[]): void {
      const width = stdout.columns || 80;
      const cut = lines.slice(-(Math.max(4, stdout.rows || 24) - 1)).map((line) => clip(line, width));
      stdout.write(`${erase()}${cut.join('\n')}\n`);
      drawn = cut.length;
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

// biome-ignore lint/suspicious/noControlCharactersInRegex: a colour begins with the escape character
const PART = /\x1b\[\d+m|[^\x1b]/gu;

/** Cuts a line to the width of the terminal, colours apart; a longer one would wrap and break the redraw. */
export function clip(line: string, width: number): string {
  let room = width - 1;
  let text = '';
  for (const [part] of line.matchAll(PART)) {
    if (!part.startsWith('\x1b') && room-- <= 0) continue;
    text += part;
  }
  return text;
}
