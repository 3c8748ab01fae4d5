import { Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { Icon } from '../../parts/icon.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { verify } from './texts.ts';

/** A place to drop files, and a button for who does not drag. */
export function DropZone({ take, isSmall }: { take: (files: File[]) => Promise<void>; isSmall: boolean }) {
  const t = useTexts(verify);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same for the keyboard
    <div
      className={isSmall ? 'drop small' : 'drop'}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take([...event.dataTransfer.files]);
      }}
    >
      <Icon of={Upload} size={isSmall ? 18 : 26} />
      <div>
        <strong>{t.drop}</strong>
        <p className="quiet">{t.dropHelp}</p>
      </div>
      <button type="button" className="button first" onClick={() => input.current?.click()}>
        {t.choose}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept=".json,.ndjson,.zip,application/json"
        aria-label={t.choose}
        onChange={({ target }) => {
          void take([...(target.files ?? [])]);
          target.value = '';
        }}
      />
    </div>
  );
}
