/** What each source of samples last met: fine, or an error. */
export function createSourceStates() {
  const states = new Map<string, { ok: boolean; reason?: string }>();
  return {
    ok: (source: string) => void states.set(source, { ok: true }),
    failed: (source: string, reason: string) => void states.set(source, { ok: false, reason }),
    /** It is not asked for at present. */
    rests: (source: string) => void states.delete(source),
    all: () => [...states].map(([source, { ok, reason }]) => ({ source, ok, ...(reason ? { reason } : {}) })),
  };
}

export type SourceStates = ReturnType<typeof createSourceStates>;
