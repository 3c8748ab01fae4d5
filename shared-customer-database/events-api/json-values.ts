export type JsonPart = { ok: true; text: string } | { ok: false; reason: string };

const OPEN = new Set(['{', '[']);
const CLOSE = new Set(['}', ']']);

/**
 * Cuts a stream of concatenated JSON values (objects or arrays, white space between them or none) into their texts. It
 * holds one unfinished value; after one that is longer than `maxChars`, or anything that opens no value, it gives one
 * refusal and ends: where the next value would begin cannot be known.
 */
export async function* jsonValues(
  chunks: AsyncIterable<Uint8Array | string>,
  maxChars: number,
): AsyncGenerator<JsonPart> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const cut = createCutter(maxChars);
  for await (const chunk of chunks) {
    let text: string;
    try {
      text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    } catch {
      yield { ok: false, reason: 'the body is not UTF-8' };
      return;
    }
    for (const part of cut(text)) {
      yield part;
      if (!part.ok) return;
    }
  }
  if (cut.unfinished()) yield { ok: false, reason: 'the body ends within a value' };
}

interface Cutter {
  (text: string): Generator<JsonPart>;
  unfinished(): boolean;
}

function createCutter(maxChars: number): Cutter {
  let held = '';
  let depth = 0;
  let inString = false;
  let escaped = false;
  function* cut(text: string): Generator<JsonPart> {
    let start = 0;
    for (let i = 0; i < text.length; i++) {
      const char = text[i]!;
      if (inString) {
        if (escaped) escaped = false;
        else if (char === '\\') escaped = true;
        else if (char === '"') inString = false;
      } else if (char === '"' && depth > 0) inString = true;
      else if (OPEN.has(char)) {
        if (depth === 0) start = i;
        depth++;
      } else if (CLOSE.has(char) && depth > 0) {
        depth--;
        if (depth > 0) continue;
        yield { ok: true, text: held + text.slice(start, i + 1) };
        held = '';
        start = i + 1;
      } else if (depth === 0 && !/\s/.test(char)) {
        return yield { ok: false, reason: `expected an object, found ${JSON.stringify(char)}` };
      }
    }
    if (depth === 0) return;
    held += text.slice(start);
    if (held.length > maxChars) yield { ok: false, reason: `a record is longer than ${maxChars} characters` };
  }
  return Object.assign(cut, { unfinished: () => depth > 0 });
}
