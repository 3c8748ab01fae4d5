import '../styles/share-bar.css';
import { useFormats } from '../texts/use-texts.tsx';

/** A share as a bar with its number. Above the whole it is full, and the number says so. */
export function ShareBar({ share, name }: { share: number; name?: string }) {
  const formats = useFormats();
  const width = `${100 * Math.min(1, Math.max(0, share))}%`;
  return (
    <span className="share">
      <span className="share-track">
        <span style={{ width }} />
      </span>
      <span className="numeric">
        {name && <span className="only-for-readers">{name} </span>}
        {formats.percent(share)}
      </span>
    </span>
  );
}
