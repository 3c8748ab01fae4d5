import '../styles/map.css';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/use-texts.tsx';
import { MAP_HEIGHT, MAP_WIDTH, SHAPES } from './projection.ts';
import { mapTexts } from './texts.ts';

/**
 * The municipalities as areas. `shade` gives each a share from 0 to 1 for its colour and a text for it; the numbers are
 * in the table beside the map, which is how they are read without seeing it.
 */
export function AreaMap({
  label,
  shade,
  choose,
  chosen,
  children,
}: {
  label: string;
  shade?: (name: string) => { share: number; text: string } | undefined;
  choose?: (name: string) => void;
  chosen?: string;
  /** Marks above the areas. */
  children?: ReactNode;
}) {
  const t = useTexts(mapTexts);
  return (
    <figure className="map">
      <svg viewBox={`0 0 ${MAP_WIDTH} ${MAP_HEIGHT}`} role="img" aria-label={label}>
        {SHAPES.map(({ name, d }) => {
          const shown = shade?.(name);
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: the table beside it does the same for the keyboard
            <path
              key={name}
              d={d}
              className={shown ? 'area shaded' : 'area'}
              data-chosen={name === chosen}
              style={shown ? { fillOpacity: 0.18 + 0.72 * shown.share } : undefined}
              onClick={choose && (() => choose(name))}
            >
              <title>{shown ? `${name}: ${shown.text}` : name}</title>
            </path>
          );
        })}
        {children}
      </svg>
      <figcaption className="quiet">{t.schematic}</figcaption>
    </figure>
  );
}
