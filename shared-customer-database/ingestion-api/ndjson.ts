import { ingestionError } from './errors.ts';

const MAX_LINE_BYTES = 256 * 1024;
export const MAX_BULK_BYTES = 64 * 1024 * 1024;

export interface Line {
  /** From 1. */
  number: number;
  text: string;
}

/**
 * The lines of an NDJSON body as they come in, without empty ones.
 * @throws AccessLayerError SCD_TOO_LARGE
 */
export async function* readLines(
  body: AsyncIterable<Buffer>,
  maxBytes = MAX_BULK_BYTES,
): AsyncGenerator<Line> {
  let rest: Buffer = Buffer.alloc(0);
  let total = 0;
  let number = 0;
  for await (const chunk of body) {
    total += chunk.length;
    if (total > maxBytes) throw ingestionError('SCD_TOO_LARGE', `the body has more than ${maxBytes} bytes`);
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      number += 1;
      yield* lineOf(rest.subarray(0, end), number);
      rest = rest.subarray(end + 1);
    }
    if (rest.length > MAX_LINE_BYTES) throw tooLong(number + 1);
  }
  yield* lineOf(rest, number + 1);
}

function* lineOf(bytes: Buffer, number: number): Generator<Line> {
  if (bytes.length > MAX_LINE_BYTES) throw tooLong(number);
  const text = bytes.toString('utf8').trim();
  if (text) yield { number, text };
}

function tooLong(number: number) {
  return ingestionError('SCD_TOO_LARGE', `line ${number} has more than ${MAX_LINE_BYTES} bytes`);
}

/** @throws AccessLayerError SCD_BAD_REQUEST */
export function parseLine({ text }: Line): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw ingestionError('SCD_BAD_REQUEST', `the line is not JSON: ${text.slice(0, 80)}`);
  }
}
