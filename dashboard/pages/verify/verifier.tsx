import '../../styles/verify.css';
import type { NetworkFile } from '@access-layer/core/network';
import type { ChainReader } from '@access-layer/core/verify';
import { FileSearch } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { NoteBar } from '../../parts/badge.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { checkAll, type Verdict } from './check-all.ts';
import { DropZone } from './drop-zone.tsx';
import { type Checkable, checkables } from './proof-texts.ts';
import { Results } from './results.tsx';
import { verify } from './texts.ts';
import { type Trust, TrustPanel } from './trust-panel.tsx';

/**
 * Drop files, see what holds. `offered` is a network that the server describes, `chain` a way to ask its chain node;
 * the file that works offline has neither.
 */
export function Verifier({
  offered,
  chain,
  children,
}: {
  offered?: NetworkFile;
  chain?: ChainReader;
  children?: ReactNode;
}) {
  const t = useTexts(verify);
  const formats = useFormats();
  const [files, setFiles] = useState<Checkable[]>([]);
  const [trust, setTrust] = useState<Trust>({ asksChain: true });
  const network = trust.network ?? offered;
  const reader = trust.asksChain ? (trust.chain ?? chain) : undefined;
  const { verdicts, done } = useVerdicts(files, network, reader);
  const take = async (dropped: readonly File[]) => {
    const found = await Promise.all(
      dropped.map(async (file) => checkables(file.name, new Uint8Array(await file.arrayBuffer()))),
    );
    setFiles((before) => [...before, ...found.flat()]);
  };
  return (
    <div className="grid">
      <div className="w8 stack">
        <DropZone take={take} isSmall={files.length > 0} />
        {files.length > 0 && !network && <NoteBar tone="warn">{t.needNetwork}</NoteBar>}
        {done < files.length && network && (
          <NoteBar>{t.checking(formats.number(done), formats.number(files.length))}</NoteBar>
        )}
        {verdicts.length > 0 && <Results verdicts={verdicts} clear={() => setFiles([])} />}
        {files.length === 0 && <Explained />}
      </div>
      <div className="w4 stack">
        <TrustPanel
          trust={trust}
          change={setTrust}
          hasServerChain={chain !== undefined}
          {...(offered ? { offered } : {})}
        />
        {children}
      </div>
    </div>
  );
}

function useVerdicts(
  files: readonly Checkable[],
  network: NetworkFile | undefined,
  chain: ChainReader | undefined,
): { verdicts: Verdict[]; done: number } {
  const [verdicts, setVerdicts] = useState<Verdict[]>([]);
  const [done, setDone] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    setDone(0);
    if (!network) setVerdicts([]);
    else {
      void checkAll(files, network, chain, { signal: stop.signal, progress: setDone }).then((found) => {
        if (stop.signal.aborted) return;
        setVerdicts(found);
        setDone(files.length);
      });
    }
    return () => stop.abort();
  }, [files, network, chain]);
  return { verdicts, done };
}

/** What will be checked, before there is anything. */
function Explained() {
  const t = useTexts(verify);
  return (
    <Panel title={t.results} flush>
      <ol className="checks">
        {Object.entries(t.checks).map(([name, check]) => (
          <li key={name}>
            <Icon of={FileSearch} />
            <div>
              <strong>{check.name}</strong>
              <p className="quiet">{check.about}</p>
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
