/**
 * One Ctrl-C arrives several times: the terminal sends it to npm, to the launcher and to us, and the first two pass it
 * on. Signals within this time are the same one.
 */
const SAME_SIGNAL_MS = 700;

/** Resolves when a stop is asked for: by a signal, or because the launcher is gone. A second time forces. */
export function onStopSignal(handlers: {
  onStop: (why: string) => void;
  onForce: () => void;
}): Promise<undefined> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    const stop = (why: string) => {
      const now = performance.now();
      if (firstAt === undefined) {
        firstAt = now;
        handlers.onStop(why);
        resolve(undefined);
      } else if (now - firstAt > SAME_SIGNAL_MS) handlers.onForce();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal));
    if (!process.connected) return;
    process.on('disconnect', () => stop('the launcher is gone'));
    process.channel?.unref();
  });
}
