import { PageHead } from '../../parts/page-head.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { AccessPanel } from './access-panel.tsx';
import { AnchoringFigures } from './anchoring-figures.tsx';
import { ArchivePanel } from './archive-panel.tsx';
import { DelayPanel } from './delay-panel.tsx';
import { ErasuresPanel } from './erasures-panel.tsx';
import { LimitsPanel } from './limits-panel.tsx';
import { QuarantinePanel } from './quarantine-panel.tsx';
import { operations } from './texts.ts';
import { WaitingPanel } from './waiting-panel.tsx';

export function OperationsPage() {
  const t = useTexts(operations);
  return (
    <>
      <PageHead title={t.title} about={t.about} />
      <AnchoringFigures />
      <div className="grid">
        <DelayPanel className="w8" />
        <WaitingPanel className="w4" />
        <AccessPanel className="w8" />
        <LimitsPanel className="w4" />
        <ArchivePanel className="" />
        <QuarantinePanel />
        <ErasuresPanel />
      </div>
    </>
  );
}
