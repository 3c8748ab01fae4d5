import type { Surroundings } from './command.ts';

/** Shows how far long work is, on one line of a terminal; says nothing where nobody looks. */
export function progressOn(
  { stderr }: Pick<Surroundings, 'stderr'>,
  what: string,
): (done: number, total: number) => void {
  const isTerminal = (stderr as { isTTY?: boolean }).isTTY === true;
  if (!isTerminal) return () => undefined;
  let shownMs = 0;
  return (done, total) => {
    const nowMs = performance.now();
    if (done < total && nowMs - shownMs < 100) return;
    shownMs = nowMs;
    stderr.write(done < total ? `\r${what}: ${done} of ${total}` : '\r\u001b[2K');
  };
}
