import { useFormats } from '../texts/use-texts.tsx';

/** An instant in the viewer's time zone; UTC on hover and focus. */
export function Moment({ ms, show = 'dateTime' }: { ms: number; show?: 'dateTime' | 'time' | 'date' }) {
  const formats = useFormats();
  return (
    <time className="numeric" dateTime={new Date(ms).toISOString()} title={formats.utc(ms)}>
      {formats[show](ms)}
    </time>
  );
}
