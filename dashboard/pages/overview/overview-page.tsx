import { PageHead } from '../../parts/page-head.tsx';
import { useSession } from '../../sign-in/session-provider.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { Anomalies } from './anomalies.tsx';
import { FlowPicture } from './flow-picture.tsx';
import { Health } from './health.tsx';
import { KeyFigures } from './key-figures.tsx';
import { NewestBatches } from './newest-batches.tsx';
import { overview } from './texts.ts';

/** Roles that see Light Nodes and what was noticed of them. */
const OPERATION = new Set(['dso-operator', 'dso-administrator', 'auditor']);

export function OverviewPage() {
  const t = useTexts(overview);
  const { person } = useSession();
  const operates = OPERATION.has(person.role);
  return (
    <>
      <PageHead title={t.title} />
      <FlowPicture />
      <KeyFigures />
      <div className="grid">
        <NewestBatches className={operates ? 'w4' : 'w8'} />
        {operates && <Anomalies className="w4" />}
        <Health className="w4" />
      </div>
    </>
  );
}
