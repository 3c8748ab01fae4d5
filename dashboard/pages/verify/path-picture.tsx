import type { ProofFile } from '@access-layer/core/proof';
import { useMemo } from 'react';
import { NoteBar } from '../../parts/badge.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { verify } from './texts.ts';
import { treePath } from './tree-path.ts';

const LEVEL = 58;
const WIDTH = 520;
const BOX = { width: 148, height: 30 };

/** The way from the packet up to the root, with the siblings that the proof brings. */
export function PathPicture({ proof }: { proof: ProofFile }) {
  const t = useTexts(verify);
  const formats = useFormats();
  const path = useMemo(() => treePath(proof), [proof]);
  const holds = path.reached === proof.batch.root;
  const nodes = [path.leaf, ...path.steps.map(({ parent }) => parent)];
  const height = nodes.length * LEVEL + 24;
  const y = (level: number) => height - 40 - level * LEVEL;
  const last = nodes.length - 1;
  return (
    <Panel title={t.path} note={t.pathNote(formats.number(proof.batch.count))}>
      <svg
        className="path"
        viewBox={`0 0 ${WIDTH} ${height}`}
        role="img"
        aria-label={`${t.path}: ${nodes.map(short).join(', ')}`}
      >
        {path.steps.map(({ sibling, node }, level) => (
          <g key={node}>
            <path className="edge own" d={`M120 ${y(level)} V${y(level + 1) + BOX.height}`} />
            <path
              className="edge"
              d={`M372 ${y(level)} C372 ${y(level) - 26} 160 ${y(level) - 4} 128 ${y(level + 1) + BOX.height}`}
            />
            <Node x={372 - BOX.width / 2} y={y(level)} hash={sibling} kind="sibling" label={t.sibling} />
          </g>
        ))}
        {nodes.map((hash, level) => (
          <Node
            key={hash}
            x={120 - BOX.width / 2}
            y={y(level)}
            hash={hash}
            kind={level === last ? (holds ? 'root' : 'wrong') : 'own'}
            label={level === 0 ? t.leaf : level === last ? t.root : ''}
          />
        ))}
      </svg>
      {!holds && <NoteBar tone="bad">{t.rootMissed}</NoteBar>}
    </Panel>
  );
}

function Node({
  x,
  y,
  hash,
  kind,
  label,
}: {
  x: number;
  y: number;
  hash: string;
  kind: string;
  label: string;
}) {
  return (
    <g className={`node ${kind}`}>
      <rect x={x} y={y} width={BOX.width} height={BOX.height} rx="5" />
      <text x={x + BOX.width / 2} y={y + BOX.height / 2 + 4} textAnchor="middle">
        {short(hash)}
      </text>
      {label && (
        <text className="what" x={x + BOX.width / 2} y={y + BOX.height + 12} textAnchor="middle">
          {label}
        </text>
      )}
    </g>
  );
}

function short(hash: string): string {
  return `${hash.slice(0, 8)}…${hash.slice(-4)}`;
}
