import { useCallback } from 'react';
import { useLocation, useSearch } from 'wouter';

/** Reads and writes the query of the page's address: every filter is a link that can be sent to somebody. */
export function useAddress(): {
  get(name: string): string | undefined;
  /** Undefined takes one away. The page is not left, and Back does not go through every step. */
  set(values: Record<string, string | undefined>): void;
} {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const get = useCallback((name: string) => new URLSearchParams(search).get(name) ?? undefined, [search]);
  const set = useCallback(
    (values: Record<string, string | undefined>) => {
      const query = new URLSearchParams(search);
      for (const [name, value] of Object.entries(values)) {
        if (value === undefined) query.delete(name);
        else query.set(name, value);
      }
      const text = query.toString();
      navigate(text ? `${path}?${text}` : path, { replace: true });
    },
    [search, path, navigate],
  );
  return { get, set };
}
