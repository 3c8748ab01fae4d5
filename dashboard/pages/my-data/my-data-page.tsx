import { usePods } from '../../api/pods.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { ConsentsPanel } from './consents-panel.tsx';
import { ErasurePanel } from './erasure-panel.tsx';
import { OwnPod } from './own-pod.tsx';
import { ReadsPanel } from './reads-panel.tsx';
import { myData } from './texts.ts';

export function MyDataPage() {
  const t = useTexts(myData);
  const query = usePods();
  return (
    <>
      <PageHead title={t.title} about={t.about} />
      <Answer query={query} rows={6}>
        {({ rows }) => (
          <>
            {rows.length === 0 ? (
              <Empty help={t.noPods} />
            ) : (
              <div className="grid">
                {rows.map((row) => (
                  <OwnPod key={row.pod} row={row} />
                ))}
              </div>
            )}
            <ConsentsPanel />
            {rows.map(({ pod }) => (
              <ReadsPanel key={pod} pod={pod} />
            ))}
          </>
        )}
      </Answer>
      <ErasurePanel />
    </>
  );
}
