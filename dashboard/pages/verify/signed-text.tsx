import type { ProofFile } from '@access-layer/core/proof';
import { unitOf } from '../../format/units.ts';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { verify } from './texts.ts';

interface Said {
  type?: string;
  node?: string;
  pod?: string;
  meter?: string;
  seq?: number;
  signedAt?: string;
  readings?: { at: string; values: Record<string, unknown> }[];
}

/** What the packet says, in words and as the exact text under the signature. */
export function SignedText({ proof }: { proof: ProofFile }) {
  const t = useTexts(verify);
  const formats = useFormats();
  const said = parse(proof.packet.payload);
  const facts: [string, string | number | undefined][] = [
    [t.type, said.type],
    ['PoD', said.pod],
    [t.meter, said.meter],
    [t.node, said.node],
    [t.seq, said.seq],
  ];
  return (
    <Panel title={t.reading}>
      <div className="stack">
        <dl className="facts">
          {facts.flatMap(([name, value]) =>
            value === undefined
              ? []
              : [
                  <div className="fact" key={name}>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                  </div>,
                ],
          )}
          {said.signedAt && (
            <>
              <dt>{t.signedAt}</dt>
              <dd>
                <Moment ms={Date.parse(said.signedAt)} />
              </dd>
            </>
          )}
          <dt>{t.receivedAt}</dt>
          <dd>
            <Moment ms={proof.leaf.receivedAt} />
          </dd>
          {(said.readings ?? []).map(({ at, values }) => (
            <div className="fact" key={at}>
              <dt>
                <Moment ms={Date.parse(at)} show="time" />
              </dt>
              <dd className="numeric">
                {Object.entries(values)
                  .flatMap(([name, value]) =>
                    typeof value === 'number' && /^(activePowerW|energy(Im|Ex)portWh)$/.test(name)
                      ? [`${name} ${formats.quantity(value, unitOf(name))}`]
                      : [],
                  )
                  .join(' · ')}
              </dd>
            </div>
          ))}
        </dl>
        <details>
          <summary>{t.raw}</summary>
          <pre className="signed">{proof.packet.payload}</pre>
        </details>
      </div>
    </Panel>
  );
}

/** A payload that is no JSON is shown as it is: the check of the format says so. */
function parse(payload: string): Said {
  try {
    return JSON.parse(payload) as Said;
  } catch {
    return {};
  }
}
