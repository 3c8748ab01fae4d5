/** What a trace of system calls says about one packet after the other. */
export interface TracedExchange {
  /** Where the last bytes came from the client, and how many since something had gone back to it. */
  readLine: number;
  readBytes: number;
  /** The log was synced after that, before anything went back. */
  syncLine?: number;
  /** Bytes went back to the client. */
  writeLine: number;
}

const TCP = String.raw`<TCP(?:v6)?:\[[^\]]*:PORT->[^\]]*\]>`;

/**
 * Reads the output of `strace -f -yy -e trace=read,write,writev,sendmsg,fsync,fdatasync`: every time that bytes came
 * from a client of `port` and some went back, and whether the write-ahead log of `database` was synced in between. Reads
 * and syncs count where they returned, writes where they began: nothing that is left open speaks for the service.
 */
export function tracedExchanges(trace: string, port: number, database: string): TracedExchange[] {
  const socket = TCP.replace('PORT', String(port));
  const read = new RegExp(String.raw`\b(?:read|recvmsg|readv)\(\d+${socket}.*= ([1-9]\d*)$`);
  const write = new RegExp(String.raw`\b(?:write|writev|sendmsg|sendto)\(\d+${socket}`);
  const sync = new RegExp(String.raw`\bf(?:data)?sync\(\d+<[^>]*${literally(database)}-wal>.*= 0$`);
  const exchanges: TracedExchange[] = [];
  let came: { readLine: number; readBytes: number } | undefined;
  let syncLine: number | undefined;
  for (const { line, text, hasBegunBefore } of calls(trace)) {
    if (sync.test(text)) syncLine ??= line;
    const bytes = read.exec(text)?.[1];
    if (bytes !== undefined) {
      [came, syncLine] = [{ readLine: line, readBytes: (came?.readBytes ?? 0) + Number(bytes) }, undefined];
    }
    if (hasBegunBefore || !write.test(text) || !came) continue;
    exchanges.push({ ...came, writeLine: line, ...(syncLine !== undefined && { syncLine }) });
    [came, syncLine] = [undefined, undefined];
  }
  return exchanges;
}

/** Lines of a trace; a call that another thread has cut in two comes as begun, and again as a whole where it returned. */
function* calls(trace: string): Iterable<{ line: number; text: string; hasBegunBefore: boolean }> {
  const begun = new Map<string, string>();
  for (const [line, text] of trace.split('\n').entries()) {
    const thread = /^\d+/.exec(text)?.[0] ?? '';
    const cut = text.indexOf('<unfinished ...>');
    const resumed = /<\.\.\. \w+ resumed>/.exec(text);
    if (cut >= 0) begun.set(thread, text.slice(0, cut));
    const whole = resumed ? (begun.get(thread) ?? '') + text.slice(resumed.index + resumed[0].length) : text;
    yield { line, text: whole, hasBegunBefore: resumed !== null };
  }
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
