import { type RegisterValue, wordsOf } from './register-value.ts';

/** One read request: `count` registers from `address`. */
export interface Block {
  address: number;
  count: number;
}

export interface BlockLimits {
  /** The most registers in one request; Modbus allows 125. */
  maxRegisters: number;
  /** The most unused registers that a request may read over to reach the next value. */
  maxGap: number;
}

/** Registers of one value. */
interface Span {
  start: number;
  end: number;
}

/**
 * The fewest requests, in rising order, that read every value whole. A request starts at the start of a value and ends
 * at the end of one: meters such as the Siemens PAC refuse a read that cuts a value of several registers.
 */
export function planBlocks(
  values: readonly Pick<RegisterValue, 'addresses' | 'minus' | 'type'>[],
  { maxRegisters, maxGap }: BlockLimits,
): Block[] {
  const spans = spansOf(values);
  const blocks: Block[] = [];
  let open: Span | undefined;
  for (const span of spans) {
    if (open && span.start - open.end <= maxGap && span.end - open.start <= maxRegisters) {
      open.end = Math.max(open.end, span.end);
    } else {
      if (open) blocks.push(toBlock(open));
      open = { ...span };
    }
  }
  if (open) blocks.push(toBlock(open));
  return blocks;
}

/** The registers that two values claim differently, if any: such a map cannot be read without cutting one of them. */
export function findOverlap(
  values: readonly Pick<RegisterValue, 'addresses' | 'minus' | 'type'>[],
): [Span, Span] | undefined {
  const spans = spansOf(values);
  for (const [index, span] of spans.entries()) {
    const next = spans[index + 1];
    const same = next && next.start === span.start && next.end === span.end;
    if (next && !same && next.start < span.end) return [span, next];
  }
  return undefined;
}

function spansOf(values: readonly Pick<RegisterValue, 'addresses' | 'minus' | 'type'>[]): Span[] {
  return values
    .flatMap(({ addresses, minus = [], type }) =>
      [...addresses, ...minus].map((start) => ({ start, end: start + wordsOf(type) })),
    )
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

function toBlock({ start, end }: Span): Block {
  return { address: start, count: end - start };
}
