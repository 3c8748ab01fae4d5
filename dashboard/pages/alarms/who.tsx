const SHOWN = 12;

/** Who did something: a client by its name, a person by an id, of which the beginning is enough to tell people apart. */
export function Who({ by = '' }: { by?: string | undefined }) {
  if (by.length <= 2 * SHOWN) return by;
  return <span title={by}>{`${by.slice(0, SHOWN)}…`}</span>;
}
