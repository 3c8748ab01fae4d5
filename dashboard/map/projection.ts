import {
  type ExtendedFeature,
  type GeoGeometryObjects,
  type GeoPath,
  geoConicConformal,
  geoPath,
} from 'd3-geo';
import area from './rome-area.json' with { type: 'json' };

export interface Municipality {
  name: string;
  /** Longitude and latitude of its seat. */
  seat?: [number, number];
}

export const MAP_WIDTH = 640;
export const MAP_HEIGHT = 560;
const MARGIN = 8;

interface Area {
  type: 'FeatureCollection';
  features: ExtendedFeature<GeoGeometryObjects, Municipality & { [name: string]: unknown }>[];
}

const municipalities = area as unknown as Area;

/** The projection of Italy's own maps, fitted to the area. */
const projection = geoConicConformal()
  .parallels([41, 43])
  .rotate([-12.5, 0])
  .fitExtent(
    [
      [MARGIN, MARGIN],
      [MAP_WIDTH - MARGIN, MAP_HEIGHT - MARGIN],
    ],
    municipalities,
  );
const path: GeoPath = geoPath(projection);

export interface Shape extends Municipality {
  /** Of an SVG path. */
  d: string;
  /** Where a mark of the municipality stands. */
  at: [number, number];
}

/** Every municipality as a shape in a drawing of MAP_WIDTH by MAP_HEIGHT. */
export const SHAPES: readonly Shape[] = municipalities.features.map((feature) => {
  const { seat } = feature.properties;
  const at = (seat && projection(seat)) ?? path.centroid(feature);
  return { ...feature.properties, d: path(feature) ?? '', at };
});

/** A place in the drawing; undefined where it is outside. */
export function place(longitude: number, latitude: number): [number, number] | undefined {
  const found = projection([longitude, latitude]);
  if (!found) return undefined;
  const [x, y] = found;
  return x >= 0 && x <= MAP_WIDTH && y >= 0 && y <= MAP_HEIGHT ? found : undefined;
}
