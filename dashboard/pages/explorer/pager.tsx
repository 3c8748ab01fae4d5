import { useAddress } from '../../parts/address.ts';
import { useTexts } from '../../texts/use-texts.tsx';
import { explorer } from './texts.ts';

/** Older pages by the cursor of the list, which stands in the address; and back to the newest. */
export function Pager({ next }: { next: string | undefined }) {
  const t = useTexts(explorer);
  const { get, set } = useAddress();
  return (
    <div className="row">
      {get('after') && (
        <button type="button" className="button" onClick={() => set({ after: undefined })}>
          {t.newer}
        </button>
      )}
      {next && (
        <button type="button" className="button" onClick={() => set({ after: next })}>
          {t.older}
        </button>
      )}
    </div>
  );
}
