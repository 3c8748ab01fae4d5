/** A node of the picture. Places are in units of the drawing: x from 0 to 1, y the level from the root. */
export interface PlacedNode {
  position: number;
  hash: string;
  x: number;
  level: number;
  /** Which leaf it is; undefined for nodes above. */
  leaf?: number;
  parent?: number;
}

/**
 * Where the nodes of a complete tree stand in a picture: the array has the root first, children of `i` at `2i+1` and
 * `2i+2`, leaf `j` of `n` at `2n-2-j`. At most `maxLevels` levels from the root down.
 */
export function treeLayout(nodes: readonly string[], maxLevels: number): PlacedNode[] {
  const leaves = (nodes.length + 1) / 2;
  return nodes.flatMap((hash, position) => {
    const level = Math.floor(Math.log2(position + 1));
    if (level >= maxLevels) return [];
    const first = 2 ** level - 1;
    const x = (position - first + 0.5) / 2 ** level;
    const isLeaf = position >= leaves - 1;
    return [
      {
        position,
        hash,
        x,
        level,
        ...(isLeaf ? { leaf: 2 * leaves - 2 - position } : {}),
        ...(position > 0 ? { parent: (position - 1) >> 1 } : {}),
      },
    ];
  });
}
