/** Numbers that a JavaScript number may not hold: 16 digits or more, or an exponent. */
const WIDE_NUMBER = /[\d.]{16,}|\d[eE]/;

/**
 * Reads JSON so that `writeJson` gives every number back in its own digits (a counter above 2^53 stays what it was).
 * @throws SyntaxError
 */
export function readJson(text: string): unknown {
  if (!WIDE_NUMBER.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_key, value, context: { source?: string } = {}) =>
    typeof value === 'number' && context.source !== undefined && String(value) !== context.source
      ? rawJson(context.source)
      : value,
  );
}

/** The text of a value that `readJson` read. @throws RangeError where it is nested too deep to be written. */
export function writeJson(value: unknown): string {
  return JSON.stringify(value);
}

// `JSON.rawJSON` is part of the runtime; the compiler's library does not declare it yet.
const rawJson = (JSON as unknown as { rawJSON: (text: string) => unknown }).rawJSON;
