import { AreaMap } from '../../map/area-map.tsx';
import { place, SHAPES } from '../../map/projection.ts';
import { useTexts } from '../../texts/use-texts.tsx';
import type { PlacedNode } from './nodes-page.tsx';
import { nodes as nodeTexts } from './texts.ts';

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
const SPACE = 5;

/** Nodes where they are, or around the seat of their municipality where nobody has said where. */
export function NodeMap({ nodes }: { nodes: readonly PlacedNode[] }) {
  const t = useTexts(nodeTexts);
  const seats = new Map(SHAPES.map(({ name, at }) => [name, at]));
  const counts = new Map<string, number>();
  return (
    <AreaMap label={`${t.mapLabel}: ${nodes.length}`}>
      {nodes.map(({ node, isConnected, place: name, municipality = '', longitude, latitude }) => {
        const own =
          longitude !== undefined && latitude !== undefined ? place(longitude, latitude) : undefined;
        const seat = seats.get(municipality);
        const index = counts.get(municipality) ?? 0;
        if (!own) counts.set(municipality, index + 1);
        const at = own ?? (seat && spiral(seat, index));
        if (!at) return null;
        return (
          <circle key={node} cx={at[0]} cy={at[1]} r="5" className={isConnected ? 'mark' : 'mark off'}>
            <title>{`${node}${name ? `, ${name}` : ''}: ${isConnected ? t.connected : t.disconnected}`}</title>
          </circle>
        );
      })}
    </AreaMap>
  );
}

/** Places around a point, none upon another. */
function spiral([x, y]: [number, number], index: number): [number, number] {
  const radius = SPACE * Math.sqrt(index);
  return [x + radius * Math.cos(index * GOLDEN_ANGLE), y + radius * Math.sin(index * GOLDEN_ANGLE)];
}
