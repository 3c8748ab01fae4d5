/** An event of a stream (WHATWG HTML 9.2). */
export interface ServerSentEvent {
  type: string;
  data: string;
  /** Id of the last event that had one: where to go on from. */
  lastEventId: string;
}

export interface EventStreamState {
  lastEventId: string;
  /** ms to wait before a new connection, where the server has said so. */
  retryMs?: number;
}

/**
 * Reads events from the bytes of a stream. `state` says, while it reads and afterwards, where to go on: comments and
 * events without data move it too.
 */
export async function* readEvents(
  bytes: ReadableStream<Uint8Array>,
  state: EventStreamState,
  signal?: AbortSignal,
): AsyncGenerator<ServerSentEvent, void, undefined> {
  let type = '';
  let data: string[] = [];
  for await (const line of linesOf(bytes, signal)) {
    if (line === '') {
      if (data.length > 0)
        yield { type: type || 'message', data: data.join('\n'), lastEventId: state.lastEventId };
      type = '';
      data = [];
      continue;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') type = value;
    else if (field === 'data') data.push(value);
    else if (field === 'id' && !value.includes('\0')) state.lastEventId = value;
    else if (field === 'retry' && /^\d+$/.test(value)) state.retryMs = Number(value);
  }
}

/** Lines end with CR LF, LF or CR; the rest after the last one is no line (the stream was cut). */
async function* linesOf(
  bytes: ReadableStream<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, undefined> {
  // The request's own signal may be gone with the request, once its answer has begun.
  const reader = bytes
    .pipeThrough(
      new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>,
      signal ? { signal } : {},
    )
    .getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + value).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop()!;
      yield* lines;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
