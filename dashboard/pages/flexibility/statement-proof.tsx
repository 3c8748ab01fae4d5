import { FileCheck } from 'lucide-react';
import { save } from '../../api/save.ts';
import { Icon } from '../../parts/icon.tsx';
import { useToast } from '../../parts/toasts.tsx';
import { useSession } from '../../sign-in/session-provider.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { flexibility } from './texts.ts';

/** The proof file of a statement, once it is anchored. */
export function StatementProof({
  kind,
  messageHash,
  id,
  stage,
}: {
  kind: 'orders' | 'settlements' | 'set-points';
  messageHash: string;
  id: string;
  stage: string;
}) {
  const t = useTexts(flexibility);
  const say = useToast();
  const { client } = useSession();
  if (stage !== 'anchored') return '–';
  const fetchProof = () =>
    save(client, `/v1/${kind}/${messageHash}/proof`, `${id}.proof.json`).catch((error: unknown) =>
      say('bad', String(error)),
    );
  return (
    <button
      type="button"
      className="button plain icon"
      aria-label={t.download(id)}
      onClick={() => void fetchProof()}
    >
      <Icon of={FileCheck} />
    </button>
  );
}
