import { useAddress } from '../../parts/address.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { BatchList } from './batch-list.tsx';
import { BlockList } from './block-list.tsx';
import { ContractsView } from './contracts-view.tsx';
import { explorer } from './texts.ts';
import { TransactionList } from './transaction-list.tsx';

export function ExplorerPage() {
  const t = useTexts(explorer);
  const { get, set } = useAddress();
  const tabs = [
    { id: 'batches', title: t.tabs.batches, content: () => <BatchList /> },
    { id: 'blocks', title: t.tabs.blocks, content: () => <BlockList /> },
    { id: 'transactions', title: t.tabs.transactions, content: () => <TransactionList /> },
    { id: 'contracts', title: t.tabs.contracts, content: () => <ContractsView /> },
  ];
  return (
    <>
      <PageHead title={t.title} about={t.about} />
      <Tabs
        label={t.title}
        tabs={tabs}
        open={get('tab') ?? 'batches'}
        choose={(tab) => set({ tab, after: undefined })}
      />
    </>
  );
}
