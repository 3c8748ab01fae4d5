export interface CodeBlock {
  /** Language after the fence: sh, ts, text, json … */
  language: string;
  /** What follows the language: a name, or `exit=3`. */
  info: string;
  text: string;
  /** Line of the fence, from 1. */
  line: number;
}

/** The fenced code blocks of a Markdown text, in order. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: (CodeBlock & { lines: string[] }) | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^```(\S*) ?(.*)$/.exec(line);
    if (open && fence) {
      blocks.push({ ...open, text: open.lines.join('\n') });
      open = undefined;
    } else if (open) open.lines.push(line);
    else if (fence) open = { language: fence[1]!, info: fence[2]!, text: '', line: index + 1, lines: [] };
  }
  return blocks;
}
