const CODES = {
  bold: 1,
  dim: 2,
  red: 31,
  green: 32,
  yellow: 33,
  cyan: 36,
} as const;

export type Style = keyof typeof CODES;
export type Paint = (style: Style, text: string) => string;

/** Colours on a terminal only, and not where NO_COLOR is set (https://no-color.org). */
export function painter(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): Paint {
  const colours = Boolean(stream.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb';
  return (style, text) => (colours ? `\x1b[${CODES[style]}m${text}\x1b[0m` : text);
}
