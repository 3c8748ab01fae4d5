import { useAddress } from './address.ts';

/** The last day of what is shown, chosen in the address. */
export function UntilField({ label, untilMs }: { label: string; untilMs: number }) {
  const { set } = useAddress();
  return (
    <label className="row">
      {label}
      <input
        className="input date"
        type="date"
        value={new Date(untilMs - 1).toISOString().slice(0, 10)}
        onChange={({ target }) => set({ until: target.value || undefined })}
      />
    </label>
  );
}
