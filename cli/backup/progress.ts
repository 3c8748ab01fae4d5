const EVERY_MS = 1000;

/** Says where a long work is: at most once a second, and over the same line where people look on. */
export function createProgress(
  stderr: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>,
  unit: string,
): (done: number, of: number, what: string) => void {
  let lastMs = performance.now();
  return (done, of, what) => {
    const nowMs = performance.now();
    if (nowMs - lastMs < EVERY_MS) return;
    lastMs = nowMs;
    const line = `${done} of ${of} ${unit}: ${what}`;
    stderr.write(stderr.isTTY ? `\r\x1b[2K${line}` : `${line}\n`);
    if (stderr.isTTY && done === of) stderr.write('\n');
  };
}

export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const [kib, mib] = [bytes / 1024, bytes / 1024 ** 2];
  if (mib < 1) return `${kib.toFixed(1)} KiB`;
  return mib < 1024 ? `${mib.toFixed(1)} MiB` : `${(mib / 1024).toFixed(2)} GiB`;
}
