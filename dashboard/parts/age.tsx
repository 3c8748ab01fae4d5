import { useEffect, useState } from 'react';
import { common } from '../texts/common.ts';
import { useFormats, useTexts } from '../texts/use-texts.tsx';

const TICK_MS = 1000;

/** The time now, anew each second. */
export function useNow(tickMs = TICK_MS): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, [tickMs]);
  return now;
}

/** How long ago something was; the instant itself on hover. */
export function Age({ ms }: { ms: number }) {
  const formats = useFormats();
  const t = useTexts(common);
  const now = useNow();
  return (
    <time
      className="numeric hint"
      dateTime={new Date(ms).toISOString()}
      title={`${formats.dateTime(ms)} · ${formats.utc(ms)}`}
    >
      {t.ago(formats.span(Math.max(0, now - ms)))}
    </time>
  );
}
