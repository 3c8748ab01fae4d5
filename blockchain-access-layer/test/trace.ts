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
 * from a client of `port` and some went back, and whether the write-ahead log of `database` was synced in between.
 * A line that another thread has cut in two counts where the call returned.
 */
export function tracedExchanges(trace: string, port: number, database: string): TracedExchange[] {
  const socket = TCP.replace('PORT', String(port));
  const read = new RegExp(String.raw`\b(?:read|recvmsg|readv)\(\d+${socket}.*= ([1-9]\d*)$`);
  const write = new RegExp(String.raw`\b(?:write|writev|sendmsg|sendto)\(\d+${socket}`);
  const begun = new RegExp(String.raw`^(\d+).*\bf(?:data)?sync\(\d+<[^>]*${literally(database)}-wal>(.*)$`);
  const exchanges: TracedExchange[] = [];
  const syncing = new Set<string>();
  let came: { readLine: number; readBytes: number } | undefined;
  let syncLine: number | undefined;
  for (const [line, text] of trace.split('\n').entries()) {
    const thread = /^\d+/.exec(text)?.[0] ?? '';
    const sync = begun.exec(text);
    if (sync && /unfinished/.test(text)) syncing.add(thread);
    const resumed = /<\.\.\. f(?:data)?sync resumed>/.test(text) && syncing.delete(thread);
    if ((sync && /= 0$/.test(text)) || (resumed && /= 0$/.test(text))) syncLine ??= line;
    const bytes = read.exec(text)?.[1];
    if (bytes !== undefined) {
      [came, syncLine] = [{ readLine: line, readBytes: (came?.readBytes ?? 0) + Number(bytes) }, undefined];
    }
    if (!write.test(text) || !came) continue;
    exchanges.push({ ...came, writeLine: line, ...(syncLine !== undefined && { syncLine }) });
    [came, syncLine] = [undefined, undefined];
  }
  return exchanges;
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
