import type { Documents, Interval, Kind, Pod } from '../registry/documents.ts';
import type { Registry } from '../registry.ts';

export type ViewedRegistry = Pick<Registry, 'list' | 'statements' | 'version'>;

type OfPods<K extends Kind> = Map<string, Documents[K][]>;

const PAGE = 500;

/** What the registry says about all PoDs at once: asked PoD by PoD it is hundreds of times slower. */
export function createRegistryView(registry: ViewedRegistry) {
  let kept: { version: number; holdings: OfPods<'holding'>; portfolios: OfPods<'portfolio'> } | undefined;
  const setPoints = new Map<string, Interval[]>();
  let lastPosition = 0;

  async function* all<K extends Kind>(kind: K): AsyncGenerator<Documents[K]> {
    for (let after = ''; ; ) {
      const page = await registry.list(kind, { limit: PAGE, after });
      for (const { document } of page) yield document;
      if (page.length < PAGE) return;
      after = page.at(-1)!.id;
    }
  }

  async function byPod<K extends 'holding' | 'portfolio'>(kind: K): Promise<OfPods<K>> {
    const found: OfPods<K> = new Map();
    for await (const document of all(kind)) {
      const known = found.get(document.pod);
      if (known) known.push(document);
      else found.set(document.pod, [document]);
    }
    return found;
  }

  return {
    pods: (): AsyncGenerator<Pod> => all('pod'),

    /** Holdings and portfolios by PoD; read again when the registry's version has risen. */
    async relations() {
      const version = await registry.version();
      if (kept?.version !== version)
        kept = { version, holdings: await byPod('holding'), portfolios: await byPod('portfolio') };
      return kept;
    },

    /** When set-points were in force, by PoD. Statements are only ever added, so only the new ones are read. */
    async setPoints(): Promise<ReadonlyMap<string, Interval[]>> {
      for (;;) {
        const page = await registry.statements({ type: 'set-point', after: lastPosition, limit: PAGE });
        for (const { position, pods, from, until } of page) {
          if (position <= lastPosition) continue;
          lastPosition = position;
          for (const pod of pods) setPoints.set(pod, [...(setPoints.get(pod) ?? []), { from, until }]);
        }
        if (page.length < PAGE) return setPoints;
      }
    },
  };
}

export type RegistryView = ReturnType<typeof createRegistryView>;
