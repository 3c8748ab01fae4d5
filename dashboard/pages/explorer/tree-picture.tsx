import '../../styles/tree.css';
import { useState } from 'react';
import { NoteBar } from '../../parts/badge.tsx';
import { Hash } from '../../parts/hash.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { explorer } from './texts.ts';
import { type PlacedNode, treeLayout } from './tree-layout.ts';

const WIDTH = 900;
const LEVEL = 62;
const MAX_LEVELS = 7;
const LABELLED = 16;

/** The tree of a batch from its root down; a node that is pointed at or focused shows its hash and its way up. */
export function TreePicture({ nodes, count }: { nodes: readonly string[]; count: number }) {
  const t = useTexts(explorer);
  const formats = useFormats();
  const [shown, setShown] = useState(0);
  const placed = treeLayout(nodes, MAX_LEVELS);
  const at = new Map(placed.map((node) => [node.position, node]));
  const levels = Math.max(...placed.map(({ level }) => level)) + 1;
  const way = wayUp(shown);
  const nameOf = ({ position, leaf, level }: PlacedNode) =>
    position === 0 ? t.root : leaf === undefined ? `${t.treeLevels} ${level}` : t.leaf(formats.number(leaf));
  const chosen = at.get(shown)!;
  return (
    <div className="stack">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a drawing */}
      <svg className="tree" viewBox={`0 0 ${WIDTH} ${levels * LEVEL}`} role="group" aria-label={t.tree}>
        {placed.map(({ position, x, level, parent }) => {
          const above = parent === undefined ? undefined : at.get(parent);
          return above ? (
            <path
              key={position}
              className={way.has(position) ? 'edge own' : 'edge'}
              d={`M${above.x * WIDTH} ${y(above.level)} L${x * WIDTH} ${y(level)}`}
            />
          ) : null;
        })}
        {placed.map((node) => (
          // biome-ignore lint/a11y/useSemanticElements: a button cannot stand in a drawing
          <g
            key={node.position}
            role="button"
            tabIndex={0}
            aria-label={`${nameOf(node)} ${node.hash.slice(0, 10)}`}
            aria-pressed={node.position === shown}
            className={classOf(node, way)}
            onPointerEnter={() => setShown(node.position)}
            onFocus={() => setShown(node.position)}
            onClick={() => setShown(node.position)}
          >
            <circle cx={node.x * WIDTH} cy={y(node.level)} r={radius(node, count)} />
            {2 ** node.level <= LABELLED && count <= 2 * LABELLED && (
              <text x={node.x * WIDTH} y={y(node.level) + 24} textAnchor="middle">
                {node.hash.slice(2, 8)}
              </text>
            )}
          </g>
        ))}
      </svg>
      <p className="row" aria-live="polite">
        <strong>{nameOf(chosen)}</strong> <Hash value={chosen.hash} whole />
      </p>
      {2 ** MAX_LEVELS < count && <NoteBar>{t.treeLarge}</NoteBar>}
    </div>
  );
}

function y(level: number): number {
  return 16 + level * LEVEL;
}

function radius({ position }: PlacedNode, count: number): number {
  if (position === 0) return 10;
  return count > 32 ? 4 : 7;
}

function classOf({ position, leaf }: PlacedNode, way: Set<number>): string {
  const kind = position === 0 ? 'root' : leaf === undefined ? 'inner' : 'leaf';
  return way.has(position) ? `node ${kind} own` : `node ${kind}`;
}

function wayUp(from: number): Set<number> {
  const way = new Set<number>([from]);
  for (let at = from; at > 0; ) {
    at = (at - 1) >> 1;
    way.add(at);
  }
  return way;
}
