import { type NetworkFile, parseNetworkFile } from '@access-layer/core/network';
import type { ChainReader } from '@access-layer/core/verify';
import { useRef, useState } from 'react';
import { NoteBar } from '../../parts/badge.tsx';
import { Hash } from '../../parts/hash.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { verify } from './texts.ts';

export interface Trust {
  /** The verifier's own pinned knowledge. */
  network?: NetworkFile;
  chain?: ChainReader;
  asksChain: boolean;
}

/** On what the judgement rests: the network file, and who is asked about the chain. */
export function TrustPanel({
  trust,
  change,
  offered,
  hasServerChain,
}: {
  trust: Trust;
  change: (trust: Trust) => void;
  offered?: NetworkFile;
  hasServerChain: boolean;
}) {
  const t = useTexts(verify);
  const [fault, setFault] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const network = trust.network ?? offered;
  const read = async (file: File | undefined) => {
    const parsed = file ? parseNetworkFile(await file.text()) : undefined;
    setFault(parsed && !parsed.ok ? parsed.detail : undefined);
    if (parsed?.ok) change({ ...trust, network: parsed.network });
  };
  return (
    <Panel title={t.trust} note={t.trustNote}>
      <div className="stack">
        <div>
          <strong>{t.network}: </strong>
          {trust.network
            ? t.networkOf(trust.network.network)
            : offered
              ? t.networkFromServer(offered.network)
              : t.noNetwork}
          <p className="quiet">{trust.network || !offered ? t.networkHelp : t.networkFromServerHelp}</p>
        </div>
        {network && <NetworkFacts network={network} />}
        {fault && <NoteBar tone="bad">{t.notNetwork(fault)}</NoteBar>}
        <div className="row">
          <button type="button" className="button" onClick={() => input.current?.click()}>
            {t.networkChoose}
          </button>
          <input
            ref={input}
            type="file"
            hidden
            accept=".json,application/json"
            aria-label={t.networkChoose}
            onChange={({ target }) => {
              void read(target.files?.[0]);
              target.value = '';
            }}
          />
        </div>
        <div>
          <strong>{t.chain}: </strong>
          {hasServerChain && trust.asksChain ? t.chainServer : t.chainNone}
        </div>
        {hasServerChain && (
          <label className="row">
            <input
              type="checkbox"
              checked={trust.asksChain}
              onChange={({ target }) => change({ ...trust, asksChain: target.checked })}
            />
            {t.askChain}
          </label>
        )}
      </div>
    </Panel>
  );
}

function NetworkFacts({
  network: { chainId, registry, anchorContract, consensus },
}: {
  network: NetworkFile;
}) {
  return (
    <dl className="facts">
      <dt>chainId</dt>
      <dd className="numeric">
        {chainId} ({consensus})
      </dd>
      <dt>registry</dt>
      <dd>
        <Hash value={registry} />
      </dd>
      <dt>anchorContract</dt>
      <dd>
        <Hash value={anchorContract} />
      </dd>
    </dl>
  );
}
