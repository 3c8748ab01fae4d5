/** Canonical JSON escapes a quote inside a string, so this stands in a measurement exactly once. */
const OPENING = '"readings":[';
const OPEN = '{'.charCodeAt(0);
const CLOSE = '}'.charCodeAt(0);
const END_OF_LIST = ']'.charCodeAt(0);

/**
 * The JSON text of each reading of a measurement's payload, cut out as it stands: no string in a reading can hold a
 * brace (core's `Reading` fixes every key and every text in it), so counting braces finds the ends.
 */
export function readingTexts(payload: string): string[] {
  const texts: string[] = [];
  const start = payload.indexOf(OPENING);
  if (start < 0) return texts;
  let depth = 0;
  let from = 0;
  for (let at = start + OPENING.length; at < payload.length; at++) {
    const code = payload.charCodeAt(at);
    if (code === OPEN) {
      if (depth++ === 0) from = at;
    } else if (code === CLOSE) {
      if (--depth === 0) texts.push(payload.slice(from, at + 1));
    } else if (code === END_OF_LIST && depth === 0) break;
  }
  return texts;
}
